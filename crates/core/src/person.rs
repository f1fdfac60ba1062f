//! The people of a tenant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::Subject;
use crate::name::{ParseNameError, TokenName};
use crate::policy::Role;
use crate::time::UnixSeconds;

/// A person's name, as others see it: what is true of a token's name is true of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(TokenName);

impl PersonName {
    /// The name as it was given, trimmed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for PersonName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A user as the registry knows one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id within the tenant.
    pub subject: Subject,
    /// The user's name.
    pub name: PersonName,
    /// What the user may do, by the operator's policy.
    pub role: Role,
    /// When the user came.
    pub created_at: UnixSeconds,
    /// When the user was deprovisioned, if so.
    pub deprovisioned_at: Option<UnixSeconds>,
}
