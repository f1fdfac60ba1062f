//! What happens to the tenant's settings.

use gatepass_core::wire::{ChangeSettings, SettingsQuery, SettingsView};

use crate::model::{Failure, SettingsField};

/// Something that happens to the tenant's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsMessage {
    /// The server told them.
    Told {
        /// Which question it answers.
        number: u32,
        /// The settings.
        outcome: Result<SettingsView, Failure>,
    },
    /// Something was entered into a field.
    Entered(SettingsField, String),
    /// Nothing was entered for a moment after this longest life.
    LifeSettled(String),
    /// "Save" was chosen.
    Submitted,
    /// "Discard changes" was chosen.
    Discarded,
    /// The server changed them, or did not.
    Changed(Result<SettingsView, Failure>),
}

/// What is asked of the server about the tenant's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsCall {
    /// Tell them, and what goes beyond them, or would.
    Show {
        /// Tells the answer from others.
        number: u32,
        /// What is only thought of.
        query: SettingsQuery,
    },
    /// Change them.
    Change(ChangeSettings),
}
