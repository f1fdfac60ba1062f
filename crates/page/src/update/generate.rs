//! Generating a token.

use gatepass_core::name::TokenName;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{IssueToken, ProblemKind};

use super::{list, merge, sign_in};
use crate::message::{Call, NewToken};
use crate::model::{
    Choice, Dialog, Failure, Focus, Generate, Model, Naming, Phase, Purpose, Session,
};
use crate::words;

/// The member of the request that the server names when it is the name that is wrong.
const NAME_FIELD: &str = "name";

pub(super) fn chosen(model: &mut Model) -> Option<Call> {
    model.dialog = Some(Dialog::Generate(Generate::Naming(Naming::default())));
    model.focus = Some(Focus::TokenName);
    None
}

fn naming(model: &mut Model) -> Option<&mut Naming> {
    let Some(Dialog::Generate(Generate::Naming(naming))) = &mut model.dialog else {
        return None;
    };
    Some(naming)
}

pub(super) fn name_typed(model: &mut Model, text: String) -> Option<Call> {
    let naming = naming(model)?;
    naming.name_error = text.parse::<TokenName>().err().map(|error| error.to_string());
    naming.text = text;
    None
}

pub(super) fn name_submitted(model: &mut Model) -> Option<Call> {
    let naming = naming(model)?;
    if naming.is_sending {
        return None;
    }
    match naming.text.parse::<TokenName>() {
        Ok(name) => {
            naming.is_sending = true;
            naming.name_error = None;
            naming.form_error = None;
            Some(Call::Issue(IssueToken::named(name)))
        }
        Err(error) => {
            naming.name_error = Some(error.to_string());
            model.focus = Some(Focus::TokenName);
            None
        }
    }
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
    let NewToken { view, url } = new;
    let list = &mut model.list;
    if !list.choice.lets_through(&view) {
        let Choice { sort, direction, .. } = list.choice;
        list.choice = Choice { sort, direction, ..Choice::default() };
        list.typed.clear();
        list.phase = Phase::Changing;
    } else if list.phase == Phase::Ready {
        merge::insert(list, view.clone());
    }
    list.fresh = Some(view.id);
    model.dialog = Some(Dialog::Generate(Generate::Shown { view: Box::new(view), url }));
    model.focus = Some(Focus::CopyToken);
    list::ask(model, Purpose::Refresh, now)
}

fn refused(model: &mut Model, failure: &Failure) {
    let Some(naming) = naming(model) else { return };
    naming.is_sending = false;
    match failure {
        Failure::Problem(problem)
            if problem.field.as_deref() == Some(NAME_FIELD)
                || problem.kind == ProblemKind::AlreadyExists =>
        {
            naming.name_error = Some(words::problem(problem));
            model.focus = Some(Focus::TokenName);
        }
        Failure::Problem(_) => naming.form_error = Some(words::failure(failure)),
        Failure::Unreachable | Failure::Unreadable(_) => {
            naming.form_error = Some(words::not_known_whether_issued(failure));
        }
    }
}

#[cfg(test)]
mod tests;
