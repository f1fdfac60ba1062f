//! Why a request is refused, and how the edge answers it.

use serde::{Deserialize, Serialize};

use crate::credentials::ParseCredentialsError;
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
    /// Its time has not come.
    NotYetValid,
    /// Its owner was deprovisioned.
    OwnerDeprovisioned,
    /// It may not be used from the caller's address.
    AddressNotAllowed,
    /// It lacks this scope, or its owner's role does.
    InsufficientScope(Scope),
    /// Nobody could be asked.
    Unavailable,
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

/// The challenge that names no error. RFC 6750 §3.
pub const PLAIN_CHALLENGE: &str = r#"Bearer realm="gatepass""#;

impl Refusal {
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
            | Self::NotYetValid => {
                Problem::of(ProblemKind::InvalidToken).with_detail("The token is not valid.")
            }
            Self::OwnerDeprovisioned | Self::AddressNotAllowed => {
                Problem::of(ProblemKind::PermissionDenied).with_detail("Permission denied.")
            }
            Self::InsufficientScope(needed) => Problem::of(ProblemKind::InsufficientScope)
                .with_detail(format!("This needs the scope {needed}.")),
            Self::Unavailable => Problem::of(ProblemKind::Unavailable)
                .with_detail("The token could not be checked. Try again."),
        }
    }

    /// The `WWW-Authenticate` header, where there is one: its error codes and attributes are those
    /// of RFC 6750 §3. A request without a token gets no error code (§3.1).
    pub fn to_challenge(&self) -> Option<String> {
        match self {
            Self::NoToken => Some(PLAIN_CHALLENGE.to_owned()),
            Self::Malformed(_)
            | Self::Forged
            | Self::Unknown
            | Self::Revoked
            | Self::Expired
            | Self::NotYetValid => Some(format!(
                r#"{PLAIN_CHALLENGE}, error="invalid_token", error_description="The token is not valid""#
            )),
            // RFC 6749 §3.3 keeps `"` and `\` out of a scope, so it needs no escaping here.
            Self::InsufficientScope(needed) => {
                Some(format!(r#"{PLAIN_CHALLENGE}, error="insufficient_scope", scope="{needed}""#))
            }
            Self::OwnerDeprovisioned | Self::AddressNotAllowed => Some(PLAIN_CHALLENGE.to_owned()),
            Self::Unavailable => None,
        }
    }
}
