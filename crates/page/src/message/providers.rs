//! What happens to the providers to sign in with, and what is asked of the server about them.

use gatepass_core::oidc::{ProviderId, ProviderKind};
use gatepass_core::wire::{AddProvider, EditProvider, ProviderList};

use crate::model::{Failure, ProviderField};

/// Something that happens to the providers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvidersMessage {
    /// The server listed them.
    Listed {
        /// Which question it answers.
        number: u32,
        /// The providers.
        outcome: Result<ProviderList, Failure>,
    },
    /// Adding one was asked for.
    AddChosen,
    /// Changing one was asked for.
    EditChosen(ProviderId),
    /// A kind of provider was chosen.
    KindChosen(ProviderKind),
    /// Text was entered into a field of the form.
    Entered(ProviderField, String),
    /// It was chosen whether who is not known here becomes a user.
    CreatesUsersToggled,
    /// The form was submitted.
    Submitted,
    /// The form was closed.
    Cancelled,
    /// The server took in what the form has, or did not.
    Saved(Result<(), Failure>),
    /// Trying one was asked for.
    TestChosen(ProviderId),
    /// Switching one on or off was asked for.
    SwitchChosen(ProviderId),
    /// Deleting one was asked for.
    DeleteChosen(ProviderId),
    /// Deleting it was confirmed.
    DeleteConfirmed(ProviderId),
    /// Deleting it was thought better of.
    DeleteCancelled,
    /// The server did something with one, or did not.
    Done {
        /// Which.
        id: ProviderId,
        /// Whether it did.
        outcome: Result<(), Failure>,
    },
}

/// What is asked of the server about the providers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvidersCall {
    /// List them.
    List {
        /// Tells the answer from others.
        number: u32,
    },
    /// Add one.
    Add(AddProvider),
    /// Change one as the form has it.
    Edit(ProviderId, EditProvider),
    /// Switch one on or off.
    Switch(ProviderId, EditProvider),
    /// Delete one.
    Delete(ProviderId),
    /// Try one; where that leads to another page, in another window.
    Test(ProviderId),
}
