use gatepass_core::time::Seconds;
use gatepass_core::wire::Me;
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::Message;
use crate::model::{Expiry, Field, Model, Session};
use crate::samples::{NOON, me, page, showing};
use crate::time;

fn open() -> (Stage, Model) {
    let mut model = showing(page([1]));
    let mut stage = Stage::new();
    stage.let_happen(&mut model, Message::GenerateChosen);
    (stage, model)
}

#[test]
fn the_scopes_of_the_persons_role_are_offered_and_those_chosen_are_checked() {
    let (mut stage, mut model) = open();
    let checked = |stage: &Stage| -> Vec<(String, bool)> {
        let boxes = stage.find("field-scope").select_all("input");
        let state = |part: &crate::dom::Part| {
            (part.attribute("data-id").unwrap(), part.property("checked").is_truthy())
        };
        boxes.iter().map(state).collect()
    };
    let of = |read, write| vec![("read".to_owned(), read), ("write".to_owned(), write)];
    assert_eq!(checked(&stage), of(true, true));
    stage.let_happen(&mut model, Message::ScopeToggled("write".parse().unwrap()));
    assert_eq!(checked(&stage), of(true, false));
}

#[test]
fn a_day_is_asked_for_only_where_the_token_expires_on_one() {
    let (mut stage, mut model) = open();
    assert!(!stage.is_shown("expiry-date"));
    assert_eq!(stage.find("field-exp").value(), "never");
    stage.let_happen(&mut model, Message::ExpiryChosen(Expiry::OnDate));
    assert!(stage.is_shown("expiry-date"));
    stage.let_happen(&mut model, Message::DateChosen(time::end_of_day("2026-12-24")));
    assert_eq!(stage.find("expiry-date").value(), "2026-12-24");
}

#[test]
fn lives_that_the_tenant_does_not_allow_are_not_offered() {
    let (mut stage, mut model) = open();
    let offered = |stage: &Stage| -> Vec<String> {
        let options = stage.find("field-exp").select_all("option:not([hidden])");
        options.iter().map(crate::dom::Part::value).collect()
    };
    assert_eq!(offered(&stage), ["never", "7", "30", "90", "365", "on-date"]);
    stage.let_happen(&mut model, Message::DialogClosed);
    let me = Me { longest_life_days: 40.try_into().ok(), ..me() };
    model.session = Session::In(Box::new(me));
    stage.let_happen(&mut model, Message::GenerateChosen);
    assert_eq!(offered(&stage), ["7", "30", "on-date"]);
    assert_eq!(stage.find("field-exp").value(), "30");
}

#[test]
fn more_is_folded_until_something_in_it_is_wrong() {
    let (mut stage, mut model) = open();
    assert_eq!(stage.find("more-fields").attribute("open"), None);
    stage.let_happen(&mut model, Message::FieldTyped(Field::Inside, "office".to_owned()));
    assert_eq!(stage.find("more-fields").attribute("open").as_deref(), Some(""));
    assert!(stage.find("error-networks").text().starts_with("Line 1 is no network"));
    assert_eq!(stage.find("field-networks").attribute("aria-invalid").as_deref(), Some("true"));
    stage.let_happen(&mut model, Message::DialogClosed);
    stage.let_happen(&mut model, Message::GenerateChosen);
    assert_eq!(stage.find("more-fields").attribute("open"), None);
    assert_eq!(stage.find("field-networks").value(), "");
}

#[test]
fn a_moment_that_is_being_typed_is_left_alone() {
    let (mut stage, mut model) = open();
    let field = stage.find("field-nbf");
    field.set_value("2026-12-24T08:30");
    stage.let_happen(&mut model, Message::NotBeforeChosen(time::local("2026-12-24T08:30")));
    assert_eq!(field.value(), "2026-12-24T08:30");
    stage.let_happen(&mut model, Message::NotBeforeChosen(Some(NOON + Seconds(60))));
    assert_eq!(time::local(&field.value()), Some(NOON + Seconds(60)));
}
