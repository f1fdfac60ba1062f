use gatepass_core::time::Seconds;
use gatepass_core::wire::{Knocks, RevocationView, TokenView};
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::dom::Part;
use crate::samples::{NOON, page, showing, token};

/// The stage with one row, and the row.
fn row(token: TokenView) -> (Stage, Part) {
    let mut page = page([]);
    page.data = vec![token];
    let stage = Stage::showing(&showing(page));
    let row = stage.rows().remove(0);
    (stage, row)
}

fn badges(row: &Part) -> Vec<String> {
    let badges = row.select_all(".badge");
    badges.iter().filter(|badge| !badge.element().hidden()).map(Part::text).collect()
}

#[test]
fn a_row_of_a_token_as_most_are_says_nothing_more() {
    let (_stage, row) = row(token(1));
    assert_eq!(badges(&row), [""; 0]);
    for part in ["description", "notes", "knocks", "uses"] {
        assert!(row.find(part).unwrap().element().hidden(), "{part}");
    }
}

#[test]
fn badges_stand_beside_the_exact_status() {
    let (_stage, row) = row(TokenView {
        exp: Some(NOON + Seconds::days(2)),
        nbf: Some(NOON + Seconds(60)),
        is_owner_deprovisioned: true,
        description: "nightly".parse().ok(),
        ..token(1)
    });
    assert_eq!(badges(&row), ["Expires soon", "Not yet valid", "Deprovisioned"]);
    assert_eq!(row.select("[data-test=status]").unwrap().text(), "Generated");
    assert_eq!(row.find("description").unwrap().text(), "nightly");
    assert!(row.find("notes").unwrap().text().contains("Expires Nov 26, 2026"));
    assert!(!row.find("revoke-button").unwrap().element().hidden());
}

#[test]
fn a_row_that_ended_is_grey_without_actions_and_says_who_still_knocks() {
    let (_stage, row) = row(TokenView {
        revoked: Some(RevocationView {
            at: NOON - Seconds::days(3),
            by: "Ada Admin".parse().unwrap(),
        }),
        knocks: Some(Knocks {
            count: 12,
            first_at: NOON,
            last_at: NOON - Seconds(180),
            last_from: "203.0.113.7".parse().ok(),
        }),
        ..token(1)
    });
    assert_eq!(badges(&row), ["Revoked"]);
    assert_eq!(row.attribute("data-ended").as_deref(), Some(""));
    assert_eq!(row.find("notes").unwrap().text(), "Revoked by Ada Admin 3 days ago.");
    let knocks = "Tried 12 times since, last 3 minutes ago from 203.0.113.7.";
    assert_eq!(row.find("knocks").unwrap().text(), knocks);
    assert!(row.find("revoke-button").unwrap().element().hidden());
}

#[test]
fn uses_are_drawn_and_said_once_there_are_any() {
    let (_stage, used) = row(TokenView { uses_by_day: vec![0, 4], ..token(1) });
    let path = used.element().query_selector(".uses path").unwrap().unwrap();
    assert_eq!(path.get_attribute("d").as_deref(), Some("M3 16v-16h2v16z"));
    assert!(used.find("uses-said").unwrap().text().ends_with("the latest last: 0, 4"));
    let (_stage, unused) = row(TokenView { uses_by_day: vec![0, 0], ..token(1) });
    assert!(unused.find("uses").unwrap().element().hidden());
}
