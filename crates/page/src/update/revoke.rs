//! Revoking a token.

use gatepass_core::id::TokenId;
use gatepass_core::name::TokenName;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ProblemKind, RevokedToken, RevokedTokens, TokenView};

use super::{list, merge, sign_in};
use crate::message::Call;
use crate::model::{Dialog, Failure, Focus, Model, Purpose, Revoke, ToastKind};

/// The token of somebody deprovisioned is refused everywhere already: it goes without a question.
pub(super) fn chosen(model: &mut Model, id: TokenId) -> Option<Call> {
    let token = model.list.find(id)?;
    if token.is_owner_deprovisioned {
        return Some(Call::Revoke(id));
    }
    let tokens = vec![(id, token.name.clone())];
    model.dialog = Some(Dialog::Revoke(Revoke { tokens, is_sending: false }));
    None
}

pub(super) fn selected_chosen(model: &mut Model) -> Option<Call> {
    let tokens = model.list.selected.clone();
    if !tokens.is_empty() {
        model.dialog = Some(Dialog::Revoke(Revoke { tokens, is_sending: false }));
    }
    None
}

pub(super) fn confirmed(model: &mut Model) -> Option<Call> {
    let Some(Dialog::Revoke(revoke)) = &mut model.dialog else {
        return None;
    };
    if revoke.is_sending {
        return None;
    }
    revoke.is_sending = true;
    Some(match revoke.tokens.as_slice() {
        [(id, _)] => Call::Revoke(*id),
        several => Call::RevokeSeveral(several.iter().map(|(id, _)| *id).collect()),
    })
}

/// All of them leave, or none does.
pub(super) fn several_revoked(
    model: &mut Model,
    ids: &[TokenId],
    outcome: Result<RevokedTokens, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    if matches!(&outcome, Err(failure) if failure.is_unauthenticated()) {
        return sign_in::session_ended(model);
    }
    if matches!(&model.dialog, Some(Dialog::Revoke(revoke)) if revoke.is_sending) {
        model.dialog = None;
    }
    let count = ids.len();
    match outcome {
        Ok(answer) => {
            for id in ids {
                if let Some(token) = model.list.find(*id).cloned() {
                    leave(model, &token);
                }
            }
            model.list.selected.retain(|(id, _)| !ids.contains(id));
            let latest = answer.data.into_iter().max_by_key(|token| token.refused_elsewhere_by)?;
            model.toast(ToastKind::SeveralRevoked { count, answer: latest }, now);
        }
        Err(failure) => {
            model.focus = Some(Focus::RevokeSelected);
            model.toast(ToastKind::SeveralNotRevoked { count, failure }, now);
        }
    }
    list::ask(model, Purpose::Refresh, now)
}

pub(super) fn revoked(
    model: &mut Model,
    id: TokenId,
    outcome: Result<RevokedToken, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    if matches!(&outcome, Err(failure) if failure.is_unauthenticated()) {
        return sign_in::session_ended(model);
    }
    let asked = asked_about(model, id);
    if asked.is_some() {
        model.dialog = None;
    }
    let token = model.list.find(id).cloned();
    let name = token.as_ref().map(|token| token.name.clone()).or(asked)?;
    match outcome {
        Ok(answer) => {
            leave_if_shown(model, token.as_ref());
            model.toast(ToastKind::Revoked { name, answer }, now);
        }
        Err(Failure::Problem(problem)) if problem.kind == ProblemKind::NotFound => {
            leave_if_shown(model, token.as_ref());
            model.toast(ToastKind::AlreadyGone { name }, now);
        }
        Err(failure) => {
            model.focus = Some(token.map_or(Focus::Check, |_| Focus::RevokeOf(id)));
            model.toast(ToastKind::NotRevoked { name, failure }, now);
        }
    }
    let shows_ended = model.list.choice.has_ended;
    shows_ended.then(|| list::ask(model, Purpose::Refresh, now)).flatten()
}

/// What the token is called that alone is asked about, if that is this one.
fn asked_about(model: &Model, id: TokenId) -> Option<TokenName> {
    let Some(Dialog::Revoke(revoke)) = &model.dialog else { return None };
    match revoke.tokens.as_slice() {
        [(asked, name)] if *asked == id => Some(name.clone()),
        _ => None,
    }
}

/// A token that was checked may be in no row.
fn leave_if_shown(model: &mut Model, token: Option<&TokenView>) {
    match token {
        Some(token) => leave(model, token),
        None => model.focus = Some(Focus::Check),
    }
}

/// The row leaves; who works with the keyboard goes on where it was.
fn leave(model: &mut Model, token: &TokenView) {
    let next = merge::remove(&mut model.list, token);
    model.focus = Some(next.map_or(Focus::Generate, |row| Focus::RevokeOf(row.id)));
}

#[cfg(test)]
mod tests;
