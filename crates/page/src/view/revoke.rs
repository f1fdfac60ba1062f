//! The dialog "Revoke …?".

use crate::dom::{Part, StartError, Template};
use crate::model::{Dialog, Model};
use crate::words;

pub(super) struct Revoke {
    dialog: Part,
    heading: Part,
    names: Part,
    name: Template,
    confirm: Part,
}

impl Revoke {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            dialog: root.find("revoke")?,
            heading: root.find("revoke-heading")?,
            names: root.find("revoke-names")?,
            name: root.template("revoke-name")?,
            confirm: root.find("revoke-confirm")?,
        })
    }

    pub(super) fn show(&self, model: &Model) -> Result<(), StartError> {
        let Some(Dialog::Revoke(revoke)) = &model.dialog else {
            self.dialog.set_open(false);
            return Ok(());
        };
        self.heading.set_text(&words::revoke(&revoke.tokens));
        let mut names = Vec::new();
        if revoke.tokens.len() > 1 {
            for (_, name) in &revoke.tokens {
                let part = self.name.make()?;
                part.set_text(name.as_str());
                names.push(part);
            }
        }
        self.names.show_if(!names.is_empty());
        self.names.set_children(names.iter());
        self.confirm.set_text(if revoke.is_sending { "Revoking…" } else { "Revoke" });
        self.confirm.set_flag("aria-disabled", revoke.is_sending);
        self.dialog.set_open(true);
        Ok(())
    }
}
