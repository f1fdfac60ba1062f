//! Why somebody who comes back from a provider is not let in, as the page and the log are told.

use gatepass_core::oidc::{CallbackError, IdTokenError, OpenAttemptError, ProviderSignInError};
use gatepass_core::wire::{Problem, ProblemKind};

use super::documents::ProviderError;
use crate::answer::Failure;
use crate::call::Declined;
use crate::platform::crypto::CryptoError;
use crate::registry::CallError;

/// Why somebody who comes back from a provider is not let in.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::portal) enum Refused {
    /// There is no attempt of this browser's that they come back from.
    Attempt(OpenAttemptError),
    /// What they came back with is no answer.
    Callback(CallbackError),
    /// The provider can't be asked, or gives no token for the code.
    Provider(String),
    /// The token is not to be believed.
    Token(IdTokenError),
    /// Nobody here is known by it, or is not to be let in.
    Person(ProviderSignInError),
    /// The provider is not set up any more, or as who tries it may not set it up.
    Gone,
    /// A fault of ours.
    Fault,
}

impl Refused {
    /// The word that the page has a sentence for.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Attempt(_) | Self::Person(ProviderSignInError::Spent) => "ended",
            Self::Callback(CallbackError::Refused) => "declined",
            Self::Callback(CallbackError::Malformed | CallbackError::OtherIssuer)
            | Self::Token(_) => "not-believed",
            Self::Provider(_) => "provider",
            Self::Person(ProviderSignInError::UnknownPerson) => "unknown",
            Self::Person(ProviderSignInError::NotProvisioned) => "not-provisioned",
            Self::Person(ProviderSignInError::BoundToAnother) => "another",
            Self::Person(ProviderSignInError::Deprovisioned) => "deprovisioned",
            Self::Person(ProviderSignInError::ProviderOff) | Self::Gone => "off",
            Self::Fault => "fault",
        }
    }

    /// What a caller is told who came by no redirect, and so stays where they are.
    pub(super) fn told(&self) -> Failure {
        let denied = |sentence: &str| {
            Problem::of(ProblemKind::PermissionDenied).with_detail(sentence).into()
        };
        match self {
            Self::Token(IdTokenError::ServiceToken) => {
                denied("This is a service token of Cloudflare Access. Only people sign in here.")
            }
            Self::Token(_) | Self::Attempt(_) | Self::Callback(_) => denied(
                "What Cloudflare Access says of this request can't be trusted, so nobody was signed \
                 in. Tell an administrator: the activity log says why.",
            ),
            Self::Provider(why) => Problem::of(ProblemKind::BadGateway)
                .with_detail(format!("Cloudflare Access can't be used now: {why}."))
                .into(),
            Self::Person(ProviderSignInError::Spent) => Failure::Declined(Declined::LinkSpent),
            Self::Person(ProviderSignInError::UnknownPerson) => denied(
                "Nobody here is known by this account. Ask an administrator for a sign-in link and \
                 open it first, or sign in with another account.",
            ),
            Self::Person(ProviderSignInError::NotProvisioned) => denied(
                "You are not provisioned here, or not any more. Ask an administrator if that is wrong.",
            ),
            Self::Person(ProviderSignInError::BoundToAnother) => denied(
                "This account belongs to another user here. Sign out of Cloudflare Access, then \
                 open the link again with your own account.",
            ),
            Self::Person(ProviderSignInError::Deprovisioned) => {
                denied("Your access was taken away. Ask an administrator if that is wrong.")
            }
            Self::Person(ProviderSignInError::ProviderOff) | Self::Gone => denied(
                "This way to sign in is switched off. Choose another, or ask an administrator.",
            ),
            Self::Fault => Problem::of(ProblemKind::Internal).into(),
        }
    }

    /// What the activity log says, where the registry does not know of it yet.
    pub(super) fn reason(&self) -> Option<String> {
        match self {
            Self::Callback(error) => Some(error.to_string()),
            Self::Provider(_) => Some("provider".to_owned()),
            Self::Token(error) => Some(error.to_string()),
            Self::Attempt(_) | Self::Person(_) | Self::Gone | Self::Fault => None,
        }
    }
}

impl From<OpenAttemptError> for Refused {
    fn from(error: OpenAttemptError) -> Self {
        Self::Attempt(error)
    }
}

impl From<CallbackError> for Refused {
    fn from(error: CallbackError) -> Self {
        Self::Callback(error)
    }
}

impl From<IdTokenError> for Refused {
    fn from(error: IdTokenError) -> Self {
        Self::Token(error)
    }
}

impl From<ProviderError> for Refused {
    fn from(error: ProviderError) -> Self {
        Self::Provider(error.to_string())
    }
}

impl From<CryptoError> for Refused {
    fn from(error: CryptoError) -> Self {
        crate::platform::log::fault("a client secret", error);
        Self::Fault
    }
}

impl From<CallError> for Refused {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Declined(Declined::ProviderSignIn(error)) => Self::Person(error),
            CallError::Declined(_) => Self::Gone,
            CallError::OutOfReach(_) | CallError::Failed(_) => {
                crate::platform::log::fault("a registry", error);
                Self::Fault
            }
        }
    }
}

impl From<Failure> for Refused {
    fn from(_: Failure) -> Self {
        Self::Fault
    }
}
