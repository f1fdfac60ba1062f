//! However far one scrolls, a bounded number of rows is kept.

use gatepass_core::listing::{Cursor, Direction};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message};
use crate::model::{Focus, MOST_KEPT, Model, Phase};
use crate::samples::{NOON, answer, page, served, shown, signed_in};
use crate::update::update;
use crate::words;

/// How many tokens the tenant has.
const ALL: u32 = 5_000;

/// Lets it happen, and answers what it asks for as the registry would.
fn let_happen(model: &mut Model, message: Message) {
    if let Some(Call::List { number, query }) = update(model, message, NOON) {
        let outcome = Ok(served(ALL, &query));
        update(model, Message::Listed { number, outcome }, NOON);
    }
}

/// The first and the last number shown; there is none missing between them.
fn range(model: &Model) -> (u32, u32) {
    let numbers = shown(model);
    let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
    assert_eq!(numbers, (first..=last).collect::<Vec<_>>());
    assert_eq!(u64::from(first - 1), model.list.skipped());
    (first, last)
}

/// A list that was scrolled to where it shows the token with this number.
fn scrolled_to(number: u32) -> Model {
    let mut model = signed_in();
    let_happen(&mut model, Message::Ticked);
    while range(&model).1 < number {
        let_happen(&mut model, Message::MoreWanted);
        assert!(model.list.rows.len() <= MOST_KEPT);
    }
    model
}

#[test]
fn scrolling_to_the_end_and_back_keeps_a_bounded_number_of_rows_without_a_gap() {
    let mut model = scrolled_to(ALL);
    assert_eq!((range(&model), &model.list.cursor), ((4_501, ALL), &None));
    while model.list.before.is_some() {
        let_happen(&mut model, Message::EarlierWanted);
        range(&model);
        assert!(model.list.rows.len() <= MOST_KEPT);
    }
    assert_eq!(range(&model), (1, 500));
    let_happen(&mut model, Message::MoreWanted);
    assert_eq!(range(&model), (51, 550));
}

#[test]
fn the_count_says_which_are_shown() {
    let model = scrolled_to(1_200);
    assert_eq!(words::count(&model.list), "701–1,200 of 5,000 tokens");
}

#[test]
fn a_refresh_far_down_asks_for_the_rows_that_are_there() {
    let mut model = scrolled_to(1_200);
    let call = update(&mut model, Message::Ticked, NOON);
    let Some(Call::List { query, .. }) = &call else { panic!("{call:?}") };
    assert_eq!(query.direction, Direction::Descending);
    let expected = Cursor::after(&crate::samples::token(700), query.sort);
    assert_eq!(query.cursor, Some(expected));
    let outcome = Ok(served(ALL, query));
    answer(&mut model, call, outcome);
    assert_eq!(range(&model), (701, 1_200));
}

#[test]
fn going_back_to_the_start_shows_the_first_rows() {
    let mut model = scrolled_to(1_200);
    let_happen(&mut model, Message::StartWanted);
    assert_eq!((range(&model), &model.list.before), ((1, 50), &None));
    update(&mut model, Message::StartWanted, NOON);
    assert_eq!(model.focus, Some(Focus::Heading));
}

#[test]
fn where_everything_shown_was_revoked_the_list_starts_again() {
    let mut model = scrolled_to(1_200);
    let call = update(&mut model, Message::Ticked, NOON);
    let again = answer(&mut model, call, Ok(page([])));
    assert_eq!(model.list.phase, Phase::Changing);
    answer(&mut model, again, Ok(page([1, 2])));
    assert_eq!(range(&model), (1, 2));
}

#[test]
fn a_token_generated_while_scrolled_far_down_is_shown_at_the_start() {
    let mut model = scrolled_to(1_200);
    let_happen(&mut model, Message::Issued(Ok(Box::new(crate::samples::new_token(0)))));
    assert_eq!(range(&model), (1, 50));
}

#[test]
fn nothing_earlier_is_asked_for_where_nothing_was_let_go() {
    let mut model = scrolled_to(100);
    assert_eq!(update(&mut model, Message::EarlierWanted, NOON), None);
}
