//! Under which terms a token may be used: from when, until when, from where.

use serde::{Deserialize, Serialize};

use crate::network::{MOST_NETWORKS, NetworkRule};
use crate::settings::{LongestLife, TenantSettings};
use crate::time::UnixSeconds;

/// The last moment that is kept: the end of the year 9999, the last that RFC 3339 can tell.
pub const LAST_MOMENT: UnixSeconds = UnixSeconds(253_402_300_799);

/// Why a token may not be used under such terms. The sentences are those that the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TermsError {
    /// It would have expired already.
    #[error("Choose an expiry in the future.")]
    ExpiryPassed,
    /// It would expire before it is valid.
    #[error("Choose an expiry after the start.")]
    ExpiryBeforeStart,
    /// It would be valid for longer than the tenant allows.
    #[error("Choose an expiry within {most} days: your tenant allows no later one.")]
    ExpiryTooFar {
        /// The tenant's longest life.
        most: LongestLife,
    },
    /// It would never expire, and the tenant does not allow that.
    #[error("Choose an expiry within {most} days: your tenant asks for one.")]
    ExpiryRequired {
        /// The tenant's longest life.
        most: LongestLife,
    },
    /// Its expiry is no moment that can be told.
    #[error("Choose an expiry before the year 10000.")]
    ExpiryOutOfRange,
    /// Its start is no moment that can be told.
    #[error("Choose a start between the years 1970 and 9999.")]
    StartOutOfRange,
    /// It names more networks than are kept.
    #[error("Name at most {MOST_NETWORKS} networks.")]
    TooManyNetworks,
}

impl TermsError {
    /// The member at fault.
    pub fn field(self) -> &'static str {
        match self {
            Self::ExpiryPassed
            | Self::ExpiryBeforeStart
            | Self::ExpiryTooFar { .. }
            | Self::ExpiryRequired { .. }
            | Self::ExpiryOutOfRange => "exp",
            Self::StartOutOfRange => "nbf",
            Self::TooManyNetworks => "networks",
        }
    }
}

/// Judges an expiry that is set now.
pub(super) fn judge_expiry(
    expires_at: Option<UnixSeconds>,
    settings: &TenantSettings,
    now: UnixSeconds,
) -> Result<(), TermsError> {
    match (expires_at, settings.longest_life_days) {
        (None, None) => Ok(()),
        (None, Some(most)) => Err(TermsError::ExpiryRequired { most }),
        (Some(end), _) if end <= now => Err(TermsError::ExpiryPassed),
        (Some(end), _) if end > LAST_MOMENT => Err(TermsError::ExpiryOutOfRange),
        (Some(end), Some(most)) if end > now + most.span() => {
            Err(TermsError::ExpiryTooFar { most })
        }
        (Some(_), _) => Ok(()),
    }
}

/// Judges a start.
pub(super) fn judge_start(not_before: Option<UnixSeconds>) -> Result<(), TermsError> {
    match not_before {
        Some(begin) if !(UnixSeconds(0)..=LAST_MOMENT).contains(&begin) => {
            Err(TermsError::StartOutOfRange)
        }
        Some(_) | None => Ok(()),
    }
}

/// Judges a start and an expiry beside each other.
pub(super) fn judge_span(
    not_before: Option<UnixSeconds>,
    expires_at: Option<UnixSeconds>,
) -> Result<(), TermsError> {
    match (not_before, expires_at) {
        (Some(begin), Some(end)) if end <= begin => Err(TermsError::ExpiryBeforeStart),
        (_, _) => Ok(()),
    }
}

/// Judges where a token may be used from.
pub(super) fn judge_networks(networks: &NetworkRule) -> Result<(), TermsError> {
    if networks.is_short() { Ok(()) } else { Err(TermsError::TooManyNetworks) }
}
