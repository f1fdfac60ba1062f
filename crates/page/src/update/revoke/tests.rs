use gatepass_core::wire::ProblemKind;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message};
use crate::model::{Dialog, Focus, Model, ToastKind};
use crate::samples::{NOON, answer, failure, id, page, revoked, showing, shown};
use crate::update::update;

fn revoking(number: u32) -> Model {
    let mut model = showing(page([1, 2, 3]));
    update(&mut model, Message::RevokeChosen(id(number)), NOON);
    model
}

fn toast(model: &Model) -> &ToastKind {
    &model.toasts.shown().last().unwrap().kind
}

#[test]
fn revoking_asks_first_naming_the_token() {
    let model = revoking(2);
    let Some(Dialog::Revoke(question)) = &model.dialog else { panic!("{:?}", model.dialog) };
    assert_eq!(question.name.as_str(), "token-2");
    assert_eq!(shown(&model), [1, 2, 3]);
}

#[test]
fn revoking_is_sent_once() {
    let mut model = revoking(2);
    assert_eq!(update(&mut model, Message::RevokeConfirmed, NOON), Some(Call::Revoke(id(2))));
    assert_eq!(update(&mut model, Message::RevokeConfirmed, NOON), None);
}

#[test]
fn the_row_leaves_and_the_toast_says_by_when() {
    let mut model = revoking(2);
    update(&mut model, Message::Revoked { id: id(2), outcome: Ok(revoked(2)) }, NOON);
    assert_eq!((shown(&model), &model.dialog), (vec![1, 3], &None));
    assert_eq!((model.list.total, model.list.totals.generated), (2, 2));
    assert!(matches!(toast(&model), ToastKind::Revoked { answer, .. } if *answer == revoked(2)));
}

#[test]
fn the_focus_goes_to_the_next_row_or_to_the_button_that_generates() {
    for (number, expected) in [(2, Focus::RevokeOf(id(3))), (3, Focus::Generate)] {
        let mut model = revoking(number);
        let outcome = Ok(revoked(number));
        update(&mut model, Message::Revoked { id: id(number), outcome }, NOON);
        assert_eq!(model.focus, Some(expected));
    }
}

#[test]
fn an_answer_older_than_the_revocation_does_not_bring_the_row_back() {
    let mut model = revoking(2);
    let asked_before = update(&mut model, Message::Ticked, NOON);
    update(&mut model, Message::Revoked { id: id(2), outcome: Ok(revoked(2)) }, NOON);
    answer(&mut model, asked_before, Ok(page([1, 2, 3])));
    assert_eq!(shown(&model), [1, 3]);
}

#[test]
fn a_token_revoked_by_somebody_else_leaves_too() {
    let mut model = revoking(2);
    let outcome = Err(failure(ProblemKind::NotFound));
    update(&mut model, Message::Revoked { id: id(2), outcome }, NOON);
    assert_eq!(shown(&model), [1, 3]);
    assert!(matches!(toast(&model), ToastKind::AlreadyGone { .. }));
}

#[test]
fn a_revocation_that_failed_leaves_the_row_and_says_so() {
    let mut model = revoking(2);
    let outcome = Err(failure(ProblemKind::Unavailable));
    update(&mut model, Message::Revoked { id: id(2), outcome }, NOON);
    assert_eq!((shown(&model), &model.dialog), (vec![1, 2, 3], &None));
    assert!(toast(&model).is_error());
    assert_eq!(model.focus, Some(Focus::RevokeOf(id(2))));
}
