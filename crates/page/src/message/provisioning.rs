//! What happens to provisioning by SCIM, and what is asked of the server about it.

use gatepass_core::name::TokenName;
use gatepass_core::policy::Role;
use gatepass_core::scim::RoleSource;
use gatepass_core::wire::{ChangeProvisioning, ProvisioningView};

use crate::model::Failure;

/// Something that happens to provisioning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvisioningMessage {
    /// The server said how it stands.
    Told {
        /// Which question it answers.
        number: u32,
        /// How it stands.
        outcome: Result<Box<ProvisioningView>, Failure>,
    },
    /// A token was asked for, the first or another.
    TokenChosen,
    /// Switching it off was asked for.
    OffChosen,
    /// What the open dialog asks about was confirmed.
    Confirmed,
    /// The server made a token, or did not.
    TokenMade(Result<(), Failure>),
    /// The server switched it off, or did not.
    SwitchedOff(Result<Box<ProvisioningView>, Failure>),
    /// It was chosen where roles come from.
    SourceChosen(RoleSource),
    /// It was chosen which role a group gives; none, if its name says.
    RoleChosen(TokenName, Option<Role>),
    /// Saving was asked for.
    Submitted,
    /// Letting go of what was chosen was asked for.
    Discarded,
    /// The server saved it, or did not.
    Saved(Result<Box<ProvisioningView>, Failure>),
}

/// What is asked of the server about provisioning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvisioningCall {
    /// How does it stand?
    Show {
        /// Tells the answer from others.
        number: u32,
    },
    /// Make a token, in place of any before.
    IssueToken,
    /// Switch it off.
    SwitchOff,
    /// Change where roles come from, and which groups give them.
    Change(ChangeProvisioning),
}
