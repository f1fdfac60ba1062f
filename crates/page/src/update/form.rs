//! What is entered into the form for a token.

use gatepass_core::scope::Scope;
use gatepass_core::time::UnixSeconds;

use super::{edit, generate};
use crate::message::Call;
use crate::model::{Dialog, Expiry, Failure, Field, Form, Generate, Model};
use crate::words;

/// The form that is open, if one is.
pub(super) fn open(model: &mut Model) -> Option<&mut Form> {
    match &mut model.dialog {
        Some(Dialog::Generate(Generate::Asking(asking))) => Some(&mut asking.form),
        Some(Dialog::Edit(edit)) => Some(&mut edit.form),
        Some(
            Dialog::Generate(Generate::Shown { .. } | Generate::Lost(_))
            | Dialog::Regenerate(_)
            | Dialog::Revoke(_)
            | Dialog::Agent(_)
            | Dialog::Check(_)
            | Dialog::Users(_)
            | Dialog::Provisioning(_),
        )
        | None => None,
    }
}

/// Changes the form. It no longer asks for what was sent.
fn change(model: &mut Model, field: Field, change: impl FnOnce(&mut Form)) -> Option<Call> {
    if let Some(Dialog::Generate(Generate::Asking(asking))) = &mut model.dialog {
        asking.sent = None;
    }
    let form = open(model)?;
    change(form);
    form.check(field);
    None
}

pub(super) fn submitted(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    match &model.dialog {
        Some(Dialog::Edit(_)) => edit::submitted(model, now),
        Some(
            Dialog::Generate(_)
            | Dialog::Regenerate(_)
            | Dialog::Revoke(_)
            | Dialog::Agent(_)
            | Dialog::Check(_)
            | Dialog::Users(_)
            | Dialog::Provisioning(_),
        )
        | None => generate::submitted(model, now),
    }
}

pub(super) fn typed(model: &mut Model, field: Field, text: String) -> Option<Call> {
    change(model, field, |form| {
        if let Some(known) = form.text_mut(field) {
            *known = text;
        }
    })
}

pub(super) fn scope_toggled(model: &mut Model, scope: &Scope) -> Option<Call> {
    change(model, Field::Scopes, |form| form.toggle(scope))
}

/// That no date was chosen yet is no mistake before the form is submitted.
pub(super) fn expiry_chosen(model: &mut Model, expiry: Expiry) -> Option<Call> {
    if let Some(Dialog::Regenerate(regenerate)) = &mut model.dialog {
        regenerate.expiry = expiry;
    }
    change(model, Field::Expiry, |form| form.expiry = expiry);
    open(model)?.errors.remove(&Field::Expiry);
    None
}

pub(super) fn date_chosen(model: &mut Model, date: Option<UnixSeconds>) -> Option<Call> {
    change(model, Field::Expiry, |form| form.date = date)
}

pub(super) fn not_before_chosen(model: &mut Model, moment: Option<UnixSeconds>) -> Option<Call> {
    change(model, Field::NotBefore, |form| form.not_before = moment)
}

/// Says what the server refused at the field that it named, or else below the form.
pub(super) fn refused(model: &mut Model, failure: &Failure) -> Option<()> {
    let form = open(model)?;
    form.is_sending = false;
    let field = match failure {
        Failure::Problem(problem) => words::field_of(problem),
        Failure::Unreachable | Failure::Unreadable(_) => None,
    };
    match (field, failure) {
        (Some(field), Failure::Problem(problem)) => {
            form.errors.insert(field, words::problem(problem));
            model.focus = Some(crate::model::Focus::Field(field));
        }
        (_, failure) => form.form_error = Some(words::complaint(failure)),
    }
    Some(())
}

#[cfg(test)]
mod tests;
