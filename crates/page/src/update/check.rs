//! Checking a token.

use gatepass_core::agents::AgentKind;
use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::InspectError;
use gatepass_core::wire::{ProblemKind, TokenView};

use super::sign_in;
use crate::message::{Call, CheckCall, CheckMessage, Claim};
use crate::model::{Check, Dialog, Failure, Model, Revoke};
use crate::words;

pub(super) fn update(model: &mut Model, message: CheckMessage, now: UnixSeconds) -> Option<Call> {
    match message {
        CheckMessage::Chosen => {
            model.me()?;
            model.dialog = Some(Dialog::Check(Check::default()));
            None
        }
        CheckMessage::Entered => {
            let prefixes = model.me()?.token_prefixes.clone();
            model.dialog.as_ref()?.check()?;
            Some(Call::Check(CheckCall::Read(prefixes)))
        }
        CheckMessage::Read(outcome) => read(model, outcome),
        CheckMessage::Answered { id, outcome } => answered(model, id, outcome, now),
        CheckMessage::RetryChosen => match model.dialog.as_ref()?.check()? {
            Check::Failed(id, _) => ask(model, *id),
            Check::Waiting
            | Check::Wrong(_)
            | Check::OtherTenant(_)
            | Check::Agent(..)
            | Check::Asking(_)
            | Check::Found(..)
            | Check::Unknown(_) => None,
        },
        CheckMessage::RevokeChosen => revoke(model, now),
    }
}

/// Shows this, if the dialog is still open.
fn show(model: &mut Model, check: Check) {
    if let Some(Dialog::Check(shown)) = &mut model.dialog {
        *shown = check;
    }
}

fn read(model: &mut Model, outcome: Result<Claim, InspectError>) -> Option<Call> {
    model.dialog.as_ref()?.check()?;
    let own = model.me()?.tenant.id;
    match outcome {
        Err(error) => show(model, Check::Wrong(error)),
        Ok(Claim { id, .. }) if id.tenant != own => show(model, Check::OtherTenant(id.tenant)),
        Ok(Claim { id, kind }) => match AgentKind::of(kind) {
            Some(kind) => show(model, Check::Agent(kind, id)),
            None => return ask(model, id),
        },
    }
    None
}

fn ask(model: &mut Model, id: TokenId) -> Option<Call> {
    show(model, Check::Asking(id));
    Some(Call::Check(CheckCall::Find(id)))
}

fn answered(
    model: &mut Model,
    id: TokenId,
    outcome: Result<Box<TokenView>, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    if matches!(&outcome, Err(failure) if failure.is_unauthenticated()) {
        return sign_in::session_ended(model);
    }
    // Another may have been pasted since.
    if model.dialog.as_ref()?.check()? != &Check::Asking(id) {
        return None;
    }
    show(
        model,
        match outcome {
            Ok(token) => Check::Found(token, now),
            Err(Failure::Problem(problem)) if problem.kind == ProblemKind::NotFound => {
                Check::Unknown(id)
            }
            Err(failure) => Check::Failed(id, words::failure(&failure)),
        },
    );
    None
}

/// The usual question takes the dialog's place.
fn revoke(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let Some(Dialog::Check(Check::Found(token, _))) = &model.dialog else { return None };
    if !token.has_ended(now) {
        let tokens = vec![(token.id, token.name.clone())];
        model.dialog = Some(Dialog::Revoke(Revoke { tokens, is_sending: false }));
    }
    None
}

#[cfg(test)]
mod tests;
