//! The sentences about provisioning.

use gatepass_core::policy::Role;
use gatepass_core::wire::ProvisioningView;

use super::number;
use crate::model::ProvisioningQuestion;

/// What the dialog about the token is called.
pub fn heading(question: ProvisioningQuestion, is_made: bool) -> &'static str {
    match (question, is_made) {
        (_, true) => "The new token",
        (ProvisioningQuestion::Token, false) => "Make a token?",
        (ProvisioningQuestion::Rotation, false) => "Rotate the token?",
        (ProvisioningQuestion::SwitchOff, false) => "Switch SCIM off?",
    }
}

/// What will follow.
pub fn consequence(question: ProvisioningQuestion) -> &'static str {
    match question {
        ProvisioningQuestion::Token => {
            "From then on only people whom the provider has provisioned can sign in; make sure that \
             you are among them. The operator's link still works."
        }
        ProvisioningQuestion::Rotation => {
            "The old token stops at once. Nobody is provisioned until the provider has the new one."
        }
        ProvisioningQuestion::SwitchOff => {
            "The token stops at once, and nobody is provisioned or deprovisioned any more. Users \
             stay as they are, and can sign in without being provisioned."
        }
    }
}

/// What the button that goes on says.
pub fn button(question: ProvisioningQuestion, is_sending: bool) -> &'static str {
    match (question, is_sending) {
        (ProvisioningQuestion::Token, false) => "Make the token",
        (ProvisioningQuestion::Rotation, false) => "Rotate it",
        (ProvisioningQuestion::SwitchOff, false) => "Switch it off",
        (ProvisioningQuestion::Token | ProvisioningQuestion::Rotation, true) => "Making the token…",
        (ProvisioningQuestion::SwitchOff, true) => "Switching off…",
    }
}

/// Whether SCIM is on, and whom it has provisioned.
pub fn state(view: &ProvisioningView) -> String {
    let word = if view.is_on { "On" } else { "Off" };
    match view.users {
        0 => format!("{word}; nobody has been provisioned yet"),
        1 => format!("{word}; 1 user was provisioned so far"),
        users => format!("{word}; {} users were provisioned so far", number(users)),
    }
}

/// "1 member".
pub fn members(count: u64) -> String {
    match count {
        1 => "1 member".to_owned(),
        count => format!("{} members", number(count)),
    }
}

/// What a group gives that has no role of its own.
pub fn unset(named: Option<&Role>) -> String {
    match named {
        Some(role) => format!("As it is named: {}", role.to_words()),
        None => "No role".to_owned(),
    }
}
