//! The dialog "Generate new token".

use super::new_token::{NewToken, SecretText};
use crate::dom::{Part, StartError, Template};
use crate::model::{self, CopySource, Dialog, Model, Naming};
use crate::words;

pub(super) struct Generate {
    dialog: Part,
    naming: Part,
    name: Part,
    name_left: Part,
    name_error: Part,
    error: Part,
    next: Part,
    template: Template,
    handed_over: Option<SecretText>,
    new_token: Option<NewToken>,
}

impl Generate {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            dialog: root.find("generate")?,
            naming: root.find("naming")?,
            name: root.find("token-name")?,
            name_left: root.find("token-name-left")?,
            name_error: root.find("token-name-error")?,
            error: root.find("generate-error")?,
            next: root.find("next")?,
            template: root.template("new-token")?,
            handed_over: None,
            new_token: None,
        })
    }

    pub(super) fn hand_over(&mut self, token: SecretText) {
        self.handed_over = Some(token);
    }

    pub(super) fn show(&mut self, model: &Model) -> Result<(), StartError> {
        let Some(Dialog::Generate(generate)) = &model.dialog else {
            self.let_go();
            self.dialog.set_open(false);
            return Ok(());
        };
        match generate {
            model::Generate::Shown { url, .. } => {
                if let Some(token) = self.handed_over.take() {
                    let new_token = NewToken::new(&self.template, &token, url)?;
                    self.dialog.append(new_token.part());
                    self.new_token = Some(new_token);
                }
                self.naming.show_if(false);
                if let Some(new_token) = &self.new_token {
                    new_token.answer(model.copied);
                }
            }
            model::Generate::Naming(naming) => {
                self.let_go();
                self.naming.show_if(true);
                self.show_naming(naming);
            }
        }
        self.dialog.set_open(true);
        Ok(())
    }

    /// Takes the token out of the document.
    fn let_go(&mut self) {
        self.handed_over = None;
        self.new_token = None;
    }

    fn show_naming(&self, naming: &Naming) {
        self.name.set_value(&naming.text);
        self.name.set_flag("aria-invalid", naming.name_error.is_some());
        self.name_error.set_optional_text(naming.name_error.as_deref());
        self.name_left.set_optional_text(words::characters_left(&naming.text).as_deref());
        self.error.set_optional_text(naming.form_error.as_deref());
        self.next.set_text(if naming.is_sending { "Generating…" } else { "Next" });
        self.next.set_flag("aria-disabled", naming.is_sending);
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

    pub(super) fn focus_name(&self) -> bool {
        self.name.focus()
    }
}
