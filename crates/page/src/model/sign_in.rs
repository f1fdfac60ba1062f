//! The sign-in view.

use std::fmt;

use gatepass_core::reference::Purpose;
use gatepass_core::route::ReturnTo;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::wire::SignInOptions;

use super::Failure;

/// The sign-in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignIn {
    /// What the link has that led here.
    pub link: Option<Link>,
    /// Whether the link was tried in vain.
    pub is_link_dead: bool,
    /// What stands in the field "Your name".
    pub name: String,
    /// What is wrong with the name, in a sentence.
    pub name_error: Option<String>,
    /// What went wrong besides, in a sentence.
    pub form_error: Option<String>,
    /// Whether the server is being asked to sign in.
    pub is_sending: bool,
    /// How one can sign in here; `None` until answered.
    pub options: Option<Result<SignInOptions, Failure>>,
    /// The tenant chosen.
    pub tenant: Option<TenantLabel>,
    /// Where to go once signed in.
    pub to: Option<ReturnTo>,
    /// Why one is here.
    pub notice: Option<Notice>,
}

/// The secret part of a one-time link.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(pub String);

impl Link {
    /// Whether it is for somebody whose name is known.
    pub fn names_its_user(&self) -> bool {
        Purpose::claimed_by(&self.0) == Some(Purpose::UserLink)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link(…)")
    }
}

/// Why one is at the sign-in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The session ended while it was in use.
    SessionEnded,
    /// One signed out.
    SignedOut,
}
