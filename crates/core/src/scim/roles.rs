//! Where users' roles come from, and which role a group gives.

use serde::{Deserialize, Serialize};

use crate::name::TokenName;
use crate::oidc::Provider;
use crate::person::User;
use crate::policy::{Policy, Role};

/// The most groups that a role is set for.
pub const MOST_GROUP_ROLES: usize = 200;

/// Where users' roles come from: one place, so that none undoes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleSource {
    /// Administrators give them.
    ByHand,
    /// A provider says them at each sign-in.
    Claim,
    /// The groups that users are in by SCIM give them.
    Groups,
}

/// The role that a group gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRole {
    /// The group's name, in whatever case.
    pub group: TokenName,
    /// The role.
    pub role: Role,
}

/// What administrators have set of provisioning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProvisioningSettings {
    /// Where roles come from, if anybody chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_source: Option<RoleSource>,
    /// The roles that groups give, beside those that have a role's name.
    #[serde(default)]
    pub group_roles: Vec<GroupRole>,
}

/// Why provisioning is not set so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ProvisioningError {
    /// The policy has no such role.
    #[error("There is no role {role}.")]
    UnknownRole {
        /// Which of the groups, counted from 0.
        index: usize,
        /// The role asked for.
        role: Role,
    },
    /// A group is there twice.
    #[error("{group} is there twice.")]
    GroupTwice {
        /// Which of the groups, counted from 0.
        index: usize,
        /// The group.
        group: TokenName,
    },
    /// There are more groups than there may be.
    #[error("Set a role for at most {MOST_GROUP_ROLES} groups.")]
    TooMany,
    /// Nobody would administer the tenant any more.
    #[error("The groups would take the role of {name}, the last full administrator.")]
    LastAdministrator {
        /// The user's name.
        name: String,
    },
    /// Users are provisioned already.
    #[error("{name} is provisioned by SCIM already.")]
    AlreadyProvisioned {
        /// The user's name.
        name: String,
    },
}

/// Why a role is not changed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ChangeByHandError {
    /// Groups give roles.
    #[error(
        "Roles come from groups by SCIM. Change the user's groups there, or the source of roles."
    )]
    Groups,
    /// A claim says roles.
    #[error(
        "Roles come from a claim at sign-in. Change it at the provider, or the source of roles."
    )]
    Claim,
}

/// Which of the roles a group is named like.
pub fn role_named<'a>(
    group: &TokenName,
    mut roles: impl Iterator<Item = &'a Role>,
) -> Option<&'a Role> {
    let key = group.to_key();
    roles.find(|role| role.as_str() == key || role.to_words().to_lowercase() == key)
}

impl RoleSource {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::ByHand, Self::Claim, Self::Groups];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::Claim => "claim",
            Self::Groups => "groups",
        }
    }

    /// Where roles come from: from where administrators chose; else from a claim, if a provider that
    /// is switched on names one; else they are given by hand.
    pub fn of(settings: &ProvisioningSettings, providers: &[Provider]) -> Self {
        let has_claim = |it: &Provider| it.enabled_at.is_some() && it.role_claim.is_some();
        let otherwise = if providers.iter().any(has_claim) { Self::Claim } else { Self::ByHand };
        settings.role_source.unwrap_or(otherwise)
    }

    /// That administrators change roles.
    ///
    /// # Errors
    /// [`ChangeByHandError`].
    pub fn permits_change_by_hand(self) -> Result<(), ChangeByHandError> {
        match self {
            Self::ByHand => Ok(()),
            Self::Claim => Err(ChangeByHandError::Claim),
            Self::Groups => Err(ChangeByHandError::Groups),
        }
    }
}

impl ProvisioningSettings {
    /// The same, if it can be.
    ///
    /// # Errors
    /// [`ProvisioningError`].
    pub fn checked(self, policy: &Policy) -> Result<Self, ProvisioningError> {
        if self.group_roles.len() > MOST_GROUP_ROLES {
            return Err(ProvisioningError::TooMany);
        }
        let mut keys = Vec::new();
        for (index, GroupRole { group, role }) in self.group_roles.iter().enumerate() {
            if !policy.knows(role) {
                return Err(ProvisioningError::UnknownRole { index, role: role.clone() });
            }
            let key = group.to_key();
            if keys.contains(&key) {
                return Err(ProvisioningError::GroupTwice { index, group: group.clone() });
            }
            keys.push(key);
        }
        Ok(self)
    }

    /// The role that a group gives: what is set for its name, or that which it is named like.
    pub fn role_of(&self, group: &TokenName, policy: &Policy) -> Option<Role> {
        let key = group.to_key();
        let set = self.group_roles.iter().find(|it| it.group.to_key() == key);
        if let Some(set) = set {
            return Some(set.role.clone()).filter(|role| policy.knows(role));
        }
        role_named(group, policy.roles().map(|known| &known.role)).cloned()
    }

