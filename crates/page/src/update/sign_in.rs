//! Signing in and out.

use gatepass_core::oidc::ProviderId;
use gatepass_core::person::PersonName;
use gatepass_core::route::{ReturnTo, View};
use gatepass_core::tenant::TenantLabel;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{Me, ProblemKind, SignInForDevelopment, SignInOptions};

use super::place;
use crate::message::Call;
use crate::model::{Failure, Focus, Model, Notice, Phase, Session, SignIn, Step, ToastKind};
use crate::words;

/// The member of the request that the server names when it is the person's name that is wrong.
const NAME_FIELD: &str = "name";

pub(super) fn me_answered(
    model: &mut Model,
    outcome: Result<Me, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(me) => {
            model.session = Session::In(Box::new(me));
            place::load(model, now)
        }
        Err(_) if model.place.view == View::SignIn => None,
        Err(failure) if failure.is_unauthenticated() => session_ended(model),
        Err(failure) => {
            model.users.list.failure = Some(failure.clone());
            model.agents.fail(&failure);
            model.settings.asked.failure = Some(failure.clone());
            model.providers.list.failure = Some(failure.clone());
            model.sessions.list.failure = Some(failure.clone());
            model.provisioning.asked.failure = Some(failure.clone());
            model.list.phase = Phase::Failed(failure);
            None
        }
    }
}

/// Leads to the sign-in view; says why if somebody was signed in.
pub(super) fn session_ended(model: &mut Model) -> Option<Call> {
    let notice = model.me().map(|_| Notice::SessionEnded);
    to_sign_in(model, notice, ReturnTo::of(model.place.view), Step::Replace)
}

fn to_sign_in(
    model: &mut Model,
    notice: Option<Notice>,
    to: Option<ReturnTo>,
    step: Step,
) -> Option<Call> {
    let tenant = model.me().map(|me| me.tenant.label.clone());
    model.session = Session::Out;
    model.dialog = None;
    model.forget();
    model.sign_in = SignIn { notice, tenant, to, ..SignIn::default() };
    model.go(View::SignIn, step);
    model.focus = Some(Focus::Heading);
    Some(Call::LoadSignInOptions)
}

pub(super) fn options_answered(
    model: &mut Model,
    outcome: Result<SignInOptions, Failure>,
) -> Option<Call> {
    if let Ok(options) = &outcome {
        let chosen = model.sign_in.tenant.take();
        let is_known = |label: &TenantLabel| options.tenants.contains(label);
        let chosen = chosen.filter(is_known).or(options.tenants.first().cloned());
        model.sign_in.tenant = options.tenant.clone().or(chosen);
    }
    model.sign_in.options = Some(outcome);
    None
}

pub(super) fn person_name_typed(model: &mut Model, text: String) -> Option<Call> {
    let sign_in = &mut model.sign_in;
    sign_in.name_error = text.parse::<PersonName>().err().map(|error| error.to_string());
    sign_in.name = text;
    None
}

pub(super) fn link_submitted(model: &mut Model) -> Option<Call> {
    let sign_in = &mut model.sign_in;
    if sign_in.is_sending {
        return None;
    }
    let link = sign_in.link.clone()?;
    let name = match link.names_its_user() {
        true => Ok(None),
        false => sign_in.name.parse::<PersonName>().map(Some),
    };
    match name {
        Ok(name) => {
            sign_in.is_sending = true;
            sign_in.form_error = None;
            Some(Call::SignInByLink { link, name })
        }
        Err(error) => {
            sign_in.name_error = Some(error.to_string());
            model.focus = Some(Focus::PersonName);
            None
        }
    }
}

