//! What happens as a token is checked.

use gatepass_core::id::TokenId;
use gatepass_core::token::{InspectError, Prefixes, TokenKind};
use gatepass_core::wire::TokenView;

use crate::model::Failure;

/// Something that happens as a token is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckMessage {
    /// "Check a token" was chosen.
    Chosen,
    /// A whole text is in the field.
    Entered,
    /// The text was read, and is gone from the field.
    Read(Result<Claim, InspectError>),
    /// The server told of the token with this id, or did not.
    Answered {
        /// Which token.
        id: TokenId,
        /// The token as the table shows it.
        outcome: Result<Box<TokenView>, Failure>,
    },
    /// Asking once more was chosen.
    RetryChosen,
    /// Revoking what was found was chosen.
    RevokeChosen,
}

/// What a text that is made like a token says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Its public id.
    pub id: TokenId,
    /// Whose program it is made for.
    pub kind: TokenKind,
}

/// What is asked of the world as a token is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckCall {
    /// Read the field and empty it.
    Read(Prefixes),
    /// Tell of the token with this id.
    Find(TokenId),
}
