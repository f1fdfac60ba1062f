//! Asking for users, and what the answers do.

use gatepass_core::time::{Millis, UnixSeconds};
use gatepass_core::wire::{UserPage, UserQuery, UserView};

use crate::message::{Call, Message, UsersCall, UsersMessage};
use crate::model::{Failure, Focus, Model, Session, Users, UsersFocus};
use crate::update::sign_in;

/// How long nothing has to be entered before a search begins.
const SEARCH_SETTLES_AFTER: Millis = Millis(200);

/// Asks for the users. Answers to what was asked before no longer count.
pub(in crate::update) fn ask(model: &mut Model) -> Option<Call> {
    let number = model.users.list.ask();
    Some(Call::Users(UsersCall::List { number, query: model.users.query() }))
}

pub(super) fn listed(
    model: &mut Model,
    number: u32,
    outcome: Result<UserPage, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    let users = &mut model.users;
    if users.list.is_answered_by(number) && outcome.as_ref().is_err_and(Failure::is_denied) {
        users.list.forget();
        return Some(Call::LoadMe);
    }
    let outcome = outcome.map(|page| with_tail(users, page));
    match users.list.answered(number, outcome) {
        Ok(()) => {
            if let Some(page) = &users.list.answer {
                let behind = page.now - now;
                model.server_ahead = model.server_ahead + behind;
            }
            None
        }
        Err(_) => sign_in::session_ended(model),
    }
}

fn key(user: &UserView) -> (String, gatepass_core::id::Subject) {
    (user.name.to_key(), user.sub)
}

/// The page with those behind it that were loaded before: they are still what was asked for.
fn with_tail(users: &Users, mut page: UserPage) -> UserPage {
    let (Some(before), Some(last)) =
        (&users.list.answer, page.data.last().filter(|_| page.has_next))
    else {
        return page;
    };
    let last = key(last);
    let tail: Vec<_> = before.data.iter().filter(|user| key(user) > last).cloned().collect();
    if !tail.is_empty() {
        page.data.extend(tail);
        page.cursor.clone_from(&before.cursor);
        page.has_next = before.has_next;
    }
    page
}

pub(super) fn listed_more(
    model: &mut Model,
    number: u32,
    outcome: Result<UserPage, Failure>,
) -> Option<Call> {
    let users = &mut model.users;
    if users.more.answered(number, outcome).is_err() {
        return sign_in::session_ended(model);
    }
    if let (Some(page), Some(more)) = (&mut users.list.answer, users.more.answer.take()) {
        let is_new = |user: &UserView| !page.data.iter().any(|known| known.sub == user.sub);
        let new: Vec<_> = more.data.into_iter().filter(is_new).collect();
        page.data.extend(new);
        page.cursor = more.cursor;
        page.has_next = more.has_next;
    }
    None
}

pub(super) fn more_chosen(model: &mut Model) -> Option<Call> {
    let users = &mut model.users;
    let cursor = users.list.answer.as_ref()?.cursor.clone();
    if cursor.is_none() || users.more.is_pending() {
        return None;
    }
    let (number, query) = (users.more.ask(), UserQuery { cursor, ..users.query() });
    Some(Call::Users(UsersCall::ListMore { number, query }))
}

pub(super) fn search_typed(model: &mut Model, text: String) -> Option<Call> {
    model.users.typed.clone_from(&text);
    let then = Box::new(Message::Users(UsersMessage::SearchSettled(text)));
    Some(Call::Wait { span: SEARCH_SETTLES_AFTER, then })
}

pub(super) fn search_settled(model: &mut Model, text: &str) -> Option<Call> {
    let users = &model.users;
    if users.typed != text || users.search == text.trim() {
        return None;
    }
    search(model, text.trim().to_owned())
}

pub(super) fn search_cleared(model: &mut Model) -> Option<Call> {
    model.users.typed.clear();
    model.focus = Some(Focus::Users(UsersFocus::Search));
    search(model, String::new())
}

fn search(model: &mut Model, text: String) -> Option<Call> {
    let users = &mut model.users;
    users.search = text;
    users.more.forget();
    users.list.forget();
    ask(model)
}

pub(super) fn retry_chosen(model: &mut Model) -> Option<Call> {
    model.users.list.forget();
    model.focus = Some(Focus::Heading);
    match model.session {
        Session::In(_) => ask(model),
        Session::Unknown | Session::Out => Some(Call::LoadMe),
    }
}
