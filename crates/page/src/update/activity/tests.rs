#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use gatepass_core::audit::Action;
use gatepass_core::route::View;
use gatepass_core::wire::ProblemKind;

use super::*;
use crate::message::Message;
use crate::model::{Day, Place, Step};
use crate::samples::{NOON, activity_page, failure, id, me, signed_in, sub, user_page};
use crate::update::update;

/// The log of somebody who may see it, with nothing asked yet.
fn opened() -> Model {
    let place = Place { view: View::ActivityLog, step: Step::Push };
    Model { place, ..signed_in() }
}

fn answer(
    model: &mut Model,
    call: Option<Call>,
    outcome: Result<ActivityPage, Failure>,
) -> Option<Call> {
    let Some(Call::ReadActivity { number, .. }) = call else {
        panic!("nothing was asked: {call:?}")
    };
    update(model, Message::ActivityAnswered { number, outcome }, NOON)
}

fn showing(page: ActivityPage) -> Model {
    let mut model = opened();
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page));
    model
}

fn shown(model: &Model) -> Vec<u64> {
    model.activity.events.iter().map(|event| event.sequence).collect()
}

fn filter(model: &mut Model, filter: ActivityFilter) -> Option<Call> {
    update(model, Message::ActivityFiltered(filter), NOON)
}

#[test]
fn the_newest_come_first_and_what_is_new_is_put_before_them() {
    let mut model = showing(activity_page(3..=5, true));
    assert_eq!(shown(&model), [5, 4, 3]);
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(activity_page(4..=7, true)));
    assert_eq!(shown(&model), [7, 6, 5, 4, 3]);
    assert_eq!(model.activity.cursor.as_deref(), Some("before 3"), "where the oldest end");
}

#[test]
fn so_much_that_is_new_that_there_is_a_gap_begins_anew() {
    let mut model = showing(activity_page(3..=5, false));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(activity_page(8..=9, true)));
    assert_eq!(shown(&model), [9, 8]);
    assert_eq!(model.activity.cursor.as_deref(), Some("before 8"));
}

#[test]
fn nothing_new_changes_nothing() {
    let mut model = showing(activity_page(1..=5, false));
    let before = model.activity.events.clone();
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(activity_page(1..=5, false)));
    assert_eq!(model.activity.events, before);
}

#[test]
fn older_events_are_added_and_beyond_what_is_kept_the_newest_leave() {
    let mut model = showing(activity_page(301..=400, true));
    for (first, last) in [(201, 300), (101, 200)] {
        let call = update(&mut model, Message::OlderChosen, NOON);
        let Some(Call::ReadActivity { query, .. }) = &call else { panic!("{call:?}") };
        assert_eq!(query.cursor, Some(format!("before {}", last + 1)));
        answer(&mut model, call, Ok(activity_page(first..=last, true)));
    }
    assert!(!model.activity.is_past_newest);
    let call = update(&mut model, Message::OlderChosen, NOON);
    answer(&mut model, call, Ok(activity_page(51..=100, true)));
    assert_eq!(model.activity.events.len(), MOST_EVENTS_KEPT);
    assert_eq!((shown(&model)[0], shown(&model)[MOST_EVENTS_KEPT - 1]), (350, 51));
    // What is new would not be next to what is shown.
    assert!(model.activity.is_past_newest);
    assert_eq!(update(&mut model, Message::Ticked, NOON), None);
    let call = update(&mut model, Message::NewestChosen, NOON);
    answer(&mut model, call, Ok(activity_page(351..=400, true)));
    assert_eq!((shown(&model)[0], model.activity.is_past_newest), (400, false));
}

#[test]
fn a_filter_asks_anew_and_the_same_once_more_does_not() {
    let mut model = showing(activity_page(1..=5, true));
    let person = Some(me().sub);
    let call = filter(&mut model, ActivityFilter::Person(person));
    let Some(Call::ReadActivity { query, .. }) = &call else { panic!("{call:?}") };
    assert_eq!((query.person, &query.cursor), (person, &None));
    assert_eq!(shown(&model), [] as [u64; 0]);
    assert_eq!(filter(&mut model, ActivityFilter::Person(person)), None);
    let call = filter(
        &mut model,
        ActivityFilter::Kind(Some(Action::TokenRevoked.as_str().parse().unwrap())),
    );
    let Some(Call::ReadActivity { query, .. }) = &call else { panic!("{call:?}") };
    assert_eq!(query.to_query(), format!("person={}&kind=token.revoked&order=newest", me().sub));
    let call = update(&mut model, Message::ActivityCleared, NOON);
    let Some(Call::ReadActivity { query, .. }) = &call else { panic!("{call:?}") };
    assert_eq!(query.to_query(), "order=newest");
}

