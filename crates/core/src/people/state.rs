//! How a user stands, and who administers.

use serde::{Deserialize, Serialize};

use crate::person::User;
use crate::policy::Policy;

/// How a user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserState {
    /// Added, and never signed in.
    Invited,
    /// Signed in at least once.
    Active,
    /// Shut out, until perhaps reprovisioned.
    Deprovisioned,
}

impl UserState {
    /// How the user stands.
    pub fn of(user: &User) -> Self {
        match (user.deprovisioned_at, user.last_sign_in_at) {
            (Some(_), _) => Self::Deprovisioned,
            (None, Some(_)) => Self::Active,
            (None, None) => Self::Invited,
        }
    }

    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invited => "Invited",
            Self::Active => "Active",
            Self::Deprovisioned => "Deprovisioned",
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Deprovisioned => "deprovisioned",
        }
    }
}

/// Whether the user administers the tenant and is there to do it: somebody invited may never come.
fn administers(user: &User, policy: &Policy) -> bool {
    policy.is_full(&user.role) && UserState::of(user) == UserState::Active
}

/// Whether nobody would administer the tenant without this user. `administrators` are the users
/// whose role administers, however they stand.
pub fn is_last_administrator(user: &User, administrators: &[User], policy: &Policy) -> bool {
    let others = administrators.iter().filter(|other| other.subject != user.subject);
    administers(user, policy) && !others.into_iter().any(|other| administers(other, policy))
}
