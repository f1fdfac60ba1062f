//! What can be wrong with a policy.

use super::limits::{ParseBindingError, UnknownPeriodError};
use super::method::ParseMethodError;
use super::pattern::ParsePatternError;
use super::role::ParseRoleError;
use crate::scope::{ParseScopeError, Scope};

/// A mistake in a policy: the key, as in `POLICY.routes[2].path`, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {fault}")]
pub struct ParsePolicyError {
    /// The key.
    pub key: String,
    /// What is wrong with its value.
    pub fault: PolicyFault,
}

/// What is wrong with a key's value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// It has another type than it should, or is none that there is.
    #[error("{0}")]
    Shape(String),
    /// More than anybody needs.
    #[error("there can be at most {most}")]
    TooMany {
        /// How many there can be.
        most: usize,
    },
    /// Nobody could administer a tenant.
    #[error("give at least one role `full = true`: who has it administers")]
    NoFullRole,
    /// A role that administers could not do so by a token.
    #[error("a role with `full = true` needs the scope \"manage\"")]
    FullWithoutManage,
    /// No role's name.
    #[error(transparent)]
    Role(#[from] ParseRoleError),
    /// Two of one name.
    #[error("there is a role of that name above")]
    RoleTwice,
    /// A role without its scopes.
    #[error("say which scopes the role has, as in [\"read\", \"write\"]; [] for none")]
    NoScopes,
    /// No scope.
    #[error(transparent)]
    Scope(#[from] ParseScopeError),
    /// A scope with a name that no table could show.
    #[error("a scope is at most {most} characters")]
    LongScope {
        /// How many it can be.
        most: usize,
    },
    /// A scope that nobody can have, so a slip of the pen.
    #[error("no role has the scope {scope}: give it to one, or name another")]
    ScopeOfNoRole {
        /// The scope.
        scope: Scope,
    },
    /// A rule for nothing.
    #[error("say which paths the rule is for, as in \"/api/reports/**\"")]
    NoPath,
    /// No pattern.
    #[error(transparent)]
    Pattern(#[from] ParsePatternError),
    /// No method.
    #[error(transparent)]
    Method(#[from] ParseMethodError),
    /// A rule for what another is for already.
    #[error("no request comes to this rule: routes[{by}] is for all of them, and comes first")]
    Hidden {
        /// The place of the other, from 0.
        by: usize,
    },
    /// A rule for no method.
    #[error("name a method, or leave `methods` out for all of them")]
    NoMethods,
    /// A rule that says nothing.
    #[error("say what the route needs: a `scope`, or nothing by `public = true`")]
    NeitherScopeNorPublic,
    /// A rule that says two things.
    #[error("a public route needs no scope: leave out `scope` or `public`")]
    ScopeAndPublic,
    /// A rule that asks about nothing.
    #[error("a public route has no token to ask about: leave out `strict` or `public`")]
    StrictAndPublic,
    /// A limit that nobody counts for.
    #[error("name the binding that counts, as in \"PER_TOKEN\"")]
    NoBinding,
    /// No binding's name.
    #[error(transparent)]
    Binding(#[from] ParseBindingError),
    /// A limit for no time.
    #[error("say for how many seconds the binding counts: its `simple.period`")]
    NoPeriod,
    /// No binding's period.
    #[error(transparent)]
    Period(#[from] UnknownPeriodError),
}
