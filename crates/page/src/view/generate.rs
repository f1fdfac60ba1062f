//! The dialog "Generate new token".

use super::form::Form;
use super::new_token::{Bearing, NewToken, SecretText};
use crate::dom::{Part, StartError, Template};
use crate::model::{self, CopySource, Dialog, Field, Model};
use crate::time::Clock;
use crate::words;

pub(super) struct Generate {
    dialog: Part,
    heading: Part,
    form: Form,
    next: Part,
    lost: Part,
    lost_name: Part,
    lost_revoke: Part,
    lost_regenerate: Part,
    template: Template,
    handed_over: Option<SecretText>,
    new_token: Option<NewToken>,
}

impl Generate {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            dialog: root.find("generate")?,
            heading: root.find("generate-heading")?,
            form: Form::new(root)?,
            next: root.find("next")?,
            lost: root.find("lost")?,
            lost_name: root.find("lost-name")?,
            lost_revoke: root.find("lost-revoke")?,
            lost_regenerate: root.find("lost-regenerate")?,
            template: root.template("new-token")?,
            handed_over: None,
            new_token: None,
        })
    }

    pub(super) fn hand_over(&mut self, token: SecretText) {
        self.handed_over = Some(token);
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        self.heading.set_text(&words::generate(model.dialog.as_ref()));
        let generate = match &model.dialog {
            Some(Dialog::Generate(generate)) => generate,
            Some(Dialog::Edit(edit)) => {
                self.let_go();
                self.lost.show_if(false);
                self.show_form(&edit.form, clock, ["Save", "Saving…"])?;
                return Ok(());
            }
            Some(
                Dialog::Regenerate(_)
                | Dialog::Revoke(_)
                | Dialog::Agent(_)
                | Dialog::Check(_)
                | Dialog::Users(_)
                | Dialog::Provisioning(_),
            )
            | None => {
                self.let_go();
                self.form.hide();
                self.dialog.set_open(false);
                return Ok(());
            }
        };
        match generate {
            model::Generate::Shown { url, .. } => {
                if let Some(token) = self.handed_over.take() {
                    let bearing = Bearing {
                        done: "API token was successfully generated",
                        label: "Your API token",
                        url,
                        try_it: "Try it",
                        before: "curl -H 'Authorization: Token ".to_owned(),
                        after: format!("' {url}/api/hello"),
                    };
                    let new_token = NewToken::new(&self.template, &token, &bearing)?;
                    self.dialog.append(new_token.part());
                    self.new_token = Some(new_token);
                }
                self.form.hide();
                self.lost.show_if(false);
                if let Some(new_token) = &self.new_token {
                    new_token.answer(model.copied);
                }
            }
            model::Generate::Asking(asking) => {
                self.let_go();
                self.lost.show_if(false);
                self.show_form(&asking.form, clock, ["Next", "Generating…"])?;
            }
            model::Generate::Lost(view) => {
                self.let_go();
                self.form.hide();
                self.lost_name.set_text(view.name.as_str());
                for button in [&self.lost_revoke, &self.lost_regenerate] {
                    button.set_attribute("data-id", Some(&view.id.to_string()));
                }
                self.lost.show_if(true);
            }
        }
        self.dialog.set_open(true);
        Ok(())
    }

    /// Shows the form, with what its button says before and while it is sent.
    fn show_form(
        &mut self,
        form: &model::Form,
        clock: &Clock,
        [ready, sending]: [&str; 2],
    ) -> Result<(), StartError> {
        self.form.show(form, clock)?;
        self.next.set_text(if form.is_sending { sending } else { ready });
        self.next.set_flag("aria-disabled", form.is_sending);
        self.dialog.set_open(true);
        Ok(())
    }

    /// Takes the token out of the document.
    fn let_go(&mut self) {
        self.handed_over = None;
        self.new_token = None;
    }

    pub(super) fn copied_text(&self, source: CopySource) -> Option<SecretText> {
        self.new_token.as_ref()?.copied_text(source)
    }

    pub(super) fn select_text(&self, source: CopySource) {
        if let Some(new_token) = &self.new_token {
            new_token.select_text(source);
        }
    }

    pub(super) fn focus_copy(&self) -> bool {
        self.new_token.as_ref().is_some_and(NewToken::focus_copy)
    }

    pub(super) fn focus_field(&self, field: Field) -> bool {
        self.form.focus(field)
    }
}
