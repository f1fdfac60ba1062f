use gatepass_core::wire::{MOST_REVOKED, TokenView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::Message;
use crate::model::Model;
use crate::samples::{NOON, answer, id, page, showing, token};
use crate::update::update;

fn toggle(model: &mut Model, number: u32, is_range: bool) {
    update(model, Message::RowToggled { id: id(number), is_range }, NOON);
}

/// The numbers of the rows chosen, in the order in which they were.
fn selected(model: &Model) -> Vec<u32> {
    let numbers = model.list.selected.iter();
    numbers.map(|(id, _)| id.serial.as_str().parse().unwrap()).collect()
}

#[test]
fn a_row_is_chosen_and_no_longer() {
    let mut model = showing(page([1, 2, 3]));
    toggle(&mut model, 3, false);
    toggle(&mut model, 1, false);
    assert_eq!(selected(&model), [3, 1]);
    toggle(&mut model, 3, false);
    assert_eq!(selected(&model), [1]);
    update(&mut model, Message::SelectionCleared, NOON);
    assert_eq!(selected(&model), [0; 0]);
}

#[test]
fn a_range_goes_from_the_row_chosen_last_in_either_direction() {
    let mut model = showing(page(1..=9));
    toggle(&mut model, 5, false);
    toggle(&mut model, 7, true);
    assert_eq!(selected(&model), [5, 6, 7]);
    toggle(&mut model, 3, true);
    assert_eq!(selected(&model), [3, 4, 5, 6, 7]);
}

#[test]
fn what_has_ended_cannot_be_chosen() {
    let mut page = page([1, 2]);
    page.data.push(TokenView { exp: Some(NOON), ..token(3) });
    let mut model = showing(page);
    update(&mut model, Message::AllToggled, NOON);
    assert_eq!(selected(&model), [1, 2]);
    toggle(&mut model, 3, false);
    assert_eq!(selected(&model), [1, 2]);
}

#[test]
fn no_more_are_chosen_than_can_be_revoked_at_once() {
    let mut model = showing(page(1..=150));
    update(&mut model, Message::AllToggled, NOON);
    assert_eq!(selected(&model).len(), MOST_REVOKED);
    toggle(&mut model, 140, false);
    assert_eq!(selected(&model).len(), MOST_REVOKED);
    update(&mut model, Message::AllToggled, NOON);
    assert_eq!(selected(&model), [0; 0]);
}

#[test]
fn what_is_chosen_survives_a_refresh_except_for_rows_that_left() {
    let mut model = showing(page([1, 2, 3]));
    update(&mut model, Message::AllToggled, NOON);
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page([0, 1, 3])));
    assert_eq!(selected(&model), [1, 3]);
}

#[test]
fn another_choice_of_rows_begins_with_none_chosen() {
    let mut model = showing(page([1, 2, 3]));
    update(&mut model, Message::AllToggled, NOON);
    update(&mut model, Message::ExpiringChosen, NOON);
    assert_eq!(selected(&model), [0; 0]);
}
