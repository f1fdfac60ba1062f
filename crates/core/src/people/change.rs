//! Changing a user's name, address or role.

use serde::{Deserialize, Serialize};

use super::is_last_administrator;
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::wire::EditUser;

/// Why a user is not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ChangeUserError {
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
    /// Nobody would administer the tenant any more.
    #[error("{name} is the last full administrator. Give somebody else such a role first.")]
    LastAdministrator {
        /// The user's name.
        name: String,
    },
}

/// The user as asked for. `namesake` is another user who has the new address, and `administrators`
/// are the users whose role administers.
///
/// # Errors
/// [`ChangeUserError`].
pub fn change(
    user: &User,
    request: &EditUser,
    namesake: Option<&User>,
    administrators: &[User],
    policy: &Policy,
) -> Result<User, ChangeUserError> {
    let mut changed = user.clone();
    if let Some(name) = &request.name {
        changed.name = name.clone();
    }
    if let Some(email) = &request.email {
        if let Some(other) = namesake.filter(|other| other.subject != user.subject) {
            return Err(ChangeUserError::EmailTaken { name: other.name.to_string() });
        }
        changed.email = email.clone();
    }
    if let Some(role) = request.role.as_ref().filter(|role| **role != user.role) {
        if !policy.knows(role) {
            return Err(ChangeUserError::UnknownRole { role: role.clone() });
        }
        if !policy.is_full(role) && is_last_administrator(user, administrators, policy) {
            return Err(ChangeUserError::LastAdministrator { name: user.name.to_string() });
        }
        changed.role = role.clone();
    }
    Ok(changed)
}
