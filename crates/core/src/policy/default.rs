//! The policy of who says nothing else.

use super::{Limits, Policy, Role, RolePolicy};
use crate::scope::Scope;

/// The scopes of a role that administers.
const EVERYTHING: &[Scope] = &[
    Scope::READ,
    Scope::WRITE,
    Scope::ACTIVITY_READ,
    Scope::LOGS_WRITE,
    Scope::INTROSPECT,
    Scope::MANAGE,
];
const ACTING: &[Scope] = &[Scope::READ, Scope::WRITE];
const READING: &[Scope] = &[Scope::READ];

impl Default for Policy {
    /// The roles of a security portal: those that administer, those that read and act, readers.
    fn default() -> Self {
        let roles = [
            (Role::GLOBAL_ADMINISTRATOR, EVERYTHING, true),
            (Role::SECURITY_ADMINISTRATOR, EVERYTHING, true),
            (Role::CLOUD_APP_SECURITY_ADMINISTRATOR, EVERYTHING, true),
            (Role::COMPLIANCE_ADMINISTRATOR, ACTING, false),
            (Role::SECURITY_OPERATOR, ACTING, false),
            (Role::SECURITY_READER, READING, false),
            (Role::GLOBAL_READER, READING, false),
        ];
        let policy_of = |(role, scopes, is_full): (Role, &[Scope], bool)| RolePolicy {
            role,
            scopes: scopes.iter().cloned().collect(),
            is_full,
        };
        Self {
            roles: roles.into_iter().map(policy_of).collect(),
            first_administrator: Role::GLOBAL_ADMINISTRATOR,
            routes: Vec::new(),
            lets_preflights: false,
            limits: Limits::default(),
        }
    }
}
