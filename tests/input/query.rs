//! Queries and ids.

use gatepass_core::listing::{Direction, SortBy, TokenQuery};
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::Method;

use super::Scene;
use crate::harness::send;

#[tokio::test]
async fn the_parameter_at_fault_is_named() {
    let scene = Scene::new().await;
    let long = "x".repeat(401);
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=1.5", "limit"),
        ("limit=many", "limit"),
        ("limit=", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("limit=1&limit=2", "limit"),
        ("status=bogus", "status"),
        ("status=Active", "status"),
        ("status=", "status"),
        ("status=active&status=active", "status"),
        ("sort=bogus", "sort"),
        ("sort=", "sort"),
        ("direction=up", "direction"),
        ("cursor=", "cursor"),
        ("cursor=garbage", "cursor"),
        ("cursor=bm90IGpzb24", "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=%00", "cursor"),
        (&format!("search={long}"), "search"),
        ("search=a&search=b", "search"),
        ("nonsense=1", "nonsense"),
        ("Limit=1", "Limit"),
        ("owner=someone", "owner"),
    ] {
        let answer = scene.ada.try_list(query).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        answer.expect_wrong(parameter);
    }
}

#[tokio::test]
async fn a_cursor_that_was_tampered_with_is_refused_by_its_name() {
    let scene = Scene::new().await;
    for name in ["a", "b", "c"] {
        scene.ada.issue(name).await;
    }
    let query = TokenQuery {
        sort: SortBy::Name,
        direction: Direction::Ascending,
        limit: Some(1.try_into().unwrap()),
        ..TokenQuery::default()
    };
    let cursor: String = scene.ada.list(&query).await.cursor.unwrap().into();
    let unchecked = cursor.split('.').next().unwrap();
    scene.ada.try_list(&format!("sort=name&cursor={unchecked}")).await.expect_wrong("cursor");
    for sort in ["issued", "last_used", "status"] {
        let answer = scene.ada.try_list(&format!("sort={sort}&cursor={cursor}")).await;
        answer.expect_wrong("cursor");
    }
    for place in 0..cursor.len() {
        let mut tampered = cursor.clone().into_bytes();
        tampered[place] = if tampered[place] == b'A' { b'B' } else { b'A' };
        let tampered = String::from_utf8(tampered).unwrap();
        let answer = scene.ada.try_list(&format!("sort=name&cursor={tampered}")).await;
        answer.expect_wrong("cursor");
    }
}

#[tokio::test]
async fn any_search_text_is_answered() {
    let scene = Scene::new().await;
    let issued = scene.ada.issue("ci").await;
    for search in ["%ff", "%00", "%", "'%20OR%201=1--", "%25%25", "*", "%5C", "%F0%9F%9A%80"] {
        let answer = scene.ada.try_list(&format!("search={search}")).await.expect(200);
        let page: gatepass_core::wire::TokenPage = answer.json();
        assert!(page.data.is_empty(), "{search}");
    }
    assert!(scene.ada.find(issued.view.id).await.is_some());
}

#[tokio::test]
async fn an_id_that_is_none_is_not_found() {
    let scene = Scene::new().await;
    let issued = scene.ada.issue("ci").await;
    let id = issued.view.id.to_string();
    for id in [
        "x",
        "0000000000000000",
        &id[..15],
        &format!("{id}0"),
        &id.to_lowercase().replace(|c: char| c.is_ascii_digit(), "a"),
        "%2e%2e",
        "..%2f..",
        "%00",
        "caf%C3%A9",
        "'%20OR%201=1--",
        &issued.token,
    ] {
        let path = Route::Tokens.to_path();
        let request = scene.tenant.caller.request(Method::POST, &format!("{path}/{id}/revoke"));
        let request = request
            .header("origin", scene.tenant.caller.origin())
            .header("cookie", scene.ada.cookie());
        send(request).await.expect_problem(ProblemKind::NotFound);
    }
    assert_eq!(scene.ada.names().await, ["ci"]);
}
