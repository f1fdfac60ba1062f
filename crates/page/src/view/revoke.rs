//! The dialog "Revoke …?".

use crate::dom::{Part, StartError};
use crate::model::{Dialog, Model};

pub(super) struct Revoke {
    dialog: Part,
    heading: Part,
    confirm: Part,
}

impl Revoke {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            dialog: root.find("revoke")?,
            heading: root.find("revoke-heading")?,
            confirm: root.find("revoke-confirm")?,
        })
    }

    pub(super) fn show(&self, model: &Model) {
        let Some(Dialog::Revoke(revoke)) = &model.dialog else {
            self.dialog.set_open(false);
            return;
        };
        self.heading.set_text(&format!("Revoke “{}”?", revoke.name));
        self.confirm.set_text(if revoke.is_sending { "Revoking…" } else { "Revoke" });
        self.confirm.set_flag("aria-disabled", revoke.is_sending);
        self.dialog.set_open(true);
    }
}
