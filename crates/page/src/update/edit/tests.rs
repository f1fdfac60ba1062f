use gatepass_core::time::Seconds;
use gatepass_core::wire::{EditToken, Problem, ProblemKind, TokenView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message};
use crate::model::{Dialog, Expiry, Failure, Field, Model, Session};
use crate::samples::{NOON, failure, id, page, showing, token};
use crate::update::update;

/// The dialog that edits the token with number 1, whose details are these.
fn editing(view: TokenView) -> Model {
    let mut page = page([2]);
    page.data.insert(0, view);
    let mut model = showing(page);
    update(&mut model, Message::EditChosen(id(1)), NOON);
    model
}

fn readable() -> TokenView {
    TokenView { scope: "read".parse().unwrap(), ..token(1) }
}

fn change(model: &mut Model) -> EditToken {
    match update(model, Message::FormSubmitted, NOON) {
        Some(Call::Edit { id: edited, change }) if edited == id(1) => change,
        other => panic!("nothing is changed: {other:?}"),
    }
}

#[test]
fn only_what_was_changed_is_sent() {
    let exp = Some(NOON + Seconds::days(3));
    let mut model = editing(TokenView { exp, nbf: Some(NOON), ..readable() });
    update(&mut model, Message::FieldTyped(Field::Name, "renamed".to_owned()), NOON);
    let expected = EditToken { name: "renamed".parse().ok(), ..EditToken::default() };
    assert_eq!(change(&mut model), expected);
}

#[test]
fn what_is_taken_away_is_sent_as_such() {
    let description = "nightly".parse().ok();
    let exp = Some(NOON + Seconds::days(3));
    let mut model = editing(TokenView { exp, nbf: Some(NOON), description, ..readable() });
    update(&mut model, Message::FieldTyped(Field::Description, String::new()), NOON);
    update(&mut model, Message::ExpiryChosen(Expiry::Never), NOON);
    update(&mut model, Message::NotBeforeChosen(None), NOON);
    let nothing = EditToken {
        description: Some(None),
        exp: Some(None),
        nbf: Some(None),
        ..EditToken::default()
    };
    assert_eq!(change(&mut model), nothing);
}

#[test]
fn where_nothing_was_changed_nothing_is_sent() {
    let mut model = editing(readable());
    assert_eq!(update(&mut model, Message::FormSubmitted, NOON), None);
    assert_eq!(model.dialog, None);
}

#[test]
fn a_change_is_sent_once() {
    let mut model = editing(readable());
    update(&mut model, Message::FieldTyped(Field::Name, "renamed".to_owned()), NOON);
    change(&mut model);
    assert_eq!(update(&mut model, Message::FormSubmitted, NOON), None);
}

#[test]
fn the_row_shows_what_was_changed_at_once() {
    let mut model = editing(readable());
    let view = TokenView { name: "renamed".parse().unwrap(), ..readable() };
    let outcome = Ok(Box::new(view));
    let call = update(&mut model, Message::Edited { id: id(1), outcome }, NOON);
    assert_eq!(model.list.find(id(1)).unwrap().name.as_str(), "renamed");
    assert_eq!((&model.dialog, model.list.fresh), (&None, Some(id(1))));
    assert!(matches!(call, Some(Call::List { .. })));
}

#[test]
fn what_the_server_refuses_stands_in_the_form() {
    let mut model = editing(readable());
    let problem = Problem::of_field("exp", "Choose an expiry in the future.");
    let outcome = Err(Failure::Problem(problem));
    update(&mut model, Message::Edited { id: id(1), outcome }, NOON);
    let Some(Dialog::Edit(edit)) = &model.dialog else { panic!("{:?}", model.dialog) };
    let error = edit.form.errors.get(&Field::Expiry).map(String::as_str);
    assert_eq!(error, Some("Choose an expiry in the future."));
    assert!(!edit.form.is_sending);
}

#[test]
fn a_session_that_ended_meanwhile_leads_to_the_sign_in() {
    let mut model = editing(readable());
    let outcome = Err(failure(ProblemKind::Unauthenticated));
    update(&mut model, Message::Edited { id: id(1), outcome }, NOON);
    assert_eq!(model.session, Session::Out);
}
