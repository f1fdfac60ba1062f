//! What happens to sessions, and what is asked of the server about them.

use gatepass_core::id::Subject;
use gatepass_core::session::SessionId;
use gatepass_core::wire::{EndedSessions, SessionList};

use crate::model::Failure;

/// Something that happens to sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionsMessage {
    /// The server listed one's own.
    Listed {
        /// Which question it answers.
        number: u32,
        /// The sessions.
        outcome: Result<SessionList, Failure>,
    },
    /// Ending one was asked for.
    EndChosen(SessionId),
    /// The server ended it, or did not.
    Ended(SessionId, Result<(), Failure>),
    /// Ending all of a user's was asked for.
    EndAllChosen(Subject),
    /// The server ended them, or did not.
    EndedAll(Subject, Result<EndedSessions, Failure>),
}

/// What is asked of the server about sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionsCall {
    /// List one's own.
    List {
        /// Tells the answer from others.
        number: u32,
    },
    /// End one.
    End(SessionId),
    /// End all of a user's.
    EndAll(Subject),
}
