#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::Message;
use crate::samples::{NOON, answer, page, page_with_more, showing, shown};
use crate::update::update;

#[test]
fn a_refresh_of_the_first_rows_keeps_those_after_them() {
    let mut model = showing(page_with_more(1..=150));
    let before = model.list.cursor.clone();
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page_with_more(0..=99)));
    assert_eq!(shown(&model), (0..=150).collect::<Vec<_>>());
    assert_eq!(model.list.cursor, before);
}

#[test]
fn a_row_that_was_revoked_elsewhere_leaves_with_the_refresh() {
    let mut model = showing(page_with_more(1..=150));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page_with_more((1..=101).filter(|number| *number != 50))));
    assert_eq!(shown(&model), (1..=150).filter(|number| *number != 50).collect::<Vec<_>>());
}

#[test]
fn a_refresh_that_is_the_whole_list_leaves_nothing_else() {
    let mut model = showing(page_with_more(1..=150));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page(1..=10)));
    assert_eq!(shown(&model), (1..=10).collect::<Vec<_>>());
    assert_eq!(model.list.cursor, None);
}

#[test]
fn a_row_that_comes_twice_is_shown_once() {
    let mut model = showing(page_with_more([1, 2]));
    let call = update(&mut model, Message::MoreWanted, NOON);
    answer(&mut model, call, Ok(page([2, 3])));
    assert_eq!(shown(&model), [1, 2, 3]);
}
