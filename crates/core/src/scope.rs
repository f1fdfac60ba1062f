//! What a token may be used for.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One permission. RFC 6749 §3.3 (`scope-token`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scope(Cow<'static, str>);

impl Scope {
    /// Reading through the gateway.
    pub const READ: Self = Self(Cow::Borrowed("read"));
    /// Changing something through the gateway.
    pub const WRITE: Self = Self(Cow::Borrowed("write"));
    /// Reading the tenant's activity log, as a SIEM agent does.
    pub const ACTIVITY_READ: Self = Self(Cow::Borrowed("activity:read"));
    /// Uploading logs, as a log collector does.
    pub const LOGS_WRITE: Self = Self(Cow::Borrowed("logs:write"));
    /// Asking about and revoking tokens: RFC 7662 and RFC 7009.
    pub const INTROSPECT: Self = Self(Cow::Borrowed("introspect"));
    /// Managing the tenant's tokens by API.
    pub const MANAGE: Self = Self(Cow::Borrowed("manage"));

    /// Whether it lets a token change something: only those that are known to read do not.
    pub fn may_change(&self) -> bool {
        *self != Self::READ && *self != Self::ACTIVITY_READ
    }

    /// The scope as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseScopeError {
    /// A scope has at least one character.
    #[error("a scope is empty")]
    Empty,
    /// RFC 6749 allows the visible ASCII characters but `"` and `\`.
    #[error("a scope has no {found:?} in it")]
    Forbidden {
        /// The first character that is not allowed.
        found: char,
    },
}

impl FromStr for Scope {
    type Err = ParseScopeError;

    fn from_str(text: &str) -> Result<Self, ParseScopeError> {
        let allowed = |c: &char| c.is_ascii_graphic() && *c != '"' && *c != '\\';
        match text.chars().find(|c| !allowed(c)) {
            Some(found) => Err(ParseScopeError::Forbidden { found }),
            None if text.is_empty() => Err(ParseScopeError::Empty),
            None => Ok(Self(Cow::Owned(text.to_owned()))),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = ParseScopeError;

    fn try_from(text: String) -> Result<Self, ParseScopeError> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.0.into_owned()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Several scopes, space-delimited on the wire. RFC 6749 §3.3.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ScopeSet(BTreeSet<Scope>);

impl ScopeSet {
    /// Whether the scope is one of them.
    pub fn contains(&self, scope: &Scope) -> bool {
        self.0.contains(scope)
    }

    /// Those that both have.
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    /// Those that the other lacks.
    pub fn difference(&self, other: &Self) -> Self {
        Self(self.0.difference(&other.0).cloned().collect())
    }

    /// The first of them that the other lacks.
    pub fn first_beyond<'a>(&'a self, other: &'a Self) -> Option<&'a Scope> {
        self.0.difference(&other.0).next()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }

    /// Those that a token gets unless asked otherwise, of all that its owner's role allows: reading
    /// and writing.
    pub fn by_default(&self) -> Self {
        self.intersection(&[Scope::READ, Scope::WRITE].into_iter().collect())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl FromStr for ScopeSet {
    type Err = ParseScopeError;

    fn from_str(text: &str) -> Result<Self, ParseScopeError> {
        text.split(' ').filter(|part| !part.is_empty()).map(str::parse).collect()
    }
}

impl TryFrom<String> for ScopeSet {
    type Error = ParseScopeError;

    fn try_from(text: String) -> Result<Self, ParseScopeError> {
        text.parse()
    }
}

impl From<ScopeSet> for String {
    fn from(scopes: ScopeSet) -> Self {
        scopes.to_string()
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            write!(f, "{gap}{scope}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
