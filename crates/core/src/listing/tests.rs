#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::samples::{tenant, token};

fn cursor() -> Cursor {
    let key = SortKey::StatusThenName(Status::Active, "ci é".to_owned());
    Cursor { sort: SortBy::Status, key, serial: token(1).id().serial, tenant: tenant() }
}

#[test]
fn a_query_survives_its_url() {
    let query = TokenQuery {
        status: Some(Status::Active),
        search: Some("a b&c=é".to_owned()),
        revoked: true,
        expiring: true,
        sort: SortBy::Status,
        direction: Direction::Ascending,
        cursor: Some(cursor()),
        limit: Some(Limit::try_from(100).unwrap()),
    };
    assert_eq!(TokenQuery::parse(&query.to_query()), Ok(query));
}

#[test]
fn an_empty_query_asks_for_the_newest() {
    let query = TokenQuery::parse("").unwrap();
    assert_eq!((query.sort, query.direction), (SortBy::Issued, Direction::Descending));
    assert_eq!(u32::from(query.limit.unwrap_or_default()), 50);
}

#[test]
fn every_bad_parameter_is_refused_by_its_name() {
    let long = format!("search={}", "x".repeat(401));
    for (query, parameter) in [
        ("status=used", "status"),
        ("sort=colour", "sort"),
        ("direction=up", "direction"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("cursor=nonsense", "cursor"),
        ("cursor=", "cursor"),
        ("revoked=yes", "revoked"),
        ("expiring=1", "expiring"),
        ("revoked=true&revoked=true", "revoked"),
        ("page=2", "page"),
        ("sort=name&sort=name", "sort"),
        (long.as_str(), "search"),
    ] {
        let error = TokenQuery::parse(query).unwrap_err();
        assert_eq!(error.parameter(), parameter, "{query}: {error}");
    }
}

#[test]
fn a_cursor_is_worth_nothing_in_another_order() {
    let cursor = String::from(cursor());
    assert_eq!(
        TokenQuery::parse(&format!("sort=name&cursor={cursor}")),
        Err(ParseQueryError::CursorOfOtherOrder)
    );
    assert_eq!(
        TokenQuery::parse(&format!("sort=status&status=inactive&cursor={cursor}")),
        Err(ParseQueryError::CursorOfOtherOrder)
    );
}
