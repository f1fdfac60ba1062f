//! Carries out what is asked of the server about provisioning.

use std::rc::Weak;

use super::Shell;
use crate::api::provisioning as api;
use crate::message::{ProvisioningCall, ProvisioningMessage};

/// Carries out a call; its answer is a message.
pub(super) async fn perform(shell: &Weak<Shell>, call: ProvisioningCall) -> ProvisioningMessage {
    match call {
        ProvisioningCall::Show { number } => {
            ProvisioningMessage::Told { number, outcome: api::show().await }
        }
        ProvisioningCall::IssueToken => {
            ProvisioningMessage::TokenMade(api::issue_token().await.map(|token| {
                if let Some(shell) = shell.upgrade() {
                    shell.view.borrow_mut().hand_over_to_scim(token);
                }
            }))
        }
        ProvisioningCall::SwitchOff => ProvisioningMessage::SwitchedOff(api::switch_off().await),
        ProvisioningCall::Change(change) => ProvisioningMessage::Saved(api::change(&change).await),
    }
}
