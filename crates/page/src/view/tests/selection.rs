use gatepass_core::wire::TokenView;
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::Message;
use crate::model::Model;
use crate::samples::{NOON, id, page, showing, token};

fn toggle(stage: &mut Stage, model: &mut Model, number: u32) {
    stage.let_happen(model, Message::RowToggled { id: id(number), is_range: false });
}

fn is_set(stage: &Stage, name: &str, property: &str) -> bool {
    stage.find(name).property(property).is_truthy()
}

#[test]
fn what_can_be_done_with_the_rows_chosen_is_offered_while_there_are_any() {
    let mut model = showing(page([1, 2]));
    let mut stage = Stage::showing(&model);
    assert!(!stage.is_shown("selection"));
    toggle(&mut stage, &mut model, 1);
    assert_eq!(stage.find("selection-count").text(), "1 selected");
    assert!(is_set(&stage, "select-all", "indeterminate"));
    assert!(stage.rows()[0].find("select").unwrap().property("checked").is_truthy());
    toggle(&mut stage, &mut model, 2);
    assert!(is_set(&stage, "select-all", "checked"));
    stage.let_happen(&mut model, Message::SelectionCleared);
    assert!(!stage.is_shown("selection") && !is_set(&stage, "select-all", "checked"));
    assert!(stage.find("search").has_focus());
}

#[test]
fn choosing_rows_moves_none_of_them() {
    let mut model = showing(page([1, 2]));
    let mut stage = Stage::showing(&model);
    let top = stage.rows()[1].top();
    toggle(&mut stage, &mut model, 1);
    assert!((stage.rows()[1].top() - top).abs() < 100.0);
}

#[test]
fn the_question_names_every_token_that_goes() {
    let mut model = showing(page([1, 2, 3]));
    let mut stage = Stage::showing(&model);
    toggle(&mut stage, &mut model, 3);
    toggle(&mut stage, &mut model, 1);
    stage.let_happen(&mut model, Message::RevokeSelectedChosen);
    assert_eq!(stage.find("revoke-heading").text(), "Revoke 2 tokens?");
    let names = stage.find("revoke-names").select_all("li");
    let names: Vec<String> = names.iter().map(|name| name.text()).collect();
    assert_eq!(names, ["token-3", "token-1"]);
    stage.let_happen(&mut model, Message::DialogClosed);
    stage.let_happen(&mut model, Message::RevokeChosen(id(2)));
    assert!(!stage.is_shown("revoke-names"));
}

#[test]
fn a_rows_menu_offers_what_can_be_done_with_its_token() {
    let mut page = page([1]);
    let others = "BBBBBBBBBBBB".parse().unwrap();
    page.data.push(TokenView { sub: others, ..token(2) });
    page.data.push(TokenView { exp: Some(NOON), ..token(3) });
    page.data.push(TokenView { sub: others, exp: Some(NOON), ..token(4) });
    let mut model = showing(page);
    let mut stage = Stage::showing(&model);
    for (number, edit, regenerate) in [(1, true, true), (2, true, false), (3, false, true)] {
        stage.let_happen(&mut model, Message::MenuOpened(id(number)));
        let is_offered = |name: &str| !stage.find(name).element().hidden();
        let offered = (is_offered("menu-edit"), is_offered("menu-regenerate"));
        assert_eq!(offered, (edit, regenerate), "{number}");
    }
    assert!(stage.rows()[3].find("menu").unwrap().element().hidden());
    assert!(stage.rows()[2].find("select").unwrap().element().hidden());
}

#[test]
fn regenerating_asks_for_an_overlap_or_where_the_token_has_expired_for_a_new_expiry() {
    let mut page = page([1]);
    page.data.push(TokenView { exp: Some(NOON), ..token(3) });
    let mut model = showing(page);
    let mut stage = Stage::showing(&model);
    stage.let_happen(&mut model, Message::RegenerateChosen(id(1)));
    assert_eq!(stage.find("regenerate-heading").text(), "Regenerate “token-1”?");
    assert!(stage.is_shown("overlap") && !stage.is_shown("life"));
    stage.let_happen(&mut model, Message::DialogClosed);
    stage.let_happen(&mut model, Message::RegenerateChosen(id(3)));
    assert!(!stage.is_shown("overlap") && stage.is_shown("life"));
    assert_eq!(stage.find("regenerate-expiry").value(), "30");
}

#[test]
fn editing_shows_the_form_with_what_the_token_is() {
    let mut page = page([]);
    let description = "nightly".parse().ok();
    page.data = vec![TokenView { exp: Some(NOON), description, ..token(1) }];
    let mut model = showing(page);
    let mut stage = Stage::showing(&model);
    stage.let_happen(&mut model, Message::EditChosen(id(1)));
    assert_eq!(stage.find("generate-heading").text(), "Edit “token-1”");
    assert_eq!(stage.find("field-name").value(), "token-1");
    assert_eq!(stage.find("field-description").value(), "nightly");
    assert_eq!(stage.find("field-exp").value(), "as-so-far");
    assert!(stage.find("expires-so-far").text().starts_with("Nov 24, 2026"));
    assert_eq!(stage.find("next").text(), "Save");
    assert!(stage.find("field-name").has_focus());
}
