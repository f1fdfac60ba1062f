//! Generating a token.

use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::TokenView;

use super::{form, list, merge, sign_in};
use crate::message::{Call, NewToken};
use crate::model::{
    Asking, Attempt, Dialog, Failure, Field, Focus, Form, Generate, Model, Phase, Purpose, Session,
};
use crate::words;

pub(super) fn chosen(model: &mut Model) -> Option<Call> {
    let form = Form::new(model.me()?);
    let asking = Asking { form, sent: None };
    model.dialog = Some(Dialog::Generate(Generate::Asking(Box::new(asking))));
    model.focus = Some(Focus::Field(Field::Name));
    None
}

fn asking(model: &mut Model) -> Option<&mut Asking> {
    let Some(Dialog::Generate(Generate::Asking(asking))) = &mut model.dialog else {
        return None;
    };
    Some(asking)
}

/// Sends what the form asks for. What was sent before and was not answered is sent once more as it
/// was, so that the registry knows it again.
pub(super) fn submitted(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let number = model.attempts.wrapping_add(1);
    let asking = asking(model).filter(|asking| !asking.form.is_sending)?;
    let attempt = match (asking.sent.take(), asking.form.request(now)) {
        (Some(attempt), _) => attempt,
        (None, Ok(request)) => Attempt { number, request },
        (None, Err(field)) => {
            model.focus = Some(Focus::Field(field));
            return None;
        }
    };
    asking.form.is_sending = true;
    asking.form.form_error = None;
    asking.sent = Some(attempt.clone());
    model.attempts = number;
    Some(Call::Issue(attempt))
}

pub(super) fn issued(
    model: &mut Model,
    outcome: Result<Box<NewToken>, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(new) => shown(model, *new, now),
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            refused(model, &failure);
            None
        }
    }
}

/// Shows the token, even if the dialog was closed meanwhile: it can't be shown again.
fn shown(model: &mut Model, new: NewToken, now: UnixSeconds) -> Option<Call> {
    if model.session == Session::Out {
        return None;
    }
    let NewToken { has_token, view, url } = new;
    let list = &mut model.list;
    if !list.choice.lets_through(&view, now) {
        list.choice = list.choice.unfiltered();
        list.typed.clear();
        list.phase = Phase::Changing;
    } else if list.before.is_some() {
        list.phase = Phase::Changing;
    } else if list.phase == Phase::Ready {
        merge::insert(list, view.clone());
    }
    show(model, has_token, view, url, true);
    list::ask(model, Purpose::Refresh, now)
}

/// Shows a token, or says that it can't be shown.
pub(super) fn show(model: &mut Model, has_token: bool, view: TokenView, url: String, is_new: bool) {
    model.list.fresh = Some(view.id);
    let view = Box::new(view);
    model.focus = has_token.then_some(Focus::CopyToken);
    let step = if has_token { Generate::Shown { view, url, is_new } } else { Generate::Lost(view) };
    model.dialog = Some(Dialog::Generate(step));
}

fn refused(model: &mut Model, failure: &Failure) -> Option<()> {
    form::refused(model, failure)?;
    if matches!(failure, Failure::Unreachable | Failure::Unreadable(_)) {
        asking(model)?.form.form_error = Some(words::not_known_whether_issued(failure).into());
    }
    Some(())
}

#[cfg(test)]
mod tests;
