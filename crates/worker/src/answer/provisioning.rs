//! Failures that are about provisioning.

use gatepass_core::scim::ProvisioningError;
use gatepass_core::wire::{Problem, ProblemKind};

pub(super) fn of_change(error: &ProvisioningError) -> Problem {
    let sentence = error.to_string();
    match error {
        ProvisioningError::UnknownRole { index, .. } => {
            Problem::of_field(format!("group_roles[{index}].role"), sentence)
        }
        ProvisioningError::GroupTwice { index, .. } => {
            Problem::of_field(format!("group_roles[{index}].group"), sentence)
        }
        ProvisioningError::TooMany => Problem::of_field("group_roles", sentence),
        ProvisioningError::LastAdministrator { .. }
        | ProvisioningError::AlreadyProvisioned { .. } => {
            Problem::of(ProblemKind::Conflict).with_detail(sentence)
        }
    }
}
