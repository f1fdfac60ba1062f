//! The activity log as it is shown.

use gatepass_core::audit::Change;
use gatepass_core::route::View as Place;
use gatepass_core::wire::{ActivityPage, ActivityView};
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::{Call, Message};
use crate::model::{Failure, Model};
use crate::samples::{NOON, activity_page, event, signed_in};
use crate::update::update;

/// The log, answered so.
fn answered(outcome: Result<ActivityPage, Failure>) -> (Stage, Model) {
    let mut model = signed_in();
    let call = update(&mut model, Message::ViewChosen(Place::ActivityLog), NOON);
    let Some(Call::ReadActivity { number, .. }) = call else { panic!("{call:?}") };
    update(&mut model, Message::ActivityAnswered { number, outcome }, NOON);
    (Stage::showing(&model), model)
}

#[test]
fn an_event_is_a_sentence_with_its_particulars_behind_it() {
    let change = |field: &str, before: Option<&str>, after: Option<&str>| Change {
        field: field.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    let changes =
        vec![change("name", Some("ci"), Some("<b>ci</b>")), change("overlap", None, Some("1"))];
    let event = ActivityView { changes, address: Some("203.0.113.7".parse().unwrap()), ..event(7) };
    let page = ActivityPage { data: vec![event], ..activity_page(1..=1, false) };
    let (stage, _) = answered(Ok(page));
    let events = stage.root.select_all("[data-test=event]");
    let [event] = events.as_slice() else { panic!("{}", events.len()) };
    let text = event.select("[data-test=event-text]").unwrap().text();
    assert_eq!(text, "Ann Fischer revoked the token token-7");
    assert_eq!(event.find("by").unwrap().text(), "in a session");
    assert_eq!(event.find("from").unwrap().text(), " from 203.0.113.7");
    let rows: Vec<String> = event.select_all("tbody tr").iter().map(|row| row.text()).collect();
    assert_eq!(rows, ["Nameci<b>ci</b>", "Overlap in seconds—1"]);
    assert!(event.select("tbody b").is_none(), "text is text");
    assert_eq!(event.find("only-person").unwrap().text(), "Only Ann Fischer");
    assert!(event.find("ago").unwrap().attribute("datetime").unwrap().starts_with("2026-11-24T12"));
}

#[test]
fn an_opened_event_stays_open_as_others_come() {
    let (mut stage, mut model) = answered(Ok(activity_page(1..=2, false)));
    let details = stage.root.select("[data-test=event] details").unwrap();
    details.set_present("open", true);
    let call = update(&mut model, Message::Ticked, NOON);
    let Some(Call::ReadActivity { number, .. }) = call else { panic!("{call:?}") };
    let outcome = Ok(activity_page(1..=4, false));
    stage.let_happen(&mut model, Message::ActivityAnswered { number, outcome });
    let events = stage.root.select_all("[data-test=event]");
    let is_open = |place: usize| events[place].select("details[open]").is_some();
    assert_eq!((events.len(), is_open(0), is_open(2)), (4, false, true));
}

#[test]
fn every_state_of_the_log_has_its_own_words() {
    let (mut stage, mut model) = answered(Ok(activity_page(0..0, false)));
    let text =
        |stage: &Stage| stage.find("view-activity-log").find("empty-heading").unwrap().text();
    assert_eq!(text(&stage), "Nothing has happened yet");
    let filter = crate::message::ActivityFilter::Token("tenant0000000001".to_owned());
    stage.let_happen(&mut model, Message::ActivityFiltered(filter));
    assert_eq!(text(&stage), "No event matches");
    let (stage, _) = answered(Err(Failure::Unreachable));
    let failed = stage.root.select("[data-test=log-failed]").unwrap();
    assert!(failed.element().offset_parent().is_some());
    assert!(failed.text().contains("can't be reached"));
}

#[test]
fn the_exports_take_the_filters_along() {
    let (mut stage, mut model) = answered(Ok(activity_page(1..=2, false)));
    let filter = crate::message::ActivityFilter::Kind("token".parse().ok());
    stage.let_happen(&mut model, Message::ActivityFiltered(filter));
    let href = stage.find("export-csv").attribute("href").unwrap();
    assert_eq!(href, "/manage/v1/activity/export?format=csv&kind=token&order=newest");
}

#[test]
fn every_kind_can_be_chosen_by_its_group_or_by_itself() {
    let (stage, _) = answered(Ok(activity_page(1..=2, false)));
    let options = stage.find("kind").select_all("option");
    for option in &options {
        let gesture = crate::dom::Gesture {
            action: "activity-kind".to_owned(),
            id: None,
            value: option.attribute("value").unwrap(),
        };
        assert!(crate::action::message(gesture).is_some(), "{}", option.text());
    }
    assert!(options.len() > gatepass_core::audit::Action::ALL.len());
}
