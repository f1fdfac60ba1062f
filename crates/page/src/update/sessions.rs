//! Sessions.

use gatepass_core::id::Subject;
use gatepass_core::session::SessionId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{EndedSessions, SessionList};

use super::sign_in;
use crate::message::{Call, SessionsCall, SessionsMessage};
use crate::model::{Failure, Focus, Model, ToastKind, UsersToast};
use crate::words;

pub(super) fn update(
    model: &mut Model,
    message: SessionsMessage,
    now: UnixSeconds,
) -> Option<Call> {
    match message {
        SessionsMessage::Listed { number, outcome } => listed(model, number, outcome),
        SessionsMessage::EndChosen(id) => {
            if model.sessions.ending.is_some() {
                return None;
            }
            (model.sessions.ending, model.sessions.trouble) = (Some(id), None);
            Some(Call::Sessions(SessionsCall::End(id)))
        }
        SessionsMessage::Ended(id, outcome) => ended(model, id, outcome),
        SessionsMessage::EndAllChosen(sub) => Some(Call::Sessions(SessionsCall::EndAll(sub))),
        SessionsMessage::EndedAll(sub, outcome) => ended_all(model, sub, outcome, now),
    }
}

/// Asks for one's own sessions. Answers to what was asked before no longer count.
pub(super) fn ask(model: &mut Model) -> Option<Call> {
    let number = model.sessions.list.ask();
    Some(Call::Sessions(SessionsCall::List { number }))
}

fn listed(model: &mut Model, number: u32, outcome: Result<SessionList, Failure>) -> Option<Call> {
    match model.sessions.list.answered(number, outcome) {
        Ok(()) => None,
        Err(_) => sign_in::session_ended(model),
    }
}

fn ended(model: &mut Model, id: SessionId, outcome: Result<(), Failure>) -> Option<Call> {
    model.sessions.ending = None;
    match outcome {
        // One that is not there any more has ended as was wanted.
        Ok(()) => {
            model.focus = Some(Focus::Heading);
            ask(model)
        }
        Err(failure) if failure.is_not_found() => ask(model),
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            model.sessions.trouble = Some((id, words::failure(&failure)));
            None
        }
    }
}

fn ended_all(
    model: &mut Model,
    sub: Subject,
    outcome: Result<EndedSessions, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    let name = model.users.find(sub)?.name.clone();
    let toast = match outcome {
        Ok(EndedSessions { ended }) => UsersToast::SessionsEnded { name, ended },
        Err(failure) if failure.is_unauthenticated() => return sign_in::session_ended(model),
        Err(failure) => UsersToast::SessionsNotEnded { name, failure },
    };
    model.toast(ToastKind::Users(toast), now);
    None
}

#[cfg(test)]
mod tests {
    use gatepass_core::wire::ProblemKind;
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::message::Message;
    use crate::model::Theme;
    use crate::samples::{NOON, failure};
    use crate::update::update;

    fn send(model: &mut Model, message: SessionsMessage) -> Option<Call> {
        update(model, Message::Sessions(message), NOON)
    }

    fn id() -> SessionId {
        "0123456789".parse().unwrap()
    }

    fn with_one() -> Model {
        let mut model = Model::new(Theme::System);
        let list: SessionList = serde_json::from_value(json!({
            "data": [{
                "id": "0123456789", "is_current": false, "by": "sign_in_link", "iat": 1,
                "last_seen_at": 2, "exp": 3,
            }],
            "now": 2,
        }))
        .unwrap();
        let number = model.sessions.list.ask();
        send(&mut model, SessionsMessage::Listed { number, outcome: Ok(list) });
        model
    }

    #[test]
    fn one_is_ended_at_a_time_and_then_all_are_looked_at_again() {
        let mut model = with_one();
        let call = send(&mut model, SessionsMessage::EndChosen(id()));
        assert_eq!(call, Some(Call::Sessions(SessionsCall::End(id()))));
        assert_eq!(send(&mut model, SessionsMessage::EndChosen(id())), None);
        let call = send(&mut model, SessionsMessage::Ended(id(), Ok(())));
        assert!(matches!(call, Some(Call::Sessions(SessionsCall::List { .. }))));
        assert_eq!(model.sessions.ending, None);
    }

    #[test]
    fn one_that_is_gone_already_is_no_trouble_and_any_other_failure_is_said_at_it() {
        let mut model = with_one();
        send(&mut model, SessionsMessage::EndChosen(id()));
        let gone = Err(failure(ProblemKind::NotFound));
        assert!(send(&mut model, SessionsMessage::Ended(id(), gone)).is_some());
        assert_eq!(model.sessions.trouble, None);
        let failed = Err(failure(ProblemKind::Unavailable));
        assert_eq!(send(&mut model, SessionsMessage::Ended(id(), failed)), None);
        assert_eq!(model.sessions.trouble.as_ref().unwrap().0, id());
    }

    #[test]
    fn whoever_has_no_session_any_more_is_led_to_the_sign_in() {
        let mut model = with_one();
        let ended = Err(failure(ProblemKind::Unauthenticated));
        let call = send(&mut model, SessionsMessage::Ended(id(), ended));
        assert_eq!(call, Some(Call::LoadSignInOptions));
        assert!(model.sessions.rows().is_empty());
    }
}
