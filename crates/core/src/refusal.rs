//! Why a request is refused, and how the edge answers it.

mod reason;

use serde::{Deserialize, Serialize};

pub use reason::RefusalReason;

use crate::credentials::ParseCredentialsError;
use crate::policy::Period;
use crate::scope::Scope;
use crate::token::ParseTokenError;
use crate::wire::{Problem, ProblemKind};

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No token was sent.
    NoToken,
    /// What was sent is no token.
    Malformed(ParseTokenError),
    /// The seal does not hold: it was not issued here.
    Forged,
    /// It was issued here once, and no registry knows it.
    Unknown,
    /// It was revoked.
    Revoked,
    /// Its time ran out.
    Expired,
    /// Another took its place, and its own time is over.
    Superseded,
    /// Its time has not come.
    NotYetValid,
    /// Its owner was deprovisioned.
    OwnerDeprovisioned,
    /// It may not be used from the caller's address.
    AddressNotAllowed,
    /// It lacks this scope, or its owner's role does.
    InsufficientScope(Scope),
    /// There were too many, by a limit of this period.
    TooManyRequests(Period),
    /// Nobody could be asked.
    Unavailable,
}

/// Why a use of a token was refused, where its registry knows the token and is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// It was revoked.
    Revoked,
    /// Its time ran out.
    Expired,
    /// Another took its place, and its own time is over.
    Superseded,
    /// Its time had not come.
    NotYetValid,
    /// Its owner was deprovisioned.
    OwnerDeprovisioned,
    /// It came from an address that it may not be used from.
    AddressNotAllowed,
    /// It lacked the scope, or its owner's role did.
    InsufficientScope,
}

impl Reported {
    /// The word on the wire and in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::NotYetValid => "not_yet_valid",
            Self::OwnerDeprovisioned => "owner_deprovisioned",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::InsufficientScope => "insufficient_scope",
        }
    }
}

impl From<ParseCredentialsError> for Refusal {
    fn from(error: ParseCredentialsError) -> Self {
        match error {
            ParseCredentialsError::Absent => Self::NoToken,
            ParseCredentialsError::Malformed(error) => Self::Malformed(error),
        }
    }
}

/// How long a caller is asked to wait before trying again when nobody could be asked, in seconds.
pub const RETRY_AFTER_SECONDS: u32 = 5;

impl Refusal {
    /// What a registry is told of it: nothing, where no token of its own was shown.
    pub fn reported(&self) -> Option<Reported> {
        match self {
            Self::Revoked => Some(Reported::Revoked),
            Self::Expired => Some(Reported::Expired),
            Self::Superseded => Some(Reported::Superseded),
            Self::NotYetValid => Some(Reported::NotYetValid),
            Self::OwnerDeprovisioned => Some(Reported::OwnerDeprovisioned),
            Self::AddressNotAllowed => Some(Reported::AddressNotAllowed),
            Self::InsufficientScope(_) => Some(Reported::InsufficientScope),
            Self::NoToken
            | Self::Malformed(_)
            | Self::Forged
            | Self::Unknown
            | Self::TooManyRequests(_)
            | Self::Unavailable => None,
        }
    }

    /// What the caller is told: no more than the standards ask. All the ways of not being a valid
    /// token are one and the same.
    pub fn to_problem(&self) -> Problem {
        match self {
            Self::NoToken => Problem::of(ProblemKind::Unauthenticated)
                .with_detail("Send a token: Authorization: Token <token>"),
            Self::Malformed(_)
            | Self::Forged
            | Self::Unknown
            | Self::Revoked
            | Self::Expired
            | Self::Superseded
            | Self::NotYetValid => {
                Problem::of(ProblemKind::InvalidToken).with_detail("The token is not valid.")
            }
            Self::OwnerDeprovisioned | Self::AddressNotAllowed => {
                Problem::of(ProblemKind::PermissionDenied).with_detail("Permission denied.")
            }
            Self::InsufficientScope(needed) => Problem::of(ProblemKind::InsufficientScope)
                .with_detail(format!("This needs the scope {needed}.")),
            Self::TooManyRequests(period) => Problem::of(ProblemKind::TooManyRequests)
                .with_detail(format!("There were too many requests. Try again in {period}.")),
            Self::Unavailable => Problem::of(ProblemKind::Unavailable)
                .with_detail("The token could not be checked. Try again."),
        }
    }
}
