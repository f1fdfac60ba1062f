//! The dialogs. One is open at a time.

use gatepass_core::id::TokenId;
use gatepass_core::name::TokenName;
use gatepass_core::wire::{IssueToken, Overlap, TokenView};

use super::{AgentDialog, Check, Complaint, Expiry, Form, ProvisioningDialog, UsersDialog};

/// The dialog that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialog {
    /// "Generate new token".
    Generate(Generate),
    /// "Edit …".
    Edit(Box<Edit>),
    /// "Regenerate …".
    Regenerate(Box<Regenerate>),
    /// "Revoke …?".
    Revoke(Revoke),
    /// "Check a token".
    Check(Check),
    /// One about people.
    Users(Box<UsersDialog>),
    /// One about a SIEM agent or a log collector.
    Agent(Box<AgentDialog>),
    /// One about provisioning.
    Provisioning(ProvisioningDialog),
}

impl Dialog {
    /// How far checking a token is, if that is the dialog.
    pub fn check(&self) -> Option<&Check> {
        if let Self::Check(check) = self { Some(check) } else { None }
    }

    /// The dialog, if it is one about people.
    pub fn users(&self) -> Option<&UsersDialog> {
        if let Self::Users(dialog) = self { Some(dialog) } else { None }
    }

    /// The same, to be changed.
    pub fn users_mut(&mut self) -> Option<&mut UsersDialog> {
        if let Self::Users(dialog) = self { Some(dialog) } else { None }
    }

    /// The dialog, if it is one about provisioning.
    pub fn provisioning(&self) -> Option<&ProvisioningDialog> {
        if let Self::Provisioning(dialog) = self { Some(dialog) } else { None }
    }

    /// The same, to be changed.
    pub fn provisioning_mut(&mut self) -> Option<&mut ProvisioningDialog> {
        if let Self::Provisioning(dialog) = self { Some(dialog) } else { None }
    }

    /// The dialog, if it is one about an agent.
    pub fn agent(&self) -> Option<&AgentDialog> {
        if let Self::Agent(dialog) = self { Some(dialog) } else { None }
    }

    /// The same, to be changed.
    pub fn agent_mut(&mut self) -> Option<&mut AgentDialog> {
        if let Self::Agent(dialog) = self { Some(dialog) } else { None }
    }
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
        /// Whether the token is a new one, rather than in the place of another.
        is_new: bool,
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

/// Changing a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The token as it is.
    pub view: TokenView,
    /// The form.
    pub form: Form,
}

/// The question before another token takes the place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regenerate {
    /// The token as it is.
    pub view: TokenView,
    /// Whether it has expired: then it needs a new expiry, and the old token stays dead.
    pub has_expired: bool,
    /// When the new one expires, if this one has.
    pub expiry: Expiry,
    /// How long the old one goes on working.
    pub overlap: Overlap,
    /// What went wrong.
    pub error: Option<Complaint>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

/// The question before revoking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoke {
    /// Which tokens, with their names.
    pub tokens: Vec<(TokenId, TokenName)>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}
