//! A secret that is shown this once, with a button that copies it.
//!
//! It stays a string of the browser's from the reply to the field, and leaves the document when it is
//! dropped.

use wasm_bindgen::JsValue;

use super::copy;
use super::new_token::SecretText;
use crate::dom::{Part, StartError, Template};
use crate::model::{Copied, CopySource};
use crate::words;

/// What tells one secret's place in the document from another's.
#[derive(Clone, Copy)]
pub(super) struct Places {
    /// The field that it stands in.
    pub(super) field: &'static str,
    /// The button that copies it.
    pub(super) button: &'static str,
    /// What that button copies.
    pub(super) source: CopySource,
}

pub(super) struct ShownSecret {
    part: Part,
    field: Part,
    button: Part,
    label: Part,
    answer: Part,
    source: CopySource,
}

impl ShownSecret {
    pub(super) fn new(
        template: &Template,
        places: Places,
        secret: &SecretText,
    ) -> Result<Self, StartError> {
        let part = template.make()?;
        let (field, button) = (part.find(places.field)?, part.find(places.button)?);
        field.set_property("value", secret.as_value());
        let (label, answer) = (button.find("copy-label")?, part.find("copy-answer")?);
        Ok(Self { part, field, button, label, answer, source: places.source })
    }

    pub(super) fn part(&self) -> &Part {
        &self.part
    }

    /// Says whether it was copied.
    pub(super) fn answer(&self, copied: Option<Copied>) {
        let own = copied.filter(|copied| copied.source == self.source);
        let word = own.map(|copied| words::copy_answer(copied.outcome));
        copy::answer(&self.button, own);
        self.label.set_text(word.unwrap_or("Copy"));
        self.answer.set_text(word.unwrap_or_default());
    }

    pub(super) fn text(&self) -> Option<SecretText> {
        SecretText::from_value(self.field.property("value"))
    }

    pub(super) fn select_text(&self) {
        self.field.focus();
        self.field.call("select");
    }

    pub(super) fn focus_copy(&self) -> bool {
        self.button.focus()
    }
}

impl Drop for ShownSecret {
    fn drop(&mut self) {
        // Not `set_value`, which would read the secret to compare.
        self.field.set_property("value", &JsValue::from_str(""));
        self.part.remove();
    }
}
