//! What each role may do, and which scope a request needs.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::scope::{Scope, ScopeSet};

/// A role's name, as the policy spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Role(Cow<'static, str>);

impl Role {
    /// Everything, other people's tokens included.
    pub const FULL_ADMINISTRATOR: Self = Self(Cow::Borrowed("full-administrator"));
    /// Reading, and acting on what was read.
    pub const SECURITY_OPERATOR: Self = Self(Cow::Borrowed("security-operator"));
    /// Reading alone.
    pub const SECURITY_READER: Self = Self(Cow::Borrowed("security-reader"));

    /// The name on the wire and in storage.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as people read it: "Security reader".
    pub fn to_words(&self) -> String {
        let words = self.0.replace('-', " ");
        let mut characters = words.chars();
        match characters.next() {
            Some(first) => first.to_uppercase().chain(characters).collect(),
            None => words,
        }
    }
}

/// Text that is no role's name: those are 1 to 40 lowercase letters and hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is 1 to 40 lowercase letters and hyphens")]
pub struct ParseRoleError;

impl FromStr for Role {
    type Err = ParseRoleError;

    fn from_str(text: &str) -> Result<Self, ParseRoleError> {
        let is_role = (1..=40).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if is_role { Ok(Self(Cow::Owned(text.to_owned()))) } else { Err(ParseRoleError) }
    }
}

impl TryFrom<String> for Role {
    type Error = ParseRoleError;

    fn try_from(text: String) -> Result<Self, ParseRoleError> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.0.into_owned()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one role allows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RolePolicy {
    role: Role,
    scopes: ScopeSet,
    is_full: bool,
}

/// What each role may do, and which scope a request needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    roles: Vec<RolePolicy>,
}

impl Default for Policy {
    /// The roles of a security portal: full administrators, operators who read and act, readers.
    fn default() -> Self {
        let acting = [Scope::READ, Scope::WRITE];
        let everything = [
            Scope::READ,
            Scope::WRITE,
            Scope::ACTIVITY_READ,
            Scope::LOGS_WRITE,
            Scope::INTROSPECT,
            Scope::MANAGE,
        ];
        Self {
            roles: vec![
                RolePolicy {
                    role: Role::FULL_ADMINISTRATOR,
                    scopes: everything.into_iter().collect(),
                    is_full: true,
                },
                RolePolicy {
                    role: Role::SECURITY_OPERATOR,
                    scopes: acting.into_iter().collect(),
                    is_full: false,
                },
                RolePolicy {
                    role: Role::SECURITY_READER,
                    scopes: [Scope::READ].into_iter().collect(),
                    is_full: false,
                },
            ],
        }
    }
}

impl Policy {
    fn find(&self, role: &Role) -> Option<&RolePolicy> {
        self.roles.iter().find(|known| known.role == *role)
    }

    /// What the role allows now; nothing, for a role that the policy does not name.
    pub fn scopes_of(&self, role: &Role) -> ScopeSet {
        self.find(role).map(|known| known.scopes.clone()).unwrap_or_default()
    }

    /// Whether the role administers its tenant: all of its tokens, people, agents and settings
    /// rather than its own tokens alone.
    pub fn is_full(&self, role: &Role) -> bool {
        self.find(role).is_some_and(|known| known.is_full)
    }

    /// What a token gets whose issuer named no scopes: reading and writing, as far as the role goes.
    pub fn scopes_by_default(&self, role: &Role) -> ScopeSet {
        let usual: ScopeSet = [Scope::READ, Scope::WRITE].into_iter().collect();
        usual.intersection(&self.scopes_of(role))
    }

    /// The scope that a request of this method needs: `read` for a safe one (RFC 9110 §9.2.1),
    /// `write` for any other, methods unheard of included.
    pub fn scope_needed(&self, method: &str) -> Scope {
        match method {
            "GET" | "HEAD" | "OPTIONS" => Scope::READ,
            _ => Scope::WRITE,
        }
    }
}

#[cfg(test)]
mod tests;
