//! Provisioning by SCIM: how it stands, the token, and where roles come from.

mod dialog;
mod roles;

use gatepass_core::wire;

use super::copy;
use super::new_token::SecretText;
use super::surroundings::Surroundings;
use crate::dom::{Part, StartError};
use crate::model::{Copied, CopySource, Dialog, Model};
use crate::time::{Clock, machine_readable};
use crate::words;

pub(super) struct ProvisioningView {
    surroundings: Surroundings,
    state: Part,
    url: Part,
    copy_url: Part,
    copy_label: Part,
    copy_answer: Part,
    made_row: Part,
    made_at: Part,
    used_row: Part,
    used_at: Part,
    never: Part,
    token: Part,
    off: Part,
    roles: roles::Roles,
    dialog: dialog::TokenDialog,
}

impl ProvisioningView {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let view = root.find("view-provisioning")?;
        let copy_url = view.find("copy-scim-url")?;
        Ok(Self {
            surroundings: Surroundings::never_empty(&view)?,
            state: view.find("state")?,
            url: view.find("scim-url")?,
            copy_label: copy_url.find("copy-label")?,
            copy_url,
            copy_answer: view.find("scim-copy-answer")?,
            made_row: view.find("made-row")?,
            made_at: view.find("made-at")?,
            used_row: view.find("used-row")?,
            used_at: view.find("used-at")?,
            never: view.find("never")?,
            token: view.find("token")?,
            off: view.find("off")?,
            roles: roles::Roles::new(root, &view)?,
            dialog: dialog::TokenDialog::new(root)?,
        })
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        // A dialog gives the focus back as it closes, to a button that must still be there.
        let dialog = model.dialog.as_ref().and_then(Dialog::provisioning);
        self.dialog.show(dialog, model.copied)?;
        self.surroundings.show(&model.provisioning.asked, 1);
        if let Some(view) = &model.provisioning.asked.answer {
            self.show_token(view, clock);
        }
        self.show_copied(model.copied);
        self.roles.show(&model.provisioning)
    }

    fn show_token(&self, view: &wire::ProvisioningView, clock: &Clock) {
        self.state.set_text(&words::provisioning::state(view));
        self.url.set_text(&view.base_url);
        self.made_row.show_if(view.is_on);
        self.used_row.show_if(view.is_on);
        self.never.show_if(view.last_used_at.is_none());
        self.used_at.show_if(view.last_used_at.is_some());
        for (part, moment) in
            [(&self.made_at, view.token_issued_at), (&self.used_at, view.last_used_at)]
        {
            if let Some(moment) = moment {
                part.set_text(&clock.relative(moment, view.now));
                part.set_attribute("title", Some(&clock.exact(moment)));
                part.set_attribute("datetime", Some(&machine_readable(moment)));
            }
        }
        self.token.set_text(if view.is_on { "Rotate the token" } else { "Make a token" });
        self.token
            .set_attribute("class", Some(if view.is_on { "button" } else { "button primary" }));
        self.off.show_if(view.is_on);
    }

    fn show_copied(&self, copied: Option<Copied>) {
        let own = copied.filter(|copied| copied.source == CopySource::ScimUrl);
        let word = own.map(|copied| words::copy_answer(copied.outcome));
        copy::answer(&self.copy_url, own);
        self.copy_label.set_text(word.unwrap_or("Copy"));
        self.copy_answer.set_text(word.unwrap_or_default());
    }

    /// Takes the token from the reply; it is shown as soon as the model says so.
    pub(super) fn hand_over(&mut self, token: SecretText) {
        self.dialog.hand_over(token);
    }

    pub(super) fn copied_text(&self, source: CopySource) -> Option<SecretText> {
        match source == CopySource::ScimUrl {
            true => Some(SecretText::of(&self.url.text())),
            false => self.dialog.copied_text(),
        }
    }

    pub(super) fn select_text(&self, source: CopySource) {
        if source == CopySource::ScimUrl {
            self.url.select_text();
        }
        if source == CopySource::ScimToken {
            self.dialog.select_text();
        }
    }

    pub(super) fn focus_copy(&self) -> bool {
        self.dialog.focus_copy()
    }
}
