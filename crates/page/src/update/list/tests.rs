use gatepass_core::listing::{Direction, SortBy, TokenQuery};
use gatepass_core::status::{ACTIVE_FOR, Status};
use gatepass_core::time::Seconds;
use gatepass_core::wire::ProblemKind;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message};
use crate::model::{Focus, Model, Phase};
use crate::samples::{
    NOON, answer, failure, page, page_with_more, showing, shown, signed_in, token_used_at,
};
use crate::update::update;

fn query(call: &Option<Call>) -> TokenQuery {
    match call {
        Some(Call::List { query, .. }) => query.clone(),
        other => panic!("no list was asked for: {other:?}"),
    }
}

fn type_search(model: &mut Model, text: &str) -> Option<Call> {
    match update(model, Message::SearchTyped(text.to_owned()), NOON) {
        Some(Call::Wait { then, .. }) => update(model, *then, NOON),
        other => panic!("the search did not wait: {other:?}"),
    }
}

#[test]
fn a_filter_is_asked_for_at_once_and_the_rows_stay_until_it_is_answered() {
    let mut model = showing(page([1, 2, 3]));
    let call = update(&mut model, Message::FilterChosen(Some(Status::Active)), NOON);
    assert_eq!(query(&call).status, Some(Status::Active));
    assert_eq!((shown(&model), &model.list.phase), (vec![1, 2, 3], &Phase::Changing));
    answer(&mut model, call, Ok(page([2])));
    assert_eq!((shown(&model), &model.list.phase), (vec![2], &Phase::Ready));
}

#[test]
fn an_answer_to_an_earlier_question_no_longer_counts() {
    let mut model = showing(page([1]));
    let earlier = update(&mut model, Message::FilterChosen(Some(Status::Active)), NOON);
    let later = update(&mut model, Message::FilterChosen(Some(Status::Inactive)), NOON);
    answer(&mut model, later, Ok(page([7])));
    answer(&mut model, earlier, Ok(page([8])));
    assert_eq!(shown(&model), [7]);
}

#[test]
fn a_search_begins_once_nothing_more_is_entered() {
    let mut model = showing(page([1]));
    update(&mut model, Message::SearchTyped("ci".to_owned()), NOON);
    update(&mut model, Message::SearchTyped("ci-d".to_owned()), NOON);
    assert_eq!(update(&mut model, Message::SearchSettled("ci".to_owned()), NOON), None);
    let call = update(&mut model, Message::SearchSettled("ci-d".to_owned()), NOON);
    assert_eq!(query(&call).search.as_deref(), Some("ci-d"));
}

#[test]
fn a_space_at_the_end_of_a_search_is_kept_in_the_field_and_searches_nothing_new() {
    let mut model = showing(page([1]));
    let call = type_search(&mut model, "ci");
    answer(&mut model, call, Ok(page([1])));
    assert_eq!(type_search(&mut model, "ci "), None);
    assert_eq!(model.list.typed, "ci ");
}

#[test]
fn a_heading_sorts_by_it_and_clicked_again_the_other_way() {
    let mut model = showing(page([1]));
    let orders = [SortBy::Name, SortBy::Name, SortBy::LastUsed].map(|sort| {
        let query = query(&update(&mut model, Message::SortToggled(sort), NOON));
        (query.sort, query.direction)
    });
    assert_eq!(
        orders,
        [
            (SortBy::Name, Direction::Ascending),
            (SortBy::Name, Direction::Descending),
            (SortBy::LastUsed, Direction::Descending),
        ]
    );
}

#[test]
fn clearing_the_filters_keeps_the_order_and_goes_to_the_search_field() {
    let mut model = showing(page([1]));
    update(&mut model, Message::SortToggled(SortBy::Name), NOON);
    update(&mut model, Message::FilterChosen(Some(Status::Active)), NOON);
    type_search(&mut model, "zzz");
    let query = query(&update(&mut model, Message::FiltersCleared, NOON));
    assert_eq!((query.status, query.search, query.sort), (None, None, SortBy::Name));
    assert_eq!((model.list.typed.as_str(), model.focus), ("", Some(Focus::Search)));
}