pub(super) fn provider_chosen(model: &mut Model, provider: ProviderId) -> Option<Call> {
    let sign_in = &mut model.sign_in;
    if sign_in.is_sending {
        return None;
    }
    let needs_name = sign_in.link.as_ref().is_some_and(|link| !link.names_its_user());
    let name = sign_in.name.parse::<PersonName>();
    let name = match (needs_name, name) {
        (false, _) => None,
        (true, Ok(name)) => Some(name),
        (true, Err(error)) => {
            sign_in.name_error = Some(error.to_string());
            model.focus = Some(Focus::PersonName);
            return None;
        }
    };
    sign_in.is_sending = true;
    sign_in.form_error = None;
    Some(Call::BeginSignIn { provider, link: sign_in.link.clone(), name, to: sign_in.to })
}

/// The browser leaves the page, or stays and says why.
pub(super) fn begun(model: &mut Model, outcome: Result<(), Failure>) -> Option<Call> {
    match outcome {
        Ok(()) => None,
        // The provider's word for who they are was not enough; the link is as it was.
        Err(Failure::Problem(problem)) if problem.kind == ProblemKind::PermissionDenied => {
            model.sign_in.is_sending = false;
            model.sign_in.form_error = Some(words::problem(&problem));
            None
        }
        Err(failure) => signed_in(model, Err(failure)),
    }
}

pub(super) fn tenant_chosen(model: &mut Model, tenant: TenantLabel) -> Option<Call> {
    model.sign_in.tenant = Some(tenant);
    None
}

pub(super) fn person_chosen(model: &mut Model, person: PersonName) -> Option<Call> {
    let sign_in = &mut model.sign_in;
    if sign_in.is_sending {
        return None;
    }
    let tenant = sign_in.tenant.clone()?;
    sign_in.is_sending = true;
    sign_in.form_error = None;
    Some(Call::SignInForDevelopment(SignInForDevelopment { tenant, person }))
}

pub(super) fn signed_in(model: &mut Model, outcome: Result<(), Failure>) -> Option<Call> {
    let sign_in = &mut model.sign_in;
    sign_in.is_sending = false;
    match outcome {
        Ok(()) => {
            let view = sign_in.to.map_or(View::ApiTokens, ReturnTo::view);
            *sign_in = SignIn::default();
            model.session = Session::Unknown;
            model.forget();
            model.go(view, Step::Push);
            model.focus = Some(Focus::Heading);
            Some(Call::LoadMe)
        }
        Err(Failure::Problem(problem)) if problem.field.as_deref() == Some(NAME_FIELD) => {
            sign_in.name_error = Some(words::problem(&problem));
            model.focus = Some(Focus::PersonName);
            None
        }
        Err(Failure::Problem(problem)) if sign_in.link.is_some() && refuses_link(problem.kind) => {
            sign_in.is_link_dead = true;
            model.focus = Some(Focus::Heading);
            None
        }
        Err(failure) => {
            sign_in.form_error = Some(words::failure(&failure));
            None
        }
    }
}

/// Whether another attempt with the same link is in vain.
fn refuses_link(kind: ProblemKind) -> bool {
    match kind {
        ProblemKind::InvalidRequest
        | ProblemKind::Unauthenticated
        | ProblemKind::InvalidToken
        | ProblemKind::PermissionDenied
        | ProblemKind::SignInTooOld
        | ProblemKind::InsufficientScope
        | ProblemKind::NotFound
        | ProblemKind::AlreadyExists
        | ProblemKind::Conflict => true,
        ProblemKind::MethodNotAllowed
        | ProblemKind::TooLarge
        | ProblemKind::TooManyRequests
        | ProblemKind::UnsupportedMediaType
        | ProblemKind::BadGateway
        | ProblemKind::GatewayTimeout
        | ProblemKind::Unavailable
        | ProblemKind::NotAcceptable
        | ProblemKind::Internal => false,
    }
}

pub(super) fn signed_out(
    model: &mut Model,
    outcome: Result<(), Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(()) => to_sign_in(model, Some(Notice::SignedOut), None, Step::Push),
        Err(failure) if failure.is_unauthenticated() => session_ended(model),
        Err(failure) => {
            model.toast(ToastKind::NotSignedOut { failure }, now);
            None
        }
    }
}

#[cfg(test)]
mod tests;
