//! The dialog with a user's sign-in link.
//!
//! The link stays a string of the browser's from the reply to the field, as a token does, and it
//! leaves the document when the dialog closes.

use wasm_bindgen::JsValue;

use crate::dom::{Part, StartError, Template};
use crate::model::{Copied, CopySource, UsersDialog};
use crate::time::Clock;
use crate::view::{SecretText, copy};
use crate::words;

pub(super) struct Link {
    dialog: Part,
    heading: Part,
    question: Part,
    error: Part,
    confirm: Part,
    template: Template,
    handed_over: Option<SecretText>,
    shown: Option<Shown>,
}

/// A link in the document, until dropped.
struct Shown {
    part: Part,
    field: Part,
    button: Part,
    label: Part,
    answer: Part,
}

impl Shown {
    fn new(template: &Template, link: &SecretText) -> Result<Self, StartError> {
        let part = template.make()?;
        let (field, button) = (part.find("link-value")?, part.find("copy-link")?);
        field.set_property("value", link.as_value());
        let (label, answer) = (button.find("copy-label")?, part.find("copy-answer")?);
        Ok(Self { part, field, button, label, answer })
    }

    fn answer(&self, copied: Option<Copied>) {
        let own = copied.filter(|copied| copied.source == CopySource::SignInLink);
        let word = own.map(|copied| words::copy_answer(copied.outcome));
        copy::answer(&self.button, own);
        self.label.set_text(word.unwrap_or("Copy"));
        self.answer.set_text(word.unwrap_or_default());
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Not `set_value`, which would read the link to compare.
        self.field.set_property("value", &JsValue::from_str(""));
        self.part.remove();
    }
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
                    let shown = Shown::new(&self.template, &text)?;
                    let until = format!("It works once, until {}.", clock.exact(ends_at));
                    shown.part.find("link-until")?.set_text(&until);
                    self.dialog.append(&shown.part);
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
        SecretText::from_value(self.shown.as_ref()?.field.property("value"))
    }

    pub(super) fn select_text(&self) {
        if let Some(shown) = &self.shown {
            shown.field.focus();
            shown.field.call("select");
        }
    }

    pub(super) fn focus_copy(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.button.focus())
    }
}
