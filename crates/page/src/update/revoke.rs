//! Revoking a token.

use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ProblemKind, RevokedToken, RevokedTokens};

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
    let is_asked =
        |revoke: &Revoke| matches!(revoke.tokens.as_slice(), [(asked, _)] if *asked == id);
    if matches!(&model.dialog, Some(Dialog::Revoke(revoke)) if is_asked(revoke)) {
        model.dialog = None;
    }
    let token = model.list.find(id)?.clone();
    let name = token.name.clone();
    match outcome {
        Ok(answer) => {
            leave(model, &token);
            model.toast(ToastKind::Revoked { name, answer }, now);
        }
        Err(Failure::Problem(problem)) if problem.kind == ProblemKind::NotFound => {
            leave(model, &token);
            model.toast(ToastKind::AlreadyGone { name }, now);
        }
        Err(failure) => {
            model.focus = Some(Focus::RevokeOf(id));
            model.toast(ToastKind::NotRevoked { name, failure }, now);
        }
    }
    let shows_ended = model.list.choice.has_ended;
    shows_ended.then(|| list::ask(model, Purpose::Refresh, now)).flatten()
}

/// The row leaves; who works with the keyboard goes on where it was.
fn leave(model: &mut Model, token: &gatepass_core::wire::TokenView) {
    let next = merge::remove(&mut model.list, token);
    model.focus = Some(next.map_or(Focus::Generate, |row| Focus::RevokeOf(row.id)));
}

#[cfg(test)]
mod tests;
