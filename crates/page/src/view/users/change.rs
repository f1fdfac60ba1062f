//! The dialogs "Change role" and "Deprovision …?", which say what will happen.

use gatepass_core::wire::{Impact, RoleView};

use super::RoleSelect;
use crate::dom::{Part, StartError};
use crate::model::{Asked, UsersDialog, is_ruled_out};
use crate::time::Clock;
use crate::words;

/// What is said while the server is asked what will happen.
const LOOKING: &str = "Looking at what will happen…";

/// What will happen, or why it cannot, or that this is being looked at.
fn outlook(impact: &Asked<Impact>, sentence: impl Fn(&Impact) -> String) -> Option<String> {
    let failure = impact.failure.as_ref().map(words::failure);
    failure
        .or_else(|| impact.answer.as_ref().map(sentence))
        .or_else(|| impact.is_pending().then(|| LOOKING.to_owned()))
}

pub(super) struct Role {
    dialog: Part,
    heading: Part,
    roles: RoleSelect,
    impact: Part,
    error: Part,
    confirm: Part,
}

impl Role {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("change-role")?;
        let (select, hint) = (dialog.find("new-role")?, dialog.find("new-role-allows")?);
        Ok(Self {
            heading: dialog.find("change-role-heading")?,
            roles: RoleSelect::new(root, select, hint)?,
            impact: dialog.find("role-impact")?,
            error: dialog.find("change-role-error")?,
            confirm: dialog.find("change-role-confirm")?,
            dialog,
        })
    }

    pub(super) fn show(
        &mut self,
        dialog: Option<&UsersDialog>,
        roles: &[RoleView],
        clock: &Clock,
    ) -> Result<(), StartError> {
        let Some(UsersDialog::Role(form)) = dialog else {
            self.dialog.set_open(false);
            return Ok(());
        };
        self.heading.set_text(&format!("Change the role of {}", form.name));
        self.roles.show(roles, Some(form.chosen.as_str()))?;
        let said = outlook(&form.impact, |impact| {
            words::users::role_impact(impact, |moment| clock.relative(moment, impact.now))
        });
        self.impact.set_text(said.as_deref().unwrap_or_default());
        self.error.set_optional_text(form.error.as_deref());
        let is_idle = form.is_sending || form.chosen == form.present;
        self.confirm.set_text(if form.is_sending { "Changing…" } else { "Change role" });
        self.confirm.set_flag("aria-disabled", is_idle || is_ruled_out(&form.impact));
        self.dialog.set_open(true);
        Ok(())
    }
}

pub(super) struct Deprovision {
    dialog: Part,
    heading: Part,
    impact: Part,
    error: Part,
    confirm: Part,
}

impl Deprovision {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("deprovision")?;
        Ok(Self {
            heading: dialog.find("deprovision-heading")?,
            impact: dialog.find("deprovision-impact")?,
            error: dialog.find("deprovision-error")?,
            confirm: dialog.find("deprovision-confirm")?,
            dialog,
        })
    }

    pub(super) fn show(&self, dialog: Option<&UsersDialog>, clock: &Clock) {
        let Some(UsersDialog::Deprovision(question)) = dialog else {
            self.dialog.set_open(false);
            return;
        };
        self.heading.set_text(&format!("Deprovision {}?", question.name));
        let said = outlook(&question.impact, |impact| {
            words::users::deprovision_impact(impact, &question.name, |moment| {
                clock.relative(moment, impact.now)
            })
        });
        self.impact.set_text(said.as_deref().unwrap_or_default());
        self.error.set_optional_text(question.error.as_deref());
        let word = if question.is_sending { "Deprovisioning…" } else { "Deprovision" };
        self.confirm.set_text(word);
        let is_idle = question.is_sending || is_ruled_out(&question.impact);
        self.confirm.set_flag("aria-disabled", is_idle);
        self.dialog.set_open(true);
    }
}