#[test]
fn whoever_belongs_to_the_tenant_can_be_chosen_and_is_asked_for_once() {
    let mut model = opened();
    let call = update(&mut model, Message::Ticked, NOON);
    let next = answer(&mut model, call, Ok(activity_page(1..=5, false)));
    assert_eq!(next, Some(Call::ListPeople));
    update(&mut model, Message::PeopleListed(Err(failure(ProblemKind::Unavailable))), NOON);
    let call = update(&mut model, Message::Ticked, NOON);
    let next = answer(&mut model, call, Ok(activity_page(1..=5, false)));
    assert_eq!(next, Some(Call::ListPeople), "it failed");
    update(&mut model, Message::PeopleListed(Ok(user_page(&["otto", "rita"]))), NOON);
    for name in ["otto", "rita"] {
        assert!(model.activity.people.contains_key(&sub(name)), "{name}");
    }
    assert!(model.activity.people.contains_key(&me().sub), "who did something");
    let call = update(&mut model, Message::Ticked, NOON);
    assert_eq!(answer(&mut model, call, Ok(activity_page(1..=5, false))), None);
}

#[test]
fn half_a_token_id_asks_nothing_and_a_whole_one_does() {
    let mut model = showing(activity_page(1..=5, true));
    assert_eq!(filter(&mut model, ActivityFilter::Token("tenant00".to_owned())), None);
    assert_eq!(model.activity.typed_token, "tenant00");
    assert_eq!(shown(&model).len(), 5);
    assert!(filter(&mut model, ActivityFilter::Token(format!(" {} ", id(7)))).is_some());
    assert_eq!(model.activity.choice.token, Some(id(7)));
    assert!(filter(&mut model, ActivityFilter::Token(String::new())).is_some());
    assert_eq!(model.activity.choice.token, None);
}

#[test]
fn days_go_from_the_start_of_the_first_to_the_end_of_the_last() {
    let day = |number: i64| Day {
        text: format!("day {number}"),
        start: UnixSeconds(number * 100),
        end: UnixSeconds(number * 100 + 100),
    };
    let mut model = showing(activity_page(1..=5, true));
    filter(&mut model, ActivityFilter::From(Some(day(3))));
    let call = filter(&mut model, ActivityFilter::Until(Some(day(3))));
    let Some(Call::ReadActivity { query, .. }) = &call else { panic!("{call:?}") };
    assert_eq!((query.from, query.until), (Some(UnixSeconds(300)), Some(UnixSeconds(400))));
    // A span that ends before it begins is for the person to mend, not for the server to refuse.
    assert_eq!(filter(&mut model, ActivityFilter::Until(Some(day(2)))), None);
    assert!(model.activity.choice.is_reversed());
}

#[test]
fn an_answer_to_an_earlier_question_does_not_count() {
    let mut model = opened();
    let first = update(&mut model, Message::Ticked, NOON);
    let second = filter(&mut model, ActivityFilter::Person(Some(me().sub)));
    answer(&mut model, first, Ok(activity_page(1..=5, true)));
    assert_eq!(shown(&model), [] as [u64; 0]);
    answer(&mut model, second, Ok(activity_page(2..=2, false)));
    assert_eq!(shown(&model), [2]);
}

#[test]
fn what_is_shown_stays_when_it_cannot_be_refreshed_and_goes_when_the_session_ends() {
    let mut model = showing(activity_page(1..=5, true));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Err(Failure::Unreachable));
    assert!(model.activity.asked.is_stale());
    assert_eq!(shown(&model).len(), 5);
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Err(failure(ProblemKind::Unauthenticated)));
    assert_eq!(model.place.view, View::SignIn);
    assert_eq!(shown(&model), [] as [u64; 0]);
    assert!(model.activity.people.is_empty());
}
