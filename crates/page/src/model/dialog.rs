//! The dialogs. One is open at a time.

use gatepass_core::id::TokenId;
use gatepass_core::name::TokenName;
use gatepass_core::wire::TokenView;

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
    /// Its name is asked for.
    Naming(Naming),
    /// It was generated and is shown. The token itself is not here: the view has it from the
    /// reply, as a string of the browser's.
    Shown {
        /// The token as the table shows it.
        view: Box<TokenView>,
        /// The tenant's own URL.
        url: String,
    },
}

/// The form that asks for the name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Naming {
    /// What stands in the field.
    pub text: String,
    /// What is wrong with it, in a sentence.
    pub name_error: Option<String>,
    /// What went wrong besides, in a sentence.
    pub form_error: Option<String>,
    /// Whether the server is being asked.
    pub is_sending: bool,
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
