mod told;

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::audit::Action;
use crate::id::{Serial, TenantId};
use crate::samples::{keys, tenant};
use crate::time::{Millis, UnixMillis, UnixSeconds};

#[test]
fn every_filter_is_read_from_the_query_and_written_back() {
    let text = "person=0123456789ab&token=tenant0123456789&kind=token.revoked&from=10&until=20\
                &order=oldest&cursor=x&limit=7&wait=25";
    let query = ActivityQuery::parse(text).unwrap();
    assert_eq!(query.kind, Some(Kind::Action(Action::TokenRevoked)));
    assert_eq!((query.from, query.until), (Some(UnixSeconds(10)), Some(UnixSeconds(20))));
    assert_eq!((query.order, query.limit.map(u32::from)), (Order::Oldest, Some(7)));
    assert_eq!(query.wait.map(Millis::from), Some(Millis::seconds(25)));
    assert_eq!(query.to_query(), text.replace(' ', ""));
    assert_eq!(ActivityQuery::parse(""), Ok(ActivityQuery::default()));
}

#[test]
fn the_parameter_at_fault_is_named() {
    for (query, parameter) in [
        ("person=ada", "person"),
        ("token=short", "token"),
        ("kind=token.eaten", "kind"),
        ("kind=", "kind"),
        ("from=noon", "from"),
        ("from=1.5", "from"),
        ("until=", "until"),
        ("from=5&until=5", "until"),
        ("order=random", "order"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("wait=26&order=oldest&cursor=x", "wait"),
        ("wait=-1", "wait"),
        ("wait=5", "wait"),
        ("wait=5&cursor=x", "wait"),
        ("wait=5&order=oldest", "wait"),
        ("kind=token&kind=user", "kind"),
        ("search=x", "search"),
        ("Kind=token", "Kind"),
    ] {
        assert_eq!(ActivityQuery::parse(query).unwrap_err().parameter, parameter, "{query}");
    }
}

#[test]
fn an_export_takes_the_same_filters_and_a_format() {
    let query = ExportQuery::parse("format=csv&kind=token&from=1&until=2").unwrap();
    assert_eq!(query.format, ExportFormat::Csv);
    assert_eq!(ExportQuery::parse("").unwrap().format, ExportFormat::Csv);
    assert_eq!(query.into_query(), ActivityQuery::parse("kind=token&from=1&until=2").unwrap());
    for (query, parameter) in [
        ("format=xls", "format"),
        ("format=csv&from=2&until=1", "until"),
        ("format=csv&limit=5", "limit"),
        ("format=csv&wait=5", "wait"),
    ] {
        assert_eq!(ExportQuery::parse(query).unwrap_err().parameter, parameter, "{query}");
    }
}

#[test]
fn every_action_and_every_topic_is_a_kind() {
    for action in Action::ALL {
        assert_eq!(action.as_str().parse(), Ok(Kind::Action(*action)));
    }
    let topics = Topic::all();
    for topic in &topics {
        assert_eq!(topic.as_str().parse(), Ok(Kind::Topic(*topic)));
        assert!(topic.actions().count() > 0);
    }
    let told: usize = topics.iter().map(|topic| topic.actions().count()).sum();
    assert_eq!(told, Action::ALL.len());
    assert_eq!("token".parse::<Kind>().unwrap().to_string(), "token");
}

fn cursor(sequence: u64) -> ActivityCursor {
    ActivityCursor { tenant: tenant(), sequence }
}

proptest! {
    #[test]
    fn a_cursor_comes_back_as_it_was_given(sequence: u64) {
        let text = cursor(sequence).seal(&keys('a'));
        prop_assert_eq!(ActivityCursor::open(&text, tenant(), &keys('a')), Ok(cursor(sequence)));
    }

    #[test]
    fn a_cursor_that_was_tampered_with_is_none(sequence: u64, place: usize, other in "[0-9A-Za-z]") {
        let text = cursor(sequence).seal(&keys('a'));
        let place = place % text.len();
        let mut tampered = text.clone();
        tampered.replace_range(place..=place, &other);
        let opened = ActivityCursor::open(&tampered, tenant(), &keys('a'));
        prop_assert_eq!(opened.is_ok(), tampered == text);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text: String) {
        prop_assert!(ActivityCursor::open(&text, tenant(), &keys('a')).is_err());
    }
}

#[test]
fn a_cursor_is_worth_nothing_in_another_tenant_or_under_another_key() {
    let other: TenantId = "other0".parse().unwrap();
    let theirs = ActivityCursor { tenant: other, sequence: 5 }.seal(&keys('a'));
    assert!(ActivityCursor::open(&theirs, tenant(), &keys('a')).is_err());
    assert!(ActivityCursor::open(&theirs, other, &keys('b')).is_err());
    assert!(ActivityCursor::open(&theirs, other, &keys('a')).is_ok());
}

#[test]
fn the_form_is_the_one_that_is_wanted_most() {
    let (json, cef) = (Some(ActivityFormat::Json), Some(ActivityFormat::Cef));
    for (accept, expected) in [
        ("", json),
        ("*/*", json),
        ("application/*", json),
        ("application/json", json),
        ("application/cef", cef),
        ("APPLICATION/CEF ; charset=utf-8", cef),
        ("application/json, application/cef", json),
        ("application/json;q=0.5, application/cef", cef),
        ("application/json;q=0.5, application/cef;q=0.4", json),
        ("application/json;q=0.50, application/cef;q=0.501", cef),
        ("application/cef, */*;q=0.1", cef),
        ("*/*, application/json;q=0", cef),
        ("application/*;q=0.2, application/cef;q=0.1", json),
        ("text/html, application/cef;Q=0.001", cef),
        ("text/html", None),
        ("application/json;q=0, application/cef;q=0", None),
        ("*/*;q=0", None),
        ("application/cef;q=2", None),
        ("application/cef;q=0.0001", None),
        ("application/cef;q=x, application/json", json),
        ("garbage", None),
        (",,;;=", None),
    ] {
        assert_eq!(ActivityFormat::negotiate(Some(accept)), expected, "{accept:?}");
    }
    assert_eq!(ActivityFormat::negotiate(None), json);
}

fn waiter(number: usize) -> Serial {
    format!("{number:0>10}").parse().unwrap()
}

#[test]
fn so_many_wait_at_once_and_a_place_is_free_once_one_leaves_or_falls_silent() {
    let (start, mut waiters) = (UnixMillis(1_000_000), Waiters::default());
    for number in 0..MOST_WAITERS {
        assert!(waiters.admit(waiter(number), start));
    }
    assert!(!waiters.admit(waiter(99), start));
    assert!(waiters.admit(waiter(3), start), "who waits already waits on");
    waiters.leave(&waiter(3));
    assert!(waiters.admit(waiter(99), start));
    assert!(!waiters.admit(waiter(100), start + Millis::seconds(9)));
    assert!(
        waiters.admit(waiter(100), start + Millis::seconds(10)),
        "the others were not heard of"
    );
}
