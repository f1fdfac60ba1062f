//! Changing a token.

use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{EditToken, IssueToken, TokenView};

use super::{form, list, merge, sign_in};
use crate::message::Call;
use crate::model::{Dialog, Edit, Failure, Field, Focus, Form, Model, Purpose};

pub(super) fn menu_opened(model: &mut Model, id: TokenId) -> Option<Call> {
    model.menu = Some(id);
    None
}

pub(super) fn chosen(model: &mut Model, id: TokenId) -> Option<Call> {
    let view = model.list.find(id)?.clone();
    let form = Form::of(&view, model.me()?);
    model.dialog = Some(Dialog::Edit(Box::new(Edit { view, form })));
    model.focus = Some(Focus::Field(Field::Name));
    None
}

pub(super) fn submitted(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let Some(Dialog::Edit(edit)) = &mut model.dialog else { return None };
    if edit.form.is_sending {
        return None;
    }
    let request = match edit.form.request(now) {
        Ok(request) => request,
        Err(field) => {
            model.focus = Some(Focus::Field(field));
            return None;
        }
    };
    let change = change(&edit.view, request);
    if change == EditToken::default() {
        model.dialog = None;
        return None;
    }
    edit.form.is_sending = true;
    edit.form.form_error = None;
    Some(Call::Edit { id: edit.view.id, change })
}

/// What is asked for beyond what the token is.
fn change(view: &TokenView, request: IssueToken) -> EditToken {
    let IssueToken { name, description, scope, nbf, exp, networks } = request;
    EditToken {
        name: (name != view.name).then_some(name),
        description: (description != view.description).then_some(description),
        scope: scope.filter(|scope| *scope != view.scope),
        nbf: (nbf != view.nbf).then_some(nbf),
        exp: (exp != view.exp).then_some(exp),
        networks: (networks != view.networks).then_some(networks),
    }
}

pub(super) fn edited(
    model: &mut Model,
    id: TokenId,
    outcome: Result<Box<TokenView>, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(view) => {
            if matches!(&model.dialog, Some(Dialog::Edit(edit)) if edit.view.id == id) {
                model.dialog = None;
            }
            merge::replace(&mut model.list, &view);
            model.list.fresh = Some(id);
            list::ask(model, Purpose::Refresh, now)
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            form::refused(model, &failure);
            None
        }
    }
}

#[cfg(test)]
mod tests;
