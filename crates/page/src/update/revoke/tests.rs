use gatepass_core::wire::{ProblemKind, RevocationView, RevokedTokens};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message};
use crate::model::{Dialog, Focus, Model, ToastKind};
use crate::samples::{NOON, answer, failure, id, page, revoked, showing, shown};
use crate::update::update;
use crate::words;

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
    assert_eq!(words::revoke(&question.tokens), "Revoke “token-2”?");
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

#[test]
fn the_token_of_somebody_deprovisioned_is_revoked_with_one_click() {
    let mut page = page([1]);
    page.data[0].is_owner_deprovisioned = true;
    let mut model = showing(page);
    let call = update(&mut model, Message::RevokeChosen(id(1)), NOON);
    assert_eq!((call, model.dialog), (Some(Call::Revoke(id(1))), None));
}

/// The question before revoking the first two tokens together.
fn revoking_two() -> Model {
    let mut model = showing(page([1, 2, 3]));
    for number in [1, 2] {
        update(&mut model, Message::RowToggled { id: id(number), is_range: false }, NOON);
    }
    update(&mut model, Message::RevokeSelectedChosen, NOON);
    model
}

#[test]
fn several_are_revoked_by_one_request_after_one_question() {
    let mut model = revoking_two();
    let Some(Dialog::Revoke(question)) = &model.dialog else { panic!("{:?}", model.dialog) };
    assert_eq!(words::revoke(&question.tokens), "Revoke 2 tokens?");
    let call = update(&mut model, Message::RevokeConfirmed, NOON);
    assert_eq!(call, Some(Call::RevokeSeveral(vec![id(1), id(2)])));
    let outcome = Ok(RevokedTokens { data: vec![revoked(1), revoked(2)] });
    let ids = vec![id(1), id(2)];
    update(&mut model, Message::SeveralRevoked { ids, outcome }, NOON);
    assert_eq!((shown(&model), &model.dialog), (vec![3], &None));
    assert_eq!((model.list.total, model.list.selected.len()), (1, 0));
    assert!(matches!(toast(&model), ToastKind::SeveralRevoked { count: 2, .. }));
}

#[test]
fn where_one_of_several_cannot_be_revoked_all_stay_and_the_list_is_asked_for() {
    let mut model = revoking_two();
    update(&mut model, Message::RevokeConfirmed, NOON);
    let (ids, outcome) = (vec![id(1), id(2)], Err(failure(ProblemKind::NotFound)));
    let call = update(&mut model, Message::SeveralRevoked { ids, outcome }, NOON);
    assert_eq!((shown(&model), model.list.selected.len()), (vec![1, 2, 3], 2));
    assert!(matches!(toast(&model), ToastKind::SeveralNotRevoked { count: 2, .. }));
    assert!(matches!(call, Some(Call::List { .. })));
}

#[test]
fn nothing_is_asked_where_no_row_is_chosen() {
    let mut model = showing(page([1]));
    update(&mut model, Message::RevokeSelectedChosen, NOON);
    assert_eq!(model.dialog, None);
}

#[test]
fn a_revoked_row_comes_back_grey_where_revoked_ones_are_shown() {
    let mut model = showing(page([1, 2]));
    let call = update(&mut model, Message::EndedToggled, NOON);
    answer(&mut model, call, Ok(page([1, 2])));
    update(&mut model, Message::RevokeChosen(id(2)), NOON);
    let call = update(&mut model, Message::Revoked { id: id(2), outcome: Ok(revoked(2)) }, NOON);
    let mut after = page([1, 2]);
    after.data[1].revoked = Some(RevocationView { at: NOON, by: "Ada".parse().unwrap() });
    answer(&mut model, call, Ok(after));
    assert_eq!(shown(&model), [1, 2]);
}
