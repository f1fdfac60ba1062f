//! The dialog about the SCIM token: what will follow is said before it is done.
//!
//! The token stays a string of the browser's from the reply to the field, as every token does, and
//! it leaves the document when the dialog closes.

use wasm_bindgen::JsValue;

use crate::dom::{Part, StartError, Template};
use crate::model::{Copied, CopySource, ProvisioningDialog, ProvisioningQuestion};
use crate::view::{SecretText, copy};
use crate::words;

pub(super) struct TokenDialog {
    dialog: Part,
    heading: Part,
    question: Part,
    consequence: Part,
    error: Part,
    confirm: Part,
    template: Template,
    handed_over: Option<SecretText>,
    shown: Option<Shown>,
}

/// A token in the document, until dropped.
struct Shown {
    part: Part,
    field: Part,
    button: Part,
    label: Part,
    answer: Part,
}

impl Shown {
    fn new(template: &Template, token: &SecretText) -> Result<Self, StartError> {
        let part = template.make()?;
        let (field, button) = (part.find("scim-token-value")?, part.find("copy-scim-token")?);
        field.set_property("value", token.as_value());
        let (label, answer) = (button.find("copy-label")?, part.find("copy-answer")?);
        Ok(Self { part, field, button, label, answer })
    }

    fn answer(&self, copied: Option<Copied>) {
        let own = copied.filter(|copied| copied.source == CopySource::ScimToken);
        let word = own.map(|copied| words::copy_answer(copied.outcome));
        copy::answer(&self.button, own);
        self.label.set_text(word.unwrap_or("Copy"));
        self.answer.set_text(word.unwrap_or_default());
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Not `set_value`, which would read the token to compare.
        self.field.set_property("value", &JsValue::from_str(""));
        self.part.remove();
    }
}

impl TokenDialog {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("provisioning-dialog")?;
        Ok(Self {
            heading: dialog.find("provisioning-heading")?,
            question: dialog.find("provisioning-question")?,
            consequence: dialog.find("provisioning-consequence")?,
            error: dialog.find("provisioning-error")?,
            confirm: dialog.find("provisioning-confirm")?,
            template: root.template("scim-token")?,
            handed_over: None,
            shown: None,
            dialog,
        })
    }

    pub(super) fn hand_over(&mut self, token: SecretText) {
        self.handed_over = Some(token);
    }

    pub(super) fn show(
        &mut self,
        asked: Option<&ProvisioningDialog>,
        copied: Option<Copied>,
    ) -> Result<(), StartError> {
        let Some(ProvisioningDialog { question, is_made, error, is_sending }) = asked else {
            (self.handed_over, self.shown) = (None, None);
            self.dialog.set_open(false);
            return Ok(());
        };
        self.heading.set_text(words::provisioning::heading(*question, *is_made));
        self.question.show_if(!is_made);
        let described_by = (!is_made).then_some("provisioning-consequence");
        self.dialog.set_attribute("aria-describedby", described_by);
        self.consequence.set_text(words::provisioning::consequence(*question));
        self.error.set_optional_text(error.as_deref());
        self.confirm.set_text(words::provisioning::button(*question, *is_sending));
        self.confirm.set_flag("aria-disabled", *is_sending);
        let look = match question {
            ProvisioningQuestion::Token => "button primary",
            ProvisioningQuestion::Rotation | ProvisioningQuestion::SwitchOff => "button danger",
        };
        self.confirm.set_attribute("class", Some(look));
        if !is_made {
            self.shown = None;
        } else if let Some(token) = self.handed_over.take() {
            let shown = Shown::new(&self.template, &token)?;
            self.dialog.append(&shown.part);
            self.shown = Some(shown);
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