#[test]
fn more_is_asked_for_with_the_cursor_once_at_a_time_until_there_is_no_more() {
    let mut model = showing(page_with_more([1, 2]));
    let call = update(&mut model, Message::MoreWanted, NOON);
    assert!(query(&call).cursor.is_some());
    assert_eq!(update(&mut model, Message::MoreWanted, NOON), None);
    answer(&mut model, call, Ok(page([3, 4])));
    assert_eq!(shown(&model), [1, 2, 3, 4]);
    assert_eq!(update(&mut model, Message::MoreWanted, NOON), None);
}

#[test]
fn a_refresh_asks_for_as_many_as_are_loaded_from_fifty_to_a_hundred() {
    for (loaded, expected) in [(3, 50), (70, 70), (250, 100)] {
        let mut model = showing(page(1..=loaded));
        let query = query(&update(&mut model, Message::Ticked, NOON));
        assert_eq!(query.limit.map(u32::from), Some(expected), "{loaded}");
    }
}

#[test]
fn what_is_shown_stays_while_it_cannot_be_refreshed() {
    let mut model = showing(page([1, 2]));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Err(failure(ProblemKind::Unavailable)));
    assert_eq!((shown(&model), model.list.is_stale), (vec![1, 2], true));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page([1])));
    assert_eq!((shown(&model), model.list.is_stale), (vec![1], false));
}

#[test]
fn a_list_that_failed_is_tried_again_by_itself_and_by_hand() {
    for again in [Message::Ticked, Message::RetryChosen] {
        let mut model = signed_in();
        let call = update(&mut model, Message::Ticked, NOON);
        answer(&mut model, call, Err(failure(ProblemKind::Unavailable)));
        assert!(matches!(model.list.phase, Phase::Failed(_)));
        let call = update(&mut model, again, NOON);
        answer(&mut model, call, Ok(page([1])));
        assert_eq!(model.list.phase, Phase::Ready);
    }
}

#[test]
fn an_active_token_becomes_inactive_as_time_passes_and_is_counted_so() {
    let mut page = page([]);
    page.data = vec![token_used_at(NOON)];
    page.totals.active = 1;
    let mut model = showing(page);
    update(&mut model, Message::Ticked, NOON + ACTIVE_FOR);
    assert_eq!(model.list.rows[0].status, Status::Active);
    update(&mut model, Message::Ticked, NOON + ACTIVE_FOR + Seconds(1));
    assert_eq!(model.list.rows[0].status, Status::Inactive);
    assert_eq!((model.list.totals.active, model.list.totals.inactive), (0, 1));
}

#[test]
fn a_browser_whose_clock_is_behind_does_not_make_a_token_active_again() {
    let mut page = page([]);
    page.data =
        vec![gatepass_core::wire::TokenView { status: Status::Inactive, ..token_used_at(NOON) }];
    let mut model = showing(page);
    update(&mut model, Message::Ticked, NOON);
    assert_eq!(model.list.rows[0].status, Status::Inactive);
}

#[test]
fn moments_are_read_by_the_servers_clock_however_wrong_the_browsers_is() {
    let mut model = showing(page([1]));
    let wrong = NOON - Seconds::days(400);
    let call = update(&mut model, Message::RetryChosen, wrong);
    let Some(Call::List { number, .. }) = call else {
        panic!("{call:?}");
    };
    let outcome = Ok(page([1]));
    update(&mut model, Message::Listed { number, outcome }, wrong);
    assert_eq!(model.list.as_of, NOON);
    update(&mut model, Message::Ticked, wrong + Seconds(10));
    assert_eq!(model.list.as_of, NOON + Seconds(10));
}

#[test]
fn those_that_expire_soon_and_those_that_ended_are_asked_for() {
    let mut model = showing(page([1]));
    update(&mut model, Message::FilterChosen(Some(Status::Active)), NOON);
    let expiring = query(&update(&mut model, Message::ExpiringChosen, NOON));
    assert_eq!((expiring.status, expiring.expiring, expiring.revoked), (None, true, false));
    let both = query(&update(&mut model, Message::EndedToggled, NOON));
    assert_eq!((both.expiring, both.revoked), (true, true));
    let ended = query(&update(&mut model, Message::FilterChosen(None), NOON));
    assert_eq!((ended.expiring, ended.revoked), (false, true));
    assert!(!model.list.is_narrowed());
    assert!(!query(&update(&mut model, Message::EndedToggled, NOON)).revoked);
}
