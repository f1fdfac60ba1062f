//! How a token stands: never used, used lately, used long ago.

use serde::{Deserialize, Serialize};

use crate::time::{Seconds, UnixSeconds};

/// How long a token stays Active after a use: a rolling 7 × 24 h.
pub const ACTIVE_FOR: Seconds = Seconds::days(7);

/// A token's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Never used, whatever its age.
    Generated,
    /// Used within the past seven days.
    Active,
    /// Used, but not within the past seven days.
    Inactive,
}

impl Status {
    /// Every status, in the order of a token's life.
    pub const ALL: [Self; 3] = [Self::Generated, Self::Active, Self::Inactive];

    /// The status at `now` of a token that was last used at `last_used_at`.
    ///
    /// A use exactly seven days ago still counts. A use in the future, as a clock that ran
    /// backwards leaves it, counts as a use just now.
    pub fn at(last_used_at: Option<UnixSeconds>, now: UnixSeconds) -> Self {
        match last_used_at {
            None => Self::Generated,
            Some(used) if used >= Self::active_since(now) => Self::Active,
            Some(_) => Self::Inactive,
        }
    }

    /// The earliest last use that still makes a token Active at `now`.
    pub fn active_since(now: UnixSeconds) -> UnixSeconds {
        now - ACTIVE_FOR
    }

    /// The word that people read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Generated => "Generated",
            Self::Active => "Active",
            Self::Inactive => "Inactive",
        }
    }

    /// The word on the wire and in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }
}

#[cfg(test)]
mod tests;
