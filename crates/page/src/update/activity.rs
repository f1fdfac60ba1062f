//! Asking for the activity log, and what the answers do.

use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ActivityPage, UserPage};

use super::sign_in;
use crate::message::{ActivityFilter, Call};
use crate::model::{Activity, ActivityChoice, Failure, Focus, MOST_EVENTS_KEPT, Model, Reach};

/// Asks for events. Answers to what was asked before no longer count.
pub(super) fn ask(model: &mut Model, purpose: Reach, now: UnixSeconds) -> Option<Call> {
    let activity = &mut model.activity;
    if activity.choice.is_reversed() {
        return None;
    }
    let purpose = if activity.asked.answer.is_some() { purpose } else { Reach::Anew };
    activity.as_of = now;
    activity.purpose = Some(purpose);
    let number = activity.asked.ask();
    Some(Call::ReadActivity { number, query: activity.query(purpose) })
}

/// Asks for what is new, unless newer events have left the window, where they would not be seen.
pub(super) fn refresh(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let activity = &mut model.activity;
    activity.as_of = now;
    let is_idle = !activity.asked.is_pending() && !activity.is_past_newest;
    is_idle.then(|| ask(model, Reach::Refresh, now)).flatten()
}

pub(super) fn answered(
    model: &mut Model,
    number: u32,
    outcome: Result<ActivityPage, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    let activity = &mut model.activity;
    let was_pending = activity.asked.is_pending();
    let (page, outcome) = match outcome {
        Ok(page) => (Some(page), Ok(())),
        Err(failure) => (None, Err(failure)),
    };
    if activity.asked.answered(number, outcome).is_err() {
        return sign_in::session_ended(model);
    }
    let is_answered = was_pending && !activity.asked.is_pending();
    if let (Some(page), true) = (page, is_answered) {
        model.server_ahead = model.server_ahead + (page.now - now);
        activity.as_of = page.now;
        let purpose = activity.purpose.take().unwrap_or(Reach::Anew);
        merge(activity, purpose, page);
        let was_asking = std::mem::replace(&mut activity.is_asking_for_people, true);
        return (!was_asking).then_some(Call::ListPeople);
    }
    None
}

/// Takes in the people to choose from. If they were not told, they are asked for again with the next
/// events; those seen so far do until then.
pub(super) fn people_listed(model: &mut Model, outcome: Result<UserPage, Failure>) -> Option<Call> {
    let activity = &mut model.activity;
    match outcome {
        Ok(page) => activity.people.extend(page.data.into_iter().map(|user| (user.sub, user.name))),
        Err(_) => activity.is_asking_for_people = false,
    }
    None
}

/// Takes an answer into the window.
fn merge(activity: &mut Activity, purpose: Reach, page: ActivityPage) {
    let ActivityPage { mut data, cursor, has_next, now: _ } = page;
    let cursor = cursor.filter(|_| has_next);
    for event in &data {
        if let gatepass_core::audit::Actor::User { sub, name } = &event.actor {
            activity.people.insert(*sub, name.clone());
        }
    }
    let first_known = activity.events.first().map_or(0, |event| event.sequence);
    let last_told = data.last().map_or(0, |event| event.sequence);
    match purpose {
        Reach::Older => {
            activity.events.append(&mut data);
            activity.cursor = cursor;
            let beyond = activity.events.len().saturating_sub(MOST_EVENTS_KEPT);
            activity.events.drain(..beyond);
            activity.is_past_newest |= beyond > 0;
        }
        // What is known goes on where the answer ends, and is no longer than may be kept.
        Reach::Refresh
            if last_told <= first_known
                && data.len() + activity.events.len() <= MOST_EVENTS_KEPT =>
        {
            data.retain(|event| event.sequence > first_known);
            activity.events.splice(..0, data);
        }
        Reach::Refresh if last_told == first_known => {}
        Reach::Anew | Reach::Refresh => {
            activity.events = data;
            activity.cursor = cursor;
            activity.is_past_newest = false;
        }
    }
}

/// Shows another part of the log, from its newest event on.
fn choose(model: &mut Model, choice: ActivityChoice, now: UnixSeconds) -> Option<Call> {
    if model.activity.choice == choice {
        return None;
    }
    model.activity.choice = choice;
    begin_anew(model, now)
}

fn begin_anew(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let activity = &mut model.activity;
    activity.asked.forget();
    activity.events.clear();
    activity.cursor = None;
    activity.is_past_newest = false;
    ask(model, Reach::Anew, now)
}

pub(super) fn filtered(
    model: &mut Model,
    filter: ActivityFilter,
    now: UnixSeconds,
) -> Option<Call> {
    let choice = model.activity.choice.clone();
    let choice = match filter {
        ActivityFilter::Person(person) => ActivityChoice { person, ..choice },
        ActivityFilter::Token(text) => {
            let token: Option<TokenId> = text.trim().parse().ok();
            let is_meant = token.is_some() || text.trim().is_empty();
            model.activity.typed_token = text;
            if !is_meant {
                return None;
            }
            ActivityChoice { token, ..choice }
        }
        ActivityFilter::Kind(kind) => ActivityChoice { kind, ..choice },
        ActivityFilter::From(from) => ActivityChoice { from, ..choice },
        ActivityFilter::Until(until) => ActivityChoice { until, ..choice },
    };
    choose(model, choice, now)
}

pub(super) fn cleared(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.activity.typed_token.clear();
    model.focus = Some(Focus::Heading);
    choose(model, ActivityChoice::default(), now)
}

pub(super) fn more_chosen(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    let can_ask = !model.activity.asked.is_pending() && model.activity.cursor.is_some();
    can_ask.then(|| ask(model, Reach::Older, now)).flatten()
}

pub(super) fn newest_chosen(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.focus = Some(Focus::Heading);
    begin_anew(model, now)
}

#[cfg(test)]
mod tests;
