//! Why a registry does not do what it was asked.

use gatepass_core::agents::AgentError;
use gatepass_core::authority::Denied;
use gatepass_core::idempotency::KeyReusedError;
use gatepass_core::lifecycle::{EditError, IssueError, RegenerateError, RevokeError};
use gatepass_core::oidc::{ChangeProviderError, ProviderSignInError};
use gatepass_core::people::{
    AddUserError, ChangeUserError, DeprovisionError, SignInError, UserLinkError,
};
use gatepass_core::refusal::Refusal;
use gatepass_core::scim::{ChangeByHandError, ProvisioningError, ScimError};
use serde::{Deserialize, Serialize};

/// Why a registry does not do what it was asked. It is an answer, not a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Declined {
    /// The session does not exist, or has ended.
    #[error("no such session")]
    NoSession,
    /// There is no session of that id that who asks may end.
    #[error("no session of that id")]
    NoSuchSession,
    /// No tenant was ever made here.
    #[error("no such tenant")]
    NoTenant,
    /// The sign-in link does not exist, was used, or has ended.
    #[error("no such sign-in link")]
    LinkSpent,
    /// The token that was shown is refused.
    #[error("the token that was shown is refused")]
    Refused(Refusal),
    /// Somebody may not do it, though it is known who they are.
    #[error(transparent)]
    Denied(Denied),
    /// The token may not be issued.
    #[error(transparent)]
    Issue(IssueError),
    /// The token may not be changed.
    #[error(transparent)]
    Edit(EditError),
    /// The token may not be regenerated.
    #[error(transparent)]
    Regenerate(RegenerateError),
    /// The token may not be revoked.
    #[error("no such token")]
    NoToken,
    /// Of several tokens, this one does not exist for who asks.
    #[error("no such token at {index}")]
    NoTokenAt {
        /// Its place among those that were named, counted from 0.
        index: usize,
    },
    /// The request's key stands for another.
    #[error(transparent)]
    KeyReused(KeyReusedError),
    /// The user does not exist.
    #[error("no such user")]
    NoUser,
    /// The cursor was given by another tenant's list of users.
    #[error("cursor is not one that this list gave; leave it out to begin anew")]
    ForeignCursor,
    /// The user may not be added.
    #[error(transparent)]
    AddUser(AddUserError),
    /// The user may not be changed.
    #[error(transparent)]
    ChangeUser(ChangeUserError),
    /// The user may not be deprovisioned.
    #[error(transparent)]
    Deprovision(DeprovisionError),
    /// No link may be made for the user.
    #[error(transparent)]
    UserLink(UserLinkError),
    /// Somebody who is known may not sign in.
    #[error(transparent)]
    SignIn(SignInError),
    /// The agent may not be added or changed.
    #[error(transparent)]
    Agent(AgentError),
    /// The link is for a user who is to come from a provider.
    #[error("this link needs a provider")]
    LinkNeedsProvider,
    /// There is no such provider, or it is switched off.
    #[error("no such provider")]
    NoProvider,
    /// The provider may not be set up so.
    #[error(transparent)]
    ChangeProvider(ChangeProviderError),
    /// Somebody who comes from a provider is not let in.
    #[error(transparent)]
    ProviderSignIn(ProviderSignInError),
    /// Roles are not given by hand.
    #[error(transparent)]
    ChangeByHand(ChangeByHandError),
    /// Provisioning may not be set so, or would do what it may not.
    #[error(transparent)]
    Provisioning(ProvisioningError),
    /// A SCIM client is refused.
    #[error(transparent)]
    Scim(ScimError),
    /// SCIM is on, and who signs in is nobody active whom it knows.
    #[error("not provisioned")]
    NotProvisioned,
    /// There is no such agent.
    #[error("no such agent")]
    NoAgent,
}

macro_rules! declining {
    ($($variant:ident($error:ty),)+) => {
        $(impl From<$error> for Declined {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        })+
    };
}

declining! {
    Issue(IssueError),
    Edit(EditError),
    Regenerate(RegenerateError),
    KeyReused(KeyReusedError),
    Denied(Denied),
    Refused(Refusal),
    AddUser(AddUserError),
    ChangeUser(ChangeUserError),
    Deprovision(DeprovisionError),
    UserLink(UserLinkError),
    SignIn(SignInError),
    Agent(AgentError),
    ChangeProvider(ChangeProviderError),
    ProviderSignIn(ProviderSignInError),
    ChangeByHand(ChangeByHandError),
    Provisioning(ProvisioningError),
    Scim(ScimError),
}

impl From<RevokeError> for Declined {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::NotFound => Self::NoToken,
        }
    }
}
