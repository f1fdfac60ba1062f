//! Asking for tokens, and what the answers do.

use gatepass_core::listing::{Direction, SortBy};
use gatepass_core::status::Status;
use gatepass_core::time::{Millis, UnixSeconds};
use gatepass_core::wire::TokenPage;

use super::{merge, sign_in};
use crate::message::{Call, Message};
use crate::model::{Choice, Failure, Focus, List, Model, Pending, Phase, Purpose, Session};

/// How long nothing has to be entered before a search begins.
const SEARCH_SETTLES_AFTER: Millis = Millis(200);

/// Asks for tokens. Answers to what was asked before no longer count.
pub(super) fn ask(model: &mut Model, purpose: Purpose, now: UnixSeconds) -> Option<Call> {
    let list = &mut model.list;
    let purpose = match list.phase {
        Phase::Ready => purpose,
        Phase::Loading | Phase::Changing | Phase::Failed(_) => Purpose::Anew,
    };
    list.asked = list.asked.wrapping_add(1);
    list.pending = Some(Pending { number: list.asked, purpose });
    list.as_of = now;
    Some(Call::List { number: list.asked, query: list.query(purpose) })
}

pub(super) fn listed(
    model: &mut Model,
    number: u32,
    outcome: Result<TokenPage, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    let list = &mut model.list;
    let pending = list.pending.filter(|pending| pending.number == number)?;
    list.pending = None;
    list.as_of = now;
    match outcome {
        Ok(page) => {
            let (server_now, behind) = (page.now, page.now - now);
            model.server_ahead = model.server_ahead + behind;
            merge::merge(list, pending.purpose, page);
            list.phase = Phase::Ready;
            list.is_stale = false;
            age(list, server_now);
            if list.rows.is_empty() && list.before.is_some() {
                return start_again(model, now);
            }
            None
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            match pending.purpose {
                Purpose::Anew => list.phase = Phase::Failed(failure),
                Purpose::Refresh | Purpose::More | Purpose::Earlier => list.is_stale = true,
            }
            None
        }
    }
}

/// Lets the statuses follow the time. They only grow older: being used is for the server to say.
pub(super) fn age(list: &mut List, now: UnixSeconds) {
    list.as_of = now;
    for row in &mut list.rows {
        let status = row.status.max(Status::at(row.last_used_at, now));
        if status != row.status {
            merge::recount(&mut list.totals, Some(row.status), Some(status));
            row.status = status;
        }
    }
}

/// Shows another choice: the rows of the one before stay until it is answered.
fn choose(model: &mut Model, choice: Choice, now: UnixSeconds) -> Option<Call> {
    let list = &mut model.list;
    list.typed = if list.typed.trim() == choice.search {
        std::mem::take(&mut list.typed)
    } else {
        choice.search.clone()
    };
    list.choice = choice;
    list.fresh = None;
    list.selected.clear();
    list.phase = match list.phase {
        Phase::Ready | Phase::Changing => Phase::Changing,
        Phase::Loading | Phase::Failed(_) => Phase::Loading,
    };
    match model.session {
        Session::In(_) => ask(model, Purpose::Anew, now),
        Session::Unknown | Session::Out => None,
    }
}

pub(super) fn search_typed(model: &mut Model, text: String) -> Option<Call> {
    model.list.typed.clone_from(&text);
    let then = Box::new(Message::SearchSettled(text));
    Some(Call::Wait { span: SEARCH_SETTLES_AFTER, then })
}

pub(super) fn search_settled(model: &mut Model, text: &str, now: UnixSeconds) -> Option<Call> {
    let list = &model.list;
    if list.typed != text || list.choice.search == text.trim() {
        return None;
    }
    let choice = Choice { search: text.trim().to_owned(), ..list.choice.clone() };
    choose(model, choice, now)
}

pub(super) fn filter_chosen(
    model: &mut Model,
    status: Option<Status>,
    now: UnixSeconds,
) -> Option<Call> {
    narrow(model, Choice { status, is_expiring: false, ..model.list.choice.clone() }, now)
}

pub(super) fn expiring_chosen(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    narrow(model, Choice { status: None, is_expiring: true, ..model.list.choice.clone() }, now)
}

/// Shows those that ended among the others, or no longer.
pub(super) fn ended_toggled(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let choice = model.list.choice.clone();
    narrow(model, Choice { has_ended: !choice.has_ended, ..choice }, now)
}

fn narrow(model: &mut Model, choice: Choice, now: UnixSeconds) -> Option<Call> {
    if model.list.choice == choice { None } else { choose(model, choice, now) }
}

pub(super) fn sort_toggled(model: &mut Model, sort: SortBy, now: UnixSeconds) -> Option<Call> {
    let choice = &model.list.choice;
    let direction = if choice.sort == sort {
        choice.direction.reversed()
    } else {
        match sort {
            SortBy::Name | SortBy::Status => Direction::Ascending,
            SortBy::Issued | SortBy::LastUsed => Direction::Descending,
        }
    };
    order_chosen(model, sort, direction, now)
}

pub(super) fn order_chosen(
    model: &mut Model,
    sort: SortBy,
    direction: Direction,
    now: UnixSeconds,
) -> Option<Call> {
    let choice = Choice { sort, direction, ..model.list.choice.clone() };
    choose(model, choice, now)
}

pub(super) fn filters_cleared(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.focus = Some(Focus::Search);
    choose(model, model.list.choice.unfiltered(), now)
}

pub(super) fn more_wanted(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let list = &model.list;
    let can_ask = list.phase == Phase::Ready && list.pending.is_none() && list.cursor.is_some();
    can_ask.then(|| ask(model, Purpose::More, now)).flatten()
}

/// Shows those again that were let go before the rows.
pub(super) fn earlier_wanted(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let list = &model.list;
    let can_ask = list.phase == Phase::Ready && list.before.is_some() && !list.rows.is_empty();
    can_ask.then(|| ask(model, Purpose::Earlier, now)).flatten()
}

/// Goes back to the first tokens of the list.
pub(super) fn start_wanted(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.focus = Some(Focus::Heading);
    start_again(model, now)
}

fn start_again(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.list.phase = Phase::Changing;
    ask(model, Purpose::Anew, now)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod window_tests;
