//! Failures that are about providers to sign in with.

use gatepass_core::oidc::ChangeProviderError;
use gatepass_core::wire::{Problem, ProblemKind};

pub(super) fn of_change(error: &ChangeProviderError) -> Problem {
    let sentence = error.to_string();
    match error {
        ChangeProviderError::UnknownRole { index, .. } => {
            Problem::of_field(format!("roles[{index}].role"), sentence)
        }
        ChangeProviderError::NoClientId | ChangeProviderError::NoAudience => {
            Problem::of_field("client_id", sentence)
        }
        ChangeProviderError::NoTeam => Problem::of_field("issuer", sentence),
        ChangeProviderError::SecretForAccess => Problem::of_field("client_secret", sentence),
        ChangeProviderError::TooManyRoles => Problem::of_field("roles", sentence),
        ChangeProviderError::NoRoleClaim => Problem::of_field("role_claim", sentence),
        ChangeProviderError::TooMany | ChangeProviderError::Untested => {
            Problem::of(ProblemKind::Conflict).with_detail(sentence)
        }
    }
}
