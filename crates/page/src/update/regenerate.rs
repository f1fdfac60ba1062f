//! Putting another token in the place of one.

use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{Overlap, RegenerateToken};

use super::{generate, list, merge, sign_in};
use crate::message::{Call, NewToken};
use crate::model::{Dialog, Expiry, Failure, Model, Purpose, Regenerate, Session, end_of_life};
use crate::words;

pub(super) fn chosen(model: &mut Model, id: TokenId, now: UnixSeconds) -> Option<Call> {
    let view = model.list.find(id)?.clone();
    let longest_life = model.me()?.longest_life_days;
    let spans = [Expiry::InDays(30), Expiry::InDays(7)];
    let expiry = spans.into_iter().find(|span| span.is_within(longest_life));
    model.dialog = Some(Dialog::Regenerate(Box::new(Regenerate {
        has_expired: view.has_ended(now),
        view,
        expiry: expiry.unwrap_or(Expiry::InDays(1)),
        overlap: Overlap::None,
        error: None,
        is_sending: false,
    })));
    None
}

fn open(model: &mut Model) -> Option<&mut Regenerate> {
    match &mut model.dialog {
        Some(Dialog::Regenerate(regenerate)) => Some(regenerate),
        Some(
            Dialog::Generate(_)
            | Dialog::Edit(_)
            | Dialog::Revoke(_)
            | Dialog::Agent(_)
            | Dialog::Check(_)
            | Dialog::Users(_)
            | Dialog::Provisioning(_),
        )
        | None => None,
    }
}

pub(super) fn overlap_chosen(model: &mut Model, overlap: Overlap) -> Option<Call> {
    open(model)?.overlap = overlap;
    None
}

pub(super) fn confirmed(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let longest_life = model.me()?.longest_life_days;
    let regenerate = open(model).filter(|regenerate| !regenerate.is_sending)?;
    regenerate.is_sending = true;
    regenerate.error = None;
    let exp = match regenerate.expiry {
        Expiry::InDays(days) if regenerate.has_expired => {
            Some(end_of_life(days, longest_life, now))
        }
        Expiry::InDays(_) | Expiry::Never | Expiry::AsSoFar | Expiry::OnDate => None,
    };
    let request = RegenerateToken { overlap: regenerate.overlap, exp };
    Some(Call::Regenerate { id: regenerate.view.id, request })
}

/// Shows the token, even if the dialog was closed meanwhile: it can't be shown again.
pub(super) fn regenerated(
    model: &mut Model,
    outcome: Result<Box<NewToken>, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(_) if model.session == Session::Out => None,
        Ok(new) => {
            let NewToken { has_token, view, url } = *new;
            merge::replace(&mut model.list, &view);
            generate::show(model, has_token, view, url, false);
            list::ask(model, Purpose::Refresh, now)
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            let regenerate = open(model)?;
            regenerate.is_sending = false;
            regenerate.error = Some(match failure {
                Failure::Problem(_) => words::complaint(&failure),
                Failure::Unreachable | Failure::Unreadable(_) => {
                    words::not_known_whether_regenerated(&failure).into()
                }
            });
            None
        }
    }
}

#[cfg(test)]
mod tests;