    /// The role of somebody in these groups: of several the one that allows most, of none the one
    /// that allows least.
    pub fn role_by(&self, groups: &[TokenName], policy: &Policy) -> Role {
        let rank = |role: &Role| (policy.is_full(role), policy.scopes_of(role).iter().count());
        let given = groups.iter().filter_map(|group| self.role_of(group, policy));
        given
            .reduce(|most, role| if rank(&role) > rank(&most) { role } else { most })
            .unwrap_or_else(|| policy.least_role().clone())
    }

    /// The user with the role that their groups give.
    pub fn in_groups(&self, user: &User, groups: &[TokenName], policy: &Policy) -> User {
        User { role: self.role_by(groups, policy), ..user.clone() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn groups(names: &[&str]) -> Vec<TokenName> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    fn settings(value: serde_json::Value) -> ProvisioningSettings {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_group_gives_the_role_that_is_set_or_that_it_is_named_like() {
        let policy = Policy::default();
        let set = json!({ "group_roles": [
            { "group": "Ops", "role": "security-operator" },
            { "group": "security-reader", "role": "global-administrator" },
        ] });
        let settings = settings(set);
        let of = |group: &str| settings.role_of(&group.parse().unwrap(), &policy);
        assert_eq!(of("ops"), Some(Role::SECURITY_OPERATOR));
        assert_eq!(of("Security-Reader"), Some(Role::GLOBAL_ADMINISTRATOR));
        assert_eq!(of("Global administrator"), Some(Role::GLOBAL_ADMINISTRATOR));
        assert_eq!(of("global-reader"), Some(Role::GLOBAL_READER));
        assert_eq!(of("Sales"), None);
    }

    #[test]
    fn of_several_groups_the_one_that_allows_most_counts_and_none_gives_the_least() {
        let (policy, settings) = (Policy::default(), ProvisioningSettings::default());
        let by = |names: &[&str]| settings.role_by(&groups(names), &policy);
        let full = Role::GLOBAL_ADMINISTRATOR;
        assert_eq!(by(&["global-reader", "global-administrator", "Sales"]), full);
        assert_eq!(by(&["global-administrator", "global-reader"]), full);
        assert_eq!(by(&["security-operator", "global-reader"]), Role::SECURITY_OPERATOR);
        assert_eq!(by(&["Sales"]), *policy.least_role());
        assert_eq!(by(&[]), *policy.least_role());
    }

    #[test]
    fn roles_come_from_one_place() {
        let provider: Provider = serde_json::from_value(json!({
            "id": "0123456789", "name": "Contoso", "issuer": "https://login.example.com",
            "client_id": "gatepass", "role_claim": "groups", "tested_at": 1, "enabled_at": 2,
        }))
        .unwrap();
        let off = Provider { enabled_at: None, ..provider.clone() };
        let unset = ProvisioningSettings::default();
        assert_eq!(RoleSource::of(&unset, &[]), RoleSource::ByHand);
        assert_eq!(RoleSource::of(&unset, &[off]), RoleSource::ByHand);
        assert_eq!(RoleSource::of(&unset, std::slice::from_ref(&provider)), RoleSource::Claim);
        let groups = settings(json!({ "role_source": "groups" }));
        assert_eq!(RoleSource::of(&groups, &[provider]), RoleSource::Groups);
        assert!(RoleSource::ByHand.permits_change_by_hand().is_ok());
        for source in [RoleSource::Claim, RoleSource::Groups] {
            assert!(source.permits_change_by_hand().is_err());
        }
    }

    #[test]
    fn the_word_for_a_source_is_the_one_that_is_sent() {
        for source in RoleSource::ALL {
            assert_eq!(serde_json::to_value(source).unwrap(), json!(source.as_str()));
        }
    }

    #[test]
    fn a_group_is_there_once_and_gives_a_role_that_there_is() {
        let check = |value| settings(value).checked(&Policy::default());
        let twice = json!([
            { "group": "Ops", "role": "global-reader" }, { "group": "OPS", "role": "global-reader" },
        ]);
        let (group, role) = ("OPS".parse().unwrap(), "emperor".parse().unwrap());
        assert_eq!(
            check(json!({ "group_roles": twice })),
            Err(ProvisioningError::GroupTwice { index: 1, group })
        );
        let unknown = json!([{ "group": "Ops", "role": "emperor" }]);
        assert_eq!(
            check(json!({ "group_roles": unknown })),
            Err(ProvisioningError::UnknownRole { index: 0, role })
        );
        let many: Vec<_> = (0..201)
            .map(|it| json!({ "group": it.to_string(), "role": "global-reader" }))
            .collect();
        assert_eq!(check(json!({ "group_roles": many })), Err(ProvisioningError::TooMany));
    }
}
