#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::person::{User, UserCursor};
use crate::policy::{Policy, Role};
use crate::samples::{NOON, subject, user};
use crate::scim::RoleSource;
use crate::time::Seconds;

fn assert_pinned<T: Serialize + DeserializeOwned>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    let read: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

const VIEW: &str = r#"{"sub":"000000000ada","name":"Ada","email":"ada@example.com","role":"security-reader","state":"active","created_at":1795521600,"last_sign_in_at":1795521600,"tokens":2}"#;

fn view() -> UserView {
    let email = Some("ada@example.com".parse().unwrap());
    UserView::of(User { email, ..user(Role::SECURITY_READER) }, 2)
}

#[test]
fn what_adds_a_user_is_pinned_and_its_bad_forms_refused() {
    let add = AddUser {
        name: "Ada".parse().unwrap(),
        email: Some("ada@example.com".parse().unwrap()),
        role: Role::SECURITY_READER,
    };
    assert_pinned(&add, r#"{"name":"Ada","email":"ada@example.com","role":"security-reader"}"#);
    for bad in [
        r#"{"name":"Ada"}"#,
        r#"{"role":"security-reader"}"#,
        r#"{"name":"","role":"security-reader"}"#,
        r#"{"name":"Ada","role":"Security Reader"}"#,
        r#"{"name":"Ada","role":"security-reader","email":"ada"}"#,
        r#"{"name":"Ada","role":"security-reader","sub":"000000000ada"}"#,
    ] {
        assert!(serde_json::from_str::<AddUser>(bad).is_err(), "{bad}");
    }
}

#[test]
fn an_edit_tells_an_address_left_out_from_one_taken_away() {
    assert_eq!(serde_json::from_str::<EditUser>("{}").unwrap(), EditUser::default());
    let edit: EditUser =
        serde_json::from_str(r#"{"email":null,"role":"security-reader"}"#).unwrap();
    assert_eq!((&edit.name, &edit.email), (&None, &Some(None)));
    assert_pinned(&edit, r#"{"email":null,"role":"security-reader"}"#);
    for bad in [r#"{"state":"active"}"#, r#"{"name":null,"tokens":0}"#, r#"{"email":""}"#] {
        assert!(serde_json::from_str::<EditUser>(bad).is_err(), "{bad}");
    }
}

#[test]
fn users_and_their_pages_are_pinned() {
    assert_pinned(&view(), VIEW);
    let gone = User { deprovisioned_at: Some(NOON), ..user(Role::SECURITY_READER) };
    assert_pinned(
        &UserView::of(gone, 0),
        r#"{"sub":"000000000ada","name":"Ada","role":"security-reader","state":"deprovisioned","created_at":1795521600,"last_sign_in_at":1795521600,"deprovisioned_at":1795521600,"tokens":0}"#,
    );
    let policy = Policy::default();
    let page = UserPage {
        total: 1,
        has_next: false,
        data: vec![view()],
        cursor: None,
        roles: policy.roles().skip(5).take(1).map(RoleView::from).collect(),
        role_source: RoleSource::ByHand,
        now: NOON,
    };
    let role = r#"{"role":"security-reader","scope":"read","is_full_administrator":false}"#;
    let json = format!(
        r#"{{"total":1,"hasNext":false,"data":[{VIEW}],"roles":[{role}],"roleSource":"by_hand","now":1795521600}}"#
    );
    assert_pinned(&page, &json);
}

#[test]
fn a_user_just_added_comes_with_their_way_in() {
    let link = UserLink { link: "https://a/sign-in#link=x".to_owned(), exp: NOON };
    assert_pinned(
        &AddedUser { user: view(), link },
        &format!(r#"{{"user":{VIEW},"link":"https://a/sign-in#link=x","exp":1795521600}}"#),
    );
}

#[test]
fn an_impact_is_pinned() {
    let share = |scope: &str, tokens| Share { scope: scope.parse().unwrap(), tokens };
    let impact = Impact {
        tokens: 5,
        affected: 3,
        loses: vec![share("write", 3)],
        regains: vec![],
        used_lately: 1,
        last_used_at: Some(NOON - Seconds(240)),
        now: NOON,
    };
    assert_pinned(
        &impact,
        r#"{"tokens":5,"affected":3,"loses":[{"scope":"write","tokens":3}],"used_lately":1,"last_used_at":1795521360,"now":1795521600}"#,
    );
}

#[test]
fn a_question_about_an_impact_is_about_one_thing() {
    for intent in [Intent::Role(Role::SECURITY_READER), Intent::Deprovision] {
        assert_eq!(Intent::parse(&intent.to_query()), Ok(intent));
    }
    for (query, parameter) in [
        ("", "role"),
        ("role=", "role"),
        ("role=No%20Role", "role"),
        ("role=a&role=b", "role"),
        ("deprovision=false", "deprovision"),
        ("deprovision=1", "deprovision"),
        ("deprovision=true&role=security-reader", "deprovision"),
        ("delete=true", "delete"),
    ] {
        let problem = Intent::parse(query).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(parameter), "{query}: {problem:?}");
        assert!(problem.detail.is_some());
    }
}

#[test]
fn a_query_for_users_survives_its_url_and_names_what_is_wrong() {
    let cursor = UserCursor { name_key: "ada & bob".to_owned(), subject: subject("ada") };
    let query = UserQuery {
        search: Some("a&b=c".to_owned()),
        cursor: Some(cursor),
        limit: Some(7.try_into().unwrap()),
    };
    assert_eq!(UserQuery::parse(&query.to_query()), Ok(query));
    assert_eq!(UserQuery::parse(""), Ok(UserQuery::default()));
    let long = format!("search={}", "x".repeat(401));
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=", "cursor"),
        ("cursor=garbage", "cursor"),
        ("cursor=W10", "cursor"),
        ("search=a&search=b", "search"),
        ("role=security-reader", "role"),
        (long.as_str(), "search"),
    ] {
        let problem = UserQuery::parse(query).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(parameter), "{query}: {problem:?}");
    }
}
