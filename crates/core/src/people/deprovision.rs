//! Shutting a user out, and taking them in again.

use serde::{Deserialize, Serialize};

use super::is_last_administrator;
use crate::person::User;
use crate::policy::Policy;
use crate::time::UnixSeconds;

/// Why a user is not deprovisioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DeprovisionError {
    /// Nobody would administer the tenant any more.
    #[error("{name} is the last full administrator. Give somebody else such a role first.")]
    LastAdministrator {
        /// The user's name.
        name: String,
    },
}

/// The user, deprovisioned; nothing, if they were already. `administrators` are the users whose role
/// administers.
///
/// # Errors
/// [`DeprovisionError`].
pub fn deprovision(
    user: &User,
    administrators: &[User],
    policy: &Policy,
    now: UnixSeconds,
) -> Result<Option<User>, DeprovisionError> {
    if user.deprovisioned_at.is_some() {
        return Ok(None);
    }
    if is_last_administrator(user, administrators, policy) {
        return Err(DeprovisionError::LastAdministrator { name: user.name.to_string() });
    }
    Ok(Some(User { deprovisioned_at: Some(now), ..user.clone() }))
}

/// The user, taken in again; nothing, if they were not deprovisioned.
pub fn reprovision(user: &User) -> Option<User> {
    user.deprovisioned_at.map(|_| User { deprovisioned_at: None, ..user.clone() })
}
