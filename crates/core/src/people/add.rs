//! Adding a user.

use serde::{Deserialize, Serialize};

use crate::id::Subject;
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::time::UnixSeconds;
use crate::wire::AddUser;

/// Why a user is not added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AddUserError {
    /// The policy has no such role.
    #[error("There is no role {role}.")]
    UnknownRole {
        /// The role asked for.
        role: Role,
    },
    /// Another user has the address.
    #[error("{name} has this address. Two users can't share one.")]
    EmailTaken {
        /// The other user's name.
        name: String,
    },
}

/// Makes a user who is invited. `namesake` is the user who has the address already, if anybody has.
///
/// # Errors
/// [`AddUserError`].
pub fn add(
    subject: Subject,
    request: &AddUser,
    namesake: Option<&User>,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<User, AddUserError> {
    if !policy.knows(&request.role) {
        return Err(AddUserError::UnknownRole { role: request.role.clone() });
    }
    if let Some(other) = namesake {
        return Err(AddUserError::EmailTaken { name: other.name.to_string() });
    }
    Ok(User {
        subject,
        name: request.name.clone(),
        email: request.email.clone(),
        role: request.role.clone(),
        created_at: now,
        last_sign_in_at: None,
        deprovisioned_at: None,
    })
}
