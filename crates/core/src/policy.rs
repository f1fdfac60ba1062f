//! What each role may do, which scope a request needs, and how often may be asked.

mod access;
mod default;
mod disguise;
mod error;
mod limits;
mod method;
mod parse;
mod path;
mod pattern;
mod people;
mod reading;
mod role;
mod rule;

pub use access::{ApiRequest, LOG_UPLOAD_PATH};
pub use disguise::asks_for_another_method;
pub use error::{ParsePolicyError, PolicyFault};
pub use limits::{
    Binding, Limit, Limits, ParseBindingError, Period, UnknownPeriodError, address_key,
};
pub use method::ParseMethodError;
pub use path::AmbiguousPath;
pub use pattern::{ParsePatternError, Pattern};
pub use role::{ParseRoleError, Role};
pub use rule::{Access, Demand, Freshness, RouteRule};

use crate::scope::{Scope, ScopeSet};

/// What one role allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolePolicy {
    /// The role.
    pub role: Role,
    /// What it allows.
    pub scopes: ScopeSet,
    /// Whether it administers its tenant.
    pub is_full: bool,
}

/// What each role may do, which scope a request needs, and how often may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    roles: Vec<RolePolicy>,
    first_administrator: Role,
    routes: Vec<RouteRule>,
    lets_preflights: bool,
    limits: Limits,
}

impl Policy {
    fn find(&self, role: &Role) -> Option<&RolePolicy> {
        self.roles.iter().find(|known| known.role == *role)
    }

    /// How often may be asked.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The roles, in the policy's order.
    pub fn roles(&self) -> impl Iterator<Item = &RolePolicy> {
        self.roles.iter()
    }

    /// The first role that administers its tenant: what an operator's sign-in link gives.
    pub fn role_of_first_administrator(&self) -> &Role {
        &self.first_administrator
    }

    /// The role that allows least, of those that do not administer a tenant: what somebody has of
    /// whom nobody said which.
    pub fn least_role(&self) -> &Role {
        let least =
            self.roles.iter().min_by_key(|known| (known.is_full, known.scopes.iter().count()));
        least.map_or(&self.first_administrator, |known| &known.role)
    }

    /// Whether the policy names the role.
    pub fn knows(&self, role: &Role) -> bool {
        self.find(role).is_some()
    }

    /// What the role allows now; nothing, for a role that the policy does not name.
    pub fn scopes_of(&self, role: &Role) -> ScopeSet {
        self.find(role).map(|known| known.scopes.clone()).unwrap_or_default()
    }

    /// Of these scopes, those that the role allows now.
    pub fn scopes_within(&self, scopes: &ScopeSet, role: &Role) -> ScopeSet {
        self.find(role).map(|known| known.scopes.intersection(scopes)).unwrap_or_default()
    }

    /// Whether the role administers its tenant: all of its tokens, people, agents and settings
    /// rather than its own tokens alone.
    pub fn is_full(&self, role: &Role) -> bool {
        self.find(role).is_some_and(|known| known.is_full)
    }

    /// What a token gets whose issuer named no scopes: reading and writing, as far as the role goes.
    pub fn scopes_by_default(&self, role: &Role) -> ScopeSet {
        self.scopes_of(role).by_default()
    }

    /// The scope that a request of this method needs where no rule is for it: `read` for a safe one (RFC 9110 §9.2.1),
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
