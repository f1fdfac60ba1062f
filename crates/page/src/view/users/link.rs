//! The dialog with a user's sign-in link.
//!
//! The link stays a string of the browser's from the reply to the field, as a token does, and it
//! leaves the document when the dialog closes.

use crate::dom::{Part, StartError, Template};
use crate::model::{Copied, CopySource, UsersDialog};
use crate::time::Clock;
use crate::view::SecretText;
use crate::view::shown_secret::{Places, ShownSecret};

const PLACES: Places =
    Places { field: "link-value", button: "copy-link", source: CopySource::SignInLink };

pub(super) struct Link {
    dialog: Part,
    heading: Part,
    question: Part,
    error: Part,
    confirm: Part,
    template: Template,
    handed_over: Option<SecretText>,
    shown: Option<ShownSecret>,
}

impl Link {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("user-link")?;
        Ok(Self {
            heading: dialog.find("user-link-heading")?,
            question: dialog.find("user-link-question")?,
            error: dialog.find("user-link-error")?,
            confirm: dialog.find("user-link-confirm")?,
            template: root.template("user-link")?,
            handed_over: None,
            shown: None,
            dialog,
        })
    }

    pub(super) fn hand_over(&mut self, link: SecretText) {
        self.handed_over = Some(link);
    }

    pub(super) fn show(
        &mut self,
        dialog: Option<&UsersDialog>,
        copied: Option<Copied>,
        clock: &Clock,
    ) -> Result<(), StartError> {
        let Some(UsersDialog::Link(link)) = dialog else {
            (self.handed_over, self.shown) = (None, None);
            self.dialog.set_open(false);
            return Ok(());
        };
        self.heading.set_text(&match link.is_new_user {
            true => format!("{} was added", link.name),
            false => format!("New sign-in link for {}", link.name),
        });
        self.question.show_if(link.ends_at.is_none());
        self.error.set_optional_text(link.error.as_deref());
        self.confirm.set_text(if link.is_sending { "Making the link…" } else { "Make link" });
        self.confirm.set_flag("aria-disabled", link.is_sending);
        match link.ends_at {
            None => self.shown = None,
            Some(ends_at) => {
                if let Some(text) = self.handed_over.take() {
                    let shown = ShownSecret::new(&self.template, PLACES, &text)?;
                    let until = format!("It works once, until {}.", clock.exact(ends_at));
                    shown.part().find("link-until")?.set_text(&until);
                    self.dialog.append(shown.part());
                    self.shown = Some(shown);
                }
            }
        }
        if let Some(shown) = &self.shown {
            shown.answer(copied);
        }
        self.dialog.set_open(true);
        Ok(())
    }

    pub(super) fn copied_text(&self) -> Option<SecretText> {
        self.shown.as_ref()?.text()
    }

    pub(super) fn select_text(&self) {
        if let Some(shown) = &self.shown {
            shown.select_text();
        }
    }

    pub(super) fn focus_copy(&self) -> bool {
        self.shown.as_ref().is_some_and(ShownSecret::focus_copy)
    }
}
