//! Carries out what is asked of the server about the tenant's settings.

use crate::api::settings as api;
use crate::message::{SettingsCall, SettingsMessage};

/// Carries out a call; its answer is a message.
pub(super) async fn perform(call: SettingsCall) -> SettingsMessage {
    match call {
        SettingsCall::Show { number, query } => {
            SettingsMessage::Told { number, outcome: api::show(query).await }
        }
        SettingsCall::Change(change) => SettingsMessage::Changed(api::change(&change).await),
    }
}
