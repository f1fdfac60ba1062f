//! Checking what somebody takes for a token.

use gatepass_core::agents::AgentKind;
use gatepass_core::id::{TenantId, TokenId};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::InspectError;
use gatepass_core::wire::TokenView;

/// How far checking a token is. The token itself is never here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Check {
    /// Nothing was pasted yet.
    #[default]
    Waiting,
    /// It is no token of this installation.
    Wrong(InspectError),
    /// It is made like a token of this tenant of the installation, another than one's own.
    OtherTenant(TenantId),
    /// It is made like an agent's, which does not stand among the API tokens.
    Agent(AgentKind, TokenId),
    /// The server is asked about its id.
    Asking(TokenId),
    /// This token has its id, as it was told at this moment.
    Found(Box<TokenView>, UnixSeconds),
    /// None has its id, that who is signed in may see.
    Unknown(TokenId),
    /// The server did not say; why, in a sentence.
    Failed(TokenId, String),
}
