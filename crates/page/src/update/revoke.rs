//! Revoking a token.

use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ProblemKind, RevokedToken};

use super::{merge, sign_in};
use crate::message::Call;
use crate::model::{Dialog, Failure, Focus, Model, Revoke, ToastKind};

pub(super) fn chosen(model: &mut Model, id: TokenId) -> Option<Call> {
    let name = model.list.find(id)?.name.clone();
    model.dialog = Some(Dialog::Revoke(Revoke { id, name, is_sending: false }));
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
    Some(Call::Revoke(revoke.id))
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
    if matches!(&model.dialog, Some(Dialog::Revoke(revoke)) if revoke.id == id) {
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
    None
}

/// The row leaves; who works with the keyboard goes on where it was.
fn leave(model: &mut Model, token: &gatepass_core::wire::TokenView) {
    let next = merge::remove(&mut model.list, token);
    model.focus = Some(next.map_or(Focus::Generate, |row| Focus::RevokeOf(row.id)));
}

#[cfg(test)]
mod tests;
