//! From a failure to the answer: the one place that knows the status codes and headers of failures.

mod oauth;
mod providers;
mod provisioning;
mod scim;
mod security;
mod tokens;

use gatepass_core::agents::AgentError;
use gatepass_core::authority::Denied;
use gatepass_core::challenge::{self, MetadataUrl};
use gatepass_core::forward::Outage;
use gatepass_core::people::{AddUserError, ChangeUserError};
use gatepass_core::refusal::{RETRY_AFTER_SECONDS, Refusal};
use gatepass_core::route::NotFromThePage;
use gatepass_core::scim::ScimError;
use gatepass_core::wire::{Problem, ProblemKind};
use serde::Serialize;
use worker::{Headers, Response, Result};

pub(crate) use self::oauth::{answer_to_client, revoked};
pub(crate) use self::scim::{answer_to_scim, refuse_scim};
pub(crate) use self::security::{secure_page, secured};
use crate::call::Declined;
use crate::platform::counts::{self, Counted};
use crate::platform::crypto::CryptoError;
use crate::platform::entropy::EntropyError;
use crate::platform::log;
use crate::registry::CallError;

/// Why a request is not answered with what it asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// The edge does not let it pass.
    Refused(Refusal),
    /// It says something wrong.
    Problem(Problem),
    /// There is nothing at this path.
    NotFound,
    /// The host is neither the portal's nor that of a tenant.
    UnknownHost,
    /// The path takes other methods.
    MethodNotAllowed(String),
    /// Nobody is signed in.
    NotSignedIn,
    /// It does not come from the portal's own page, or is not the operator's.
    NotAllowed,
    /// The registry does not do it.
    Declined(Declined),
    /// The registry could not be asked, or failed.
    Registry,
    /// The API behind could not be reached.
    UpstreamUnreachable,
    /// The API behind did not begin to answer in time.
    UpstreamSilent,
    /// A setting is missing or wrong.
    Misconfigured,
    /// A fault of ours.
    Internal,
}

impl From<NotFromThePage> for Failure {
    fn from(_: NotFromThePage) -> Self {
        Self::NotAllowed
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<ScimError> for Failure {
    fn from(error: ScimError) -> Self {
        Self::Declined(Declined::Scim(error))
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Declined(declined) => Self::Declined(declined),
            CallError::OutOfReach(_) => {
                log::fault("a registry", error);
                Self::Registry
            }
            CallError::Failed(_) => {
                log::fault("a registry", error);
                Self::Internal
            }
        }
    }
}

impl From<CryptoError> for Failure {
    fn from(error: CryptoError) -> Self {
        log::fault("a client secret", error);
        Self::Internal
    }
}

impl From<EntropyError> for Failure {
    fn from(error: EntropyError) -> Self {
        log::fault("entropy", error);
        Self::Internal
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        log::fault("the platform", error);
        Self::Internal
    }
}

impl Failure {
    fn to_problem(&self) -> Problem {
        match self {
            Self::Refused(refusal) => refusal.to_problem(),
            Self::Problem(problem) => problem.clone(),
            Self::NotFound => Problem::of(ProblemKind::NotFound),
            Self::UnknownHost => Problem::of(ProblemKind::NotFound)
                .with_detail("There is no tenant at this address. Check the URL's host."),
            Self::MethodNotAllowed(_) => Problem::of(ProblemKind::MethodNotAllowed),
            Self::NotSignedIn => Problem::of(ProblemKind::Unauthenticated).with_detail("Sign in."),
            Self::NotAllowed => Problem::of(ProblemKind::PermissionDenied),
            Self::Declined(declined) => problem_of(declined),
            Self::UpstreamUnreachable => Problem::of(ProblemKind::BadGateway)
                .with_detail("The API behind could not be reached."),
            Self::UpstreamSilent => Problem::of(ProblemKind::GatewayTimeout)
                .with_detail("The API behind did not answer in time."),
            Self::Registry | Self::Misconfigured => Problem::of(ProblemKind::Unavailable),
            Self::Internal => Problem::of(ProblemKind::Internal),
        }
    }

