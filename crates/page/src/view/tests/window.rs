use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::{Call, Message};
use crate::model::{MOST_KEPT, Model};
use crate::samples::{NOON, served, signed_in};
use crate::update::update;

fn let_happen(stage: &mut Stage, model: &mut Model, message: Message) {
    if let Some(Call::List { number, query }) = update(model, message, NOON) {
        let outcome = Ok(served(3_000, &query));
        update(model, Message::Listed { number, outcome }, NOON);
    }
    stage.show(model);
}

#[test]
fn a_list_of_thousands_stays_bounded_in_the_document_and_in_place_as_one_scrolls() {
    let mut stage = Stage::new();
    let mut model = signed_in();
    let_happen(&mut stage, &mut model, Message::Ticked);
    assert!(!stage.is_shown("earlier"));
    for _ in 0..20 {
        let last = stage.rows().pop().unwrap();
        last.element().scroll_into_view();
        let top = last.top();
        let_happen(&mut stage, &mut model, Message::MoreWanted);
        assert!(stage.rows().len() <= MOST_KEPT);
        assert!((last.top() - top).abs() < 2.0, "{} {top}", last.top());
    }
    assert_eq!(stage.rows().len(), MOST_KEPT);
    assert_eq!(stage.find("count").text(), "551–1,050 of 3,000 tokens");
    assert_eq!(stage.find("earlier-why").text(), "550 tokens before these are not shown.");

    stage.find("earlier").element().scroll_into_view();
    let first = stage.rows().remove(0);
    let top = first.top();
    let_happen(&mut stage, &mut model, Message::EarlierWanted);
    assert_eq!(stage.rows().len(), MOST_KEPT);
    assert!((first.top() - top).abs() < 2.0, "{} {top}", first.top());
    let_happen(&mut stage, &mut model, Message::StartWanted);
    assert!(!stage.is_shown("earlier"));
    assert_eq!(stage.find("count").text(), "1–50 of 3,000 tokens");
}
