//! Provisioning by SCIM, as it is and as the form about roles has it.

use gatepass_core::name::TokenName;
use gatepass_core::policy::Role;
use gatepass_core::scim::{GroupRole, RoleSource, role_named};
use gatepass_core::wire::{ChangeProvisioning, GroupView, ProvisioningView};

use super::Asked;

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProvisioningQuestion {
    /// "Make a token", the first.
    Token,
    /// "Rotate the token".
    Rotation,
    /// "Switch off".
    SwitchOff,
}

/// The dialog about the token: asked, then, of a new one, shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisioningDialog {
    /// What is asked.
    pub question: ProvisioningQuestion,
    /// Whether a token was made. The token itself is not here: the view has it from the reply, as a
    /// string of the browser's.
    pub is_made: bool,
    /// What went wrong, in a sentence.
    pub error: Option<String>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

impl ProvisioningDialog {
    /// The dialog as it opens.
    pub fn asking(question: ProvisioningQuestion) -> Self {
        Self { question, is_made: false, error: None, is_sending: false }
    }
}

/// Provisioning, as it is and as the form about roles has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provisioning {
    /// Provisioning as it is.
    pub asked: Asked<ProvisioningView>,
    source: Option<RoleSource>,
    roles: Vec<(TokenName, Option<Role>)>,
    /// What went wrong as the form was saved, in a sentence.
    pub error: Option<String>,
    /// Whether the server is being asked to save it.
    pub is_sending: bool,
    /// Whether it was saved, and nothing was chosen since.
    pub is_saved: bool,
}

impl Provisioning {
    /// Whether it is being asked for or saved.
    pub fn is_busy(&self) -> bool {
        self.asked.is_pending() || self.is_sending
    }

    /// The groups that came by SCIM.
    pub fn groups(&self) -> &[GroupView] {
        self.asked.answer.as_ref().map_or(&[], |view| &view.groups)
    }

    /// Where the form has roles come from.
    pub fn source(&self) -> Option<RoleSource> {
        self.source.or(self.asked.answer.as_ref().map(|view| view.role_source))
    }

    /// The role that is set for a group, which overrules its name.
    fn present(&self, group: &TokenName) -> Option<&Role> {
        let set = &self.asked.answer.as_ref()?.group_roles;
        set.iter().find(|it| it.group.to_key() == group.to_key()).map(|it| &it.role)
    }

    /// The role that the form has set for a group; none, if its name says.
    pub fn chosen(&self, group: &TokenName) -> Option<&Role> {
        let chosen = self.roles.iter().find(|(name, _)| name == group);
        chosen.map_or_else(|| self.present(group), |(_, role)| role.as_ref())
    }

    /// The role that a group has by its name.
    pub fn named(&self, group: &TokenName) -> Option<&Role> {
        let roles = &self.asked.answer.as_ref()?.roles;
        role_named(group, roles.iter().map(|known| &known.role))
    }

    /// Takes in where roles are to come from.
    pub fn choose_source(&mut self, source: RoleSource) {
        let present = self.asked.answer.as_ref().map(|view| view.role_source);
        self.source = Some(source).filter(|source| Some(*source) != present);
        self.touched();
    }

    /// Takes in which role a group is to give.
    pub fn choose_role(&mut self, group: &TokenName, role: Option<Role>) {
        self.roles.retain(|(name, _)| name != group);
        if self.present(group) != role.as_ref() {
            self.roles.push((group.clone(), role));
        }
        self.touched();
    }

    fn touched(&mut self) {
        (self.is_saved, self.error) = (false, None);
    }

    /// Whether something was chosen that is not so yet.
    pub fn differs(&self) -> bool {
        self.source.is_some() || !self.roles.is_empty()
    }

    /// What is to be changed for it to be as the form has it. Roles of groups that have not come yet
    /// stay.
    pub fn change(&self) -> ChangeProvisioning {
        let present = self.asked.answer.as_ref().map_or(&[][..], |view| &view.group_roles);
        let is_chosen = |set: &&GroupRole| {
            self.roles.iter().any(|(name, _)| name.to_key() == set.group.to_key())
        };
        let kept = present.iter().filter(|set| !is_chosen(set)).cloned();
        let set = self.roles.iter().filter_map(|(group, role)| {
            role.clone().map(|role| GroupRole { group: group.clone(), role })
        });
        let group_roles = (!self.roles.is_empty()).then(|| kept.chain(set).collect());
        ChangeProvisioning { role_source: self.source, group_roles }
    }

    /// Lets go of what was chosen.
    pub fn discard(&mut self) {
        (self.source, self.roles, self.error) = (None, Vec::new(), None);
    }

    /// Takes it in as it is by now.
    pub fn take(&mut self, view: ProvisioningView) {
        // An answer that is still on its way may tell of the time before.
        let number = self.asked.ask();
        // It is no failure, so none is handed back.
        let _ = self.asked.answered(number, Ok(view));
    }

    /// Forgets all of it, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        self.asked.forget();
        *self = Self { asked: std::mem::take(&mut self.asked), ..Self::default() };
    }
}
