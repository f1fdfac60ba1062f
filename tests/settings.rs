//! The tenant's settings.

use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, SettingsView};
use reqwest::Method;
use serde_json::json;

use crate::harness::{ADA, Answer, OTTO, Person, Tenant, send, send_json, shared};

#[tokio::test]
async fn an_administrator_sees_and_changes_them() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let usual = ada.call(&Route::Settings).await.expect(200);
    assert_eq!(
        usual.text(),
        r#"{"most_live_tokens":100,"activity_retention_days":365,"tokens_beyond":0}"#
    );
    let set = ada.set(&json!({ "most_live_tokens": 7, "longest_life_days": 30 })).await;
    assert_eq!(ada.call(&Route::Settings).await.expect(200).json::<SettingsView>(), set);
    let set = ada.set(&json!({ "longest_life_days": null })).await;
    assert_eq!(set.settings.longest_life_days, None);
    assert_eq!(u32::from(set.settings.most_live_tokens), 7);
}

#[tokio::test]
async fn nobody_else_sees_or_changes_them() {
    let tenant = Tenant::create(shared().await).await;
    let otto = tenant.sign_in(OTTO).await;
    otto.call(&Route::Settings).await.expect_problem(ProblemKind::PermissionDenied);
    let change = json!({ "most_live_tokens": 1 });
    let answer = send_json(otto.to(&Route::ChangeSettings), &change).await;
    answer.expect_problem(ProblemKind::PermissionDenied);
    let ada = tenant.sign_in(ADA).await;
    let settings = ada.call(&Route::Settings).await.expect(200).json::<SettingsView>().settings;
    assert_eq!(settings, Default::default());
}

#[tokio::test]
async fn a_longest_life_binds_what_is_issued_later_and_tells_what_goes_beyond_it() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let day = |days: i64| now + Seconds::days(days);
    let forever = ada.issue("forever").await;
    ada.issue_with(&json!({ "name": "long", "exp": day(60) })).await;
    ada.issue_with(&json!({ "name": "short", "exp": day(7) })).await;
    let set = ada.set(&json!({ "longest_life_days": 30 })).await;
    assert_eq!(set.tokens_beyond, 2);
    tenant.caller.verify(&forever.token).await.expect(200);

    ada.try_issue("unbounded").await.expect_wrong("exp");
    let too_long = json!({ "name": "too long", "exp": day(31) });
    ada.try_issue_with(&too_long).await.expect_wrong("exp");
    let body = json!({ "overlap": 0, "exp": day(31) });
    ada.try_regenerate(forever.view.id, &body).await.expect_wrong("exp");
    ada.try_edit(forever.view.id, &json!({ "exp": day(31) })).await.expect_wrong("exp");
    ada.edit(forever.view.id, &json!({ "exp": day(29) })).await;
    let settings: SettingsView = ada.call(&Route::Settings).await.expect(200).json();
    assert_eq!(settings.tokens_beyond, 1);
}

/// Asks for the settings with this query.
async fn ask(person: &Person, query: &str) -> Answer {
    let path = format!("{}?{query}", Route::Settings.to_path());
    let request = person.caller.request(Method::GET, &path);
    send(request.header("cookie", person.cookie())).await
}

#[tokio::test]
async fn what_would_go_beyond_a_longest_life_can_be_asked_before_it_is_set() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let unset = ada.call(&Route::Settings).await.expect(200);
    ada.issue("forever").await;
    tenant.sign_in(OTTO).await.issue("as long").await;
    let revoked = ada.issue("revoked").await;
    ada.revoke(revoked.view.id).await;
    ada.issue_with(&json!({ "name": "long", "exp": now + Seconds::days(60) })).await;
    ada.issue_with(&json!({ "name": "short", "exp": now + Seconds::days(7) })).await;
    for (days, tokens_beyond) in [(90, 2), (30, 3), (1, 4)] {
        let answer = ask(&ada, &format!("longest_life_days={days}")).await.expect(200);
        let told: SettingsView = answer.json();
        assert_eq!((told.settings, told.tokens_beyond), (Default::default(), tokens_beyond));
    }
    assert_eq!(ada.call(&Route::Settings).await.expect(200).text(), unset.text());

    let set = ada.set(&json!({ "longest_life_days": 30 })).await;
    assert_eq!(set.tokens_beyond, 3);
    let told: SettingsView = ask(&ada, "longest_life_days=90").await.expect(200).json();
    assert_eq!((told.settings, told.tokens_beyond), (set.settings, 2));
}

#[tokio::test]
async fn what_is_asked_about_the_settings_in_a_wrong_way_is_named() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for (query, parameter) in [
        ("longest_life_days=0", "longest_life_days"),
        ("longest_life_days=3651", "longest_life_days"),
        ("longest_life_days=soon", "longest_life_days"),
        ("longest_life_days=", "longest_life_days"),
        ("longest_life_days=1&longest_life_days=2", "longest_life_days"),
        ("most_live_tokens=1", "most_live_tokens"),
    ] {
        ask(&ada, query).await.expect_wrong(parameter);
    }
    let otto = tenant.sign_in(OTTO).await;
    let answer = ask(&otto, "longest_life_days=30").await;
    answer.expect_problem(ProblemKind::PermissionDenied);
}
