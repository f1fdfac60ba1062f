//! The dialogs. One is open at a time.

use gatepass_core::id::TokenId;
use gatepass_core::name::TokenName;
use gatepass_core::wire::{IssueToken, TokenView};

use super::Form;

/// The dialog that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// "Generate new token".
    Generate(Generate),
    /// "Revoke …?".
    Revoke(Revoke),
}

/// The steps of generating a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Generate {
    /// What it is to be is asked for.
    Asking(Box<Asking>),
    /// It was generated and is shown. The token itself is not here: the view has it from the
    /// reply, as a string of the browser's.
    Shown {
        /// The token as the table shows it.
        view: Box<TokenView>,
        /// The tenant's own URL.
        url: String,
    },
    /// It was generated, but the answer with the token was lost, and the token can't be shown.
    Lost(Box<TokenView>),
}

/// Asking for a new token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The form.
    pub form: Form,
    /// What was sent last, if the form still says the same: sent again, it makes no second token.
    pub sent: Option<Attempt>,
}

/// What is sent to have a token issued, as often as it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Tells it from other attempts of this page.
    pub number: u32,
    /// What is asked for.
    pub request: IssueToken,
}

/// The question before revoking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoke {
    /// Which token.
    pub id: TokenId,
    /// Its name.
    pub name: TokenName,
    /// Whether the server is being asked.
    pub is_sending: bool,
}
