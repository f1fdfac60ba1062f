//! Provisioning by SCIM, as full administrators set it up.

use serde::{Deserialize, Serialize};

use super::users::RoleView;
use crate::name::TokenName;
use crate::policy::Role;
use crate::scim::{GroupRole, RoleSource};
use crate::time::UnixSeconds;

/// How provisioning stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisioningView {
    /// The URL that a SCIM client is given.
    pub base_url: String,
    /// Whether there is a SCIM token: without one, nobody is provisioned and nothing is answered.
    pub is_on: bool,
    /// When the token was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_issued_at: Option<UnixSeconds>,
    /// When it was last used, give or take a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<UnixSeconds>,
    /// How many users were provisioned, deprovisioned ones included.
    pub users: u64,
    /// Where roles come from.
    pub role_source: RoleSource,
    /// The roles that are set for groups.
    pub group_roles: Vec<GroupRole>,
    /// The groups that came by SCIM.
    pub groups: Vec<GroupView>,
    /// The roles that there are.
    pub roles: Vec<RoleView>,
    /// When this was so.
    pub now: UnixSeconds,
}

/// A group that came by SCIM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// What it is called.
    pub name: TokenName,
    /// How many users are in it.
    pub members: u64,
    /// The role that it gives, where roles come from groups; none, for a group that gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// Change how roles are given: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeProvisioning {
    /// Where roles come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_source: Option<RoleSource>,
    /// The roles that groups give, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_roles: Option<Vec<GroupRole>>,
}

/// A new SCIM token, which is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedScimToken {
    /// The token.
    pub token: String,
    /// The URL that goes with it.
    pub base_url: String,
    /// When it was made.
    pub issued_at: UnixSeconds,
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::wire::from_json;

    #[test]
    fn how_provisioning_stands_is_told_byte_for_byte() {
        let view = ProvisioningView {
            base_url: "https://contoso.example/scim/v2".to_owned(),
            is_on: true,
            token_issued_at: Some(UnixSeconds(1)),
            last_used_at: None,
            users: 2,
            role_source: RoleSource::ByHand,
            group_roles: vec![],
            groups: vec![GroupView { name: "Ops".parse().unwrap(), members: 1, role: None }],
            roles: vec![],
            now: UnixSeconds(9),
        };
        assert_eq!(
            serde_json::to_string(&view).unwrap(),
            r#"{"base_url":"https://contoso.example/scim/v2","is_on":true,"token_issued_at":1,"users":2,"role_source":"by_hand","group_roles":[],"groups":[{"name":"Ops","members":1}],"roles":[],"now":9}"#
        );
    }

    #[test]
    fn a_wrong_change_is_refused_by_the_member_at_fault() {
        for (json, field) in [
            (r#"{"role_source":"magic"}"#, "role_source"),
            (r#"{"group_roles":[{"group":"","role":"x"}]}"#, "group_roles[0].group"),
            (r#"{"group_roles":[{"group":"Ops"}]}"#, "role"),
            (r#"{"base_url":"x"}"#, "base_url"),
        ] {
            let problem = from_json::<ChangeProvisioning>(json.as_bytes()).unwrap_err();
            let problem = serde_json::to_string(&problem).unwrap();
            assert!(problem.contains(field), "{json}: {problem}");
        }
    }
}
