//! Signing in as somebody who is known.

use serde::{Deserialize, Serialize};

use crate::person::User;
use crate::time::{Seconds, UnixSeconds};

/// How long a one-time sign-in link holds.
pub const LINK_LIFE: Seconds = Seconds::hours(24);

/// Why somebody who is known is not let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum SignInError {
    /// They were deprovisioned.
    #[error("{name} was deprovisioned.")]
    Deprovisioned {
        /// The user's name.
        name: String,
    },
}

/// Why no sign-in link is made for a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum UserLinkError {
    /// They were deprovisioned: it would let nobody in.
    #[error("{name} was deprovisioned. Reprovision them first.")]
    Deprovisioned {
        /// The user's name.
        name: String,
    },
}

/// The user, signed in at `now`.
///
/// # Errors
/// [`SignInError`].
pub fn sign_in(user: &User, now: UnixSeconds) -> Result<User, SignInError> {
    match user.deprovisioned_at {
        Some(_) => Err(SignInError::Deprovisioned { name: user.name.to_string() }),
        None => Ok(User { last_sign_in_at: Some(now), ..user.clone() }),
    }
}

/// When a link made for the user at `now` ends.
///
/// # Errors
/// [`UserLinkError`].
pub fn link_for(user: &User, now: UnixSeconds) -> Result<UnixSeconds, UserLinkError> {
    match user.deprovisioned_at {
        Some(_) => Err(UserLinkError::Deprovisioned { name: user.name.to_string() }),
        None => Ok(now + LINK_LIFE),
    }
}
