//! The new token, shown once.
//!
//! The token stays a string of the browser's from the reply to the field: it never comes into the
//! module's memory, and it leaves the document when this is dropped.

use js_sys::JsString;
use wasm_bindgen::{JsCast as _, JsValue};

use super::copy;
use crate::dom::{Part, StartError, Template};
use crate::model::{Copied, CopySource};
use crate::words;

/// Text that stays in the browser's memory.
#[derive(Clone)]
pub struct SecretText(JsString);

impl SecretText {
    /// Text that is no secret.
    pub fn of(text: &str) -> Self {
        Self(JsString::from(text))
    }

    /// The browser's value, if it is a string.
    pub fn from_value(value: JsValue) -> Option<Self> {
        value.dyn_into().ok().map(Self)
    }

    /// The browser's value.
    pub fn as_value(&self) -> &JsValue {
        &self.0
    }

    fn and(&self, other: &Self) -> Self {
        Self(self.0.concat(&other.0))
    }
}

/// What is said of a new token.
pub(super) struct Bearing<'a> {
    /// That there is one.
    pub(super) done: &'a str,
    /// What the token is called.
    pub(super) label: &'a str,
    /// The tenant's own URL.
    pub(super) url: &'a str,
    /// What the command line is for.
    pub(super) try_it: &'a str,
    /// What stands before the token in the command line.
    pub(super) before: String,
    /// What stands after it.
    pub(super) after: String,
}

pub(super) struct NewToken {
    part: Part,
    fields: Vec<Field>,
}

struct Field {
    source: CopySource,
    field: Part,
    button: Part,
    label: Part,
}

impl NewToken {
    pub(super) fn new(
        template: &Template,
        token: &SecretText,
        bearing: &Bearing<'_>,
    ) -> Result<Self, StartError> {
        let part = template.make()?;
        let Bearing { done, label, url, try_it, before, after } = bearing;
        for (name, text) in
            [("new-token-done", done), ("new-token-label", label), ("new-token-try", try_it)]
        {
            part.find(name)?.set_text(text);
        }
        let curl = SecretText::of(before).and(token).and(&SecretText::of(after));
        let fields = [
            (CopySource::Token, "token-value", "copy-token", token.clone()),
            (CopySource::Url, "tenant-url", "copy-url", SecretText::of(url)),
            (CopySource::Curl, "curl-line", "copy-curl", curl),
        ]
        .into_iter()
        .map(|(source, field, button, text)| {
            let field = part.find(field)?;
            let button = part.find(button)?;
            field.set_property("value", text.as_value());
            Ok(Field { source, field, label: button.find("copy-label")?, button })
        })
        .collect::<Result<_, StartError>>()?;
        Ok(Self { part, fields })
    }

    pub(super) fn part(&self) -> &Part {
        &self.part
    }

    pub(super) fn answer(&self, copied: Option<Copied>) {
        for field in &self.fields {
            let own = copied.filter(|copied| copied.source == field.source);
            let word = own.map(|copied| words::copy_answer(copied.outcome));
            copy::answer(&field.button, own);
            field.label.set_text(word.unwrap_or("Copy"));
        }
        if let Ok(answer) = self.part.find("copy-answer") {
            let word = copied.map(|copied| words::copy_answer(copied.outcome));
            answer.set_text(word.unwrap_or_default());
        }
    }

    pub(super) fn copied_text(&self, source: CopySource) -> Option<SecretText> {
        SecretText::from_value(self.field(source)?.property("value"))
    }

    pub(super) fn select_text(&self, source: CopySource) {
        if let Some(field) = self.field(source) {
            field.focus();
            field.call("select");
        }
    }

    fn field(&self, source: CopySource) -> Option<&Part> {
        self.fields.iter().find(|field| field.source == source).map(|field| &field.field)
    }

    pub(super) fn focus_copy(&self) -> bool {
        self.fields.first().is_some_and(|field| field.button.focus())
    }
}

impl Drop for NewToken {
    fn drop(&mut self) {
        for field in &self.fields {
            // Not `set_value`, which would read the token to compare.
            field.field.set_property("value", &JsValue::from_str(""));
        }
        self.part.remove();
    }
}
