use gatepass_core::status::Status;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, TokenView};
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::Message;
use crate::model::{Model, Phase};
use crate::samples::{
    NOON, answer, failure, id, page, page_with_more, revoked, showing, shown, signed_in, token,
};
use crate::update::update;

fn refresh(model: &mut Model, numbers: &[u32]) {
    let call = update(model, Message::Ticked, NOON);
    answer(model, call, Ok(page(numbers.iter().copied())));
}

#[test]
fn rows_follow_the_list_and_stay_the_same_elements() {
    let mut model = showing(page([1, 2, 3]));
    let mut stage = Stage::showing(&model);
    let [_, second, third] = stage.rows().try_into().unwrap();
    refresh(&mut model, &[3, 4, 2]);
    stage.show(&model);
    let rows = stage.rows();
    assert_eq!((rows.len(), &rows[0], &rows[2]), (3, &third, &second));
    assert_eq!(rows[1].attribute("data-id"), Some(id(4).to_string()));
}

#[test]
fn the_focus_stays_where_it_is_when_the_list_is_refreshed() {
    let mut model = showing(page([1, 2]));
    let mut stage = Stage::showing(&model);
    let button = stage.rows()[1].find("revoke-button").unwrap();
    assert!(button.focus());
    refresh(&mut model, &[0, 1, 2]);
    stage.show(&model);
    assert!(button.has_focus());
}

#[test]
fn a_name_that_looks_like_markup_is_shown_as_it_is() {
    let name = "<img src=x onerror=alert(1)>";
    let mut page = page([]);
    page.data = vec![TokenView { name: name.parse().unwrap(), ..token(1) }];
    let stage = Stage::showing(&showing(page));
    assert_eq!(stage.find("rows").find("name").unwrap().text(), name);
    assert_eq!(stage.find("rows").select("img"), None);
}

#[test]
fn a_row_says_status_and_moments_in_words_and_exactly() {
    let mut page = page([]);
    let used = NOON - Seconds::days(3);
    page.data = vec![TokenView { last_used_at: Some(used), status: Status::Active, ..token(0) }];
    let stage = Stage::showing(&showing(page));
    let row = &stage.rows()[0];
    assert_eq!(row.find("status-word").unwrap().text(), "Active");
    let moment = row.find("used-at").unwrap();
    assert_eq!(moment.text(), "3 days ago");
    assert_eq!(moment.attribute("datetime").unwrap(), "2026-11-21T12:00:00.000Z");
    assert!(row.find("used-at-exact").unwrap().text().contains("2026"));
    assert!(row.find("never").unwrap().element().hidden());
}

#[test]
fn one_of_skeleton_table_empty_no_match_and_failed_is_shown() {
    let failed = {
        let mut model = signed_in();
        let call = update(&mut model, Message::Ticked, NOON);
        answer(&mut model, call, Err(failure(ProblemKind::Unavailable)));
        model
    };
    let no_match = {
        let mut model = showing(page([1]));
        let call = update(&mut model, Message::FilterChosen(Some(Status::Active)), NOON);
        answer(&mut model, call, Ok(page([])));
        model
    };
    for (model, expected) in [
        (signed_in(), "skeleton"),
        (showing(page([1])), "table"),
        (showing(page([])), "empty"),
        (no_match, "no-match"),
        (failed, "failed"),
    ] {
        let stage = Stage::showing(&model);
        let visible: Vec<_> = ["skeleton", "table", "empty", "no-match", "failed"]
            .into_iter()
            .filter(|name| stage.is_shown(name))
            .collect();
        assert_eq!(visible, [expected]);
    }
}

#[test]
fn the_count_says_how_many_of_how_many() {
    let stage = Stage::showing(&showing(page_with_more(1..=50)));
    assert_eq!(stage.find("count").text(), "1–50 of 1,000 tokens");
    assert!(stage.is_shown("more"));
}

#[test]
fn the_chosen_order_and_filter_are_told_to_everybody() {
    let mut model = showing(page([1]));
    let mut stage = Stage::new();
    let message = Message::SortToggled(gatepass_core::listing::SortBy::Name);
    stage.let_happen(&mut model, message);
    stage.let_happen(&mut model, Message::FilterChosen(Some(Status::Active)));
    assert_eq!(stage.find("sort-name").attribute("aria-sort").as_deref(), Some("ascending"));
    assert_eq!(stage.find("sort-issued").attribute("aria-sort"), None);
    let pressed = stage.root.select_all("[data-action=filter][aria-pressed=true]");
    assert_eq!(pressed.len(), 1);
    assert_eq!(pressed[0].attribute("data-id").as_deref(), Some("active"));
    assert_eq!(stage.find("order").value(), "name-ascending");
    assert_eq!(model.list.phase, Phase::Changing);
    assert_eq!(stage.find("panel").attribute("aria-busy").as_deref(), Some("true"));
}

#[test]
fn a_revoked_row_leaves_and_the_focus_goes_to_the_next() {
    let mut model = showing(page([1, 2, 3]));
    let mut stage = Stage::showing(&model);
    stage.rows()[1].find("revoke-button").unwrap().focus();
    stage.let_happen(&mut model, Message::RevokeChosen(id(2)));
    stage.let_happen(&mut model, Message::Revoked { id: id(2), outcome: Ok(revoked(2)) });
    assert_eq!((shown(&model), stage.rows().len()), (vec![1, 3], 2));
    assert!(stage.rows()[1].find("revoke-button").unwrap().has_focus());
    let toast = stage.root.select("[data-test=toast]").unwrap();
    assert!(toast.text().contains("Revoked “token-2”. Edges where it is in use refuse it by"));
}
