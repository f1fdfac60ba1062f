//! The dialog about the SCIM token: what will follow is said before it is done.
//!
//! The token stays a string of the browser's from the reply to the field, as every token does, and
//! it leaves the document when the dialog closes.

use crate::dom::{Part, StartError, Template};
use crate::model::{Copied, CopySource, ProvisioningDialog, ProvisioningQuestion};
use crate::view::SecretText;
use crate::view::shown_secret::{Places, ShownSecret};
use crate::words;

const PLACES: Places =
    Places { field: "scim-token-value", button: "copy-scim-token", source: CopySource::ScimToken };

pub(super) struct TokenDialog {
    dialog: Part,
    heading: Part,
    question: Part,
    consequence: Part,
    error: Part,
    confirm: Part,
    template: Template,
    handed_over: Option<SecretText>,
    shown: Option<ShownSecret>,
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
            let shown = ShownSecret::new(&self.template, PLACES, &token)?;
            self.dialog.append(shown.part());
            self.shown = Some(shown);
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