    fn to_challenge(&self, metadata: Option<&MetadataUrl>) -> Option<String> {
        match self {
            Self::Refused(refusal) | Self::Declined(Declined::Refused(refusal)) => {
                refusal.to_challenge(metadata)
            }
            Self::NotSignedIn
            | Self::NotAllowed
            | Self::Declined(Declined::NoSession | Declined::Denied(_)) => {
                Some(challenge::plain(metadata))
            }
            Self::Problem(_)
            | Self::NotFound
            | Self::UnknownHost
            | Self::MethodNotAllowed(_)
            | Self::Declined(_)
            | Self::Registry
            | Self::UpstreamUnreachable
            | Self::UpstreamSilent
            | Self::Misconfigured
            | Self::Internal => None,
        }
    }
}

fn problem_of_agent(error: &AgentError) -> Problem {
    match error {
        AgentError::NameTaken { .. } => Problem::of_field("name", error.to_string()),
        AgentError::TooMany { .. } | AgentError::Revoked => {
            Problem::of(ProblemKind::InvalidRequest).with_detail(error.to_string())
        }
        AgentError::ScopeBeyondRole { .. } => {
            Problem::of(ProblemKind::PermissionDenied).with_detail(error.to_string())
        }
    }
}

fn problem_of(declined: &Declined) -> Problem {
    match declined {
        Declined::NoSession => Problem::of(ProblemKind::Unauthenticated).with_detail("Sign in."),
        Declined::NoTenant => Problem::of_field("tenant", "There is no such tenant."),
        Declined::LinkSpent => Problem::of_field(
            "link",
            "This sign-in link was used already or has ended. Ask for another.",
        ),
        Declined::ForeignCursor => Problem::of_field("cursor", declined.to_string()),
        Declined::NoToken
        | Declined::NoAgent
        | Declined::NoUser
        | Declined::NoProvider
        | Declined::NoSuchSession => Problem::of(ProblemKind::NotFound),
        Declined::Agent(error) => problem_of_agent(error),
        Declined::Refused(refusal) => refusal.to_problem(),
        Declined::Denied(denied @ Denied::SignInTooOld) => {
            Problem::of(ProblemKind::SignInTooOld).with_detail(denied.to_string())
        }
        Declined::Denied(denied) => {
            Problem::of(ProblemKind::PermissionDenied).with_detail(denied.to_string())
        }
        Declined::Issue(error) => tokens::of_issue(error),
        Declined::Edit(error) => tokens::of_edit(error),
        Declined::Regenerate(error) => tokens::of_regenerate(error),
        Declined::NoTokenAt { index } => {
            Problem::of_field(format!("ids[{index}]"), "There is no such token.")
        }
        Declined::AddUser(error @ AddUserError::UnknownRole { .. }) => {
            Problem::of_field("role", error.to_string())
        }
        Declined::AddUser(error @ AddUserError::EmailTaken { .. }) => {
            Problem::of_field("email", error.to_string())
        }
        Declined::ChangeUser(error @ ChangeUserError::UnknownRole { .. }) => {
            Problem::of_field("role", error.to_string())
        }
        Declined::ChangeUser(error @ ChangeUserError::EmailTaken { .. }) => {
            Problem::of_field("email", error.to_string())
        }
        Declined::ChangeUser(ChangeUserError::LastAdministrator { .. })
        | Declined::Deprovision(_)
        | Declined::ChangeByHand(_)
        | Declined::UserLink(_) => {
            Problem::of(ProblemKind::Conflict).with_detail(declined.to_string())
        }
        Declined::Provisioning(error) => provisioning::of_change(error),
        // A SCIM client is told so by its own answer.
        Declined::Scim(error) => {
            Problem::of(ProblemKind::InvalidRequest).with_detail(error.to_string())
        }
        Declined::NotProvisioned => Problem::of(ProblemKind::PermissionDenied).with_detail(
            "Your organization's directory hasn't given you access here. Ask an administrator.",
        ),
        Declined::SignIn(error) => {
            Problem::of(ProblemKind::PermissionDenied).with_detail(error.to_string())
        }
        Declined::LinkNeedsProvider => Problem::of(ProblemKind::Conflict)
            .with_detail("Sign in with a provider: this link is then bound to who you are there."),
        Declined::ChangeProvider(error) => providers::of_change(error),
        Declined::ProviderSignIn(error) => {
            Problem::of(ProblemKind::PermissionDenied).with_detail(error.to_string())
        }
        Declined::KeyReused(error) => tokens::of_reused_key(*error),
    }
}

/// What a failure is answered with: a problem document (RFC 9457) and the headers that go with it.
/// A challenge leads to `metadata`.
pub(crate) fn told(
    failure: &Failure,
    metadata: Option<&MetadataUrl>,
) -> Result<(Problem, Headers)> {
    let problem = failure.to_problem();
    let headers = Headers::new();
    headers.set("content-type", "application/problem+json")?;
    if let Some(challenge) = failure.to_challenge(metadata) {
        headers.set("www-authenticate", &challenge)?;
    }
    if problem.kind == ProblemKind::Unavailable {
        headers.set("retry-after", &RETRY_AFTER_SECONDS.to_string())?;
    }
    if let Failure::Refused(Refusal::TooManyRequests(period)) = failure {
        headers.set("retry-after", &period.seconds().to_string())?;
    }
    if let Failure::MethodNotAllowed(allowed) = failure {
        headers.set("allow", allowed)?;
    }
    headers.set("cache-control", "no-store")?;
    headers.set("x-content-type-options", "nosniff")?;
    Ok((problem, headers))
}

fn count(failure: &Failure) {
    if let Failure::Refused(refusal) | Failure::Declined(Declined::Refused(refusal)) = failure {
        counts::count(Counted::Refused(refusal.into()));
    }
}

/// The answer to a failure. A challenge leads to `metadata`.
pub(crate) fn answer_with(failure: &Failure, metadata: Option<&MetadataUrl>) -> Result<Response> {
    count(failure);
    let (problem, headers) = told(failure, metadata)?;
    Ok(Response::from_json(&problem)?.with_status(problem.status).with_headers(headers))
}

/// The answer to a proxy that asked whether a request may pass, and knows few statuses.
pub(crate) fn answer_to_proxy(
    failure: &Failure,
    outage: Outage,
    metadata: Option<&MetadataUrl>,
) -> Result<Response> {
    count(failure);
    let (problem, headers) = told(failure, metadata)?;
    let status = outage.status(problem.kind);
    let problem = Problem { status, ..problem };
    Ok(Response::from_json(&problem)?.with_status(status).with_headers(headers))
}

/// An answer that nobody keeps: all that the management API says is somebody's own.
pub(crate) fn json(status: u16, value: &impl Serialize) -> Result<Response> {
    let mut response = Response::from_json(value)?.with_status(status);
    let headers = response.headers_mut();
    headers.set("cache-control", "no-store")?;
    headers.set("x-content-type-options", "nosniff")?;
    Ok(response)
}

/// An answer of another media type, that nobody keeps either.
pub(crate) fn text(media_type: &str, body: String) -> Result<Response> {
    let mut response = Response::from_bytes(body.into_bytes())?;
    let headers = response.headers_mut();
    headers.set("content-type", media_type)?;
    headers.set("cache-control", "no-store")?;
    headers.set("x-content-type-options", "nosniff")?;
    Ok(response)
}

/// An answer without a body.
pub(crate) fn done() -> Result<Response> {
    let mut response = Response::empty()?.with_status(204);
    response.headers_mut().set("cache-control", "no-store")?;
    Ok(response)
}
