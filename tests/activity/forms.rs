//! In which form the log is told.

use gatepass_core::route::Route;
use gatepass_core::wire::{ActivityPage, ProblemKind};

use super::{asking, try_read};
use crate::harness::{ADA, Answer, Person, Tenant, send, shared};

async fn accepting(person: &Person, accept: &str, query: &str) -> Answer {
    send(asking(person, &Route::Activity, query).header("accept", accept)).await
}

#[tokio::test]
async fn the_form_is_the_one_that_is_accepted() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for (accept, media_type) in [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/cef", "application/cef; charset=utf-8"),
        ("application/json;q=0.1, application/cef;q=0.2", "application/cef; charset=utf-8"),
    ] {
        let answer = accepting(&ada, accept, "").await.expect(200);
        assert_eq!(answer.header("content-type"), media_type, "{accept}");
        assert_eq!((answer.header("vary"), answer.header("cache-control")), ("accept", "no-store"));
    }
    for accept in ["text/html", "application/cef;q=0", "garbage"] {
        let answer = accepting(&ada, accept, "").await;
        let problem = answer.expect_problem(ProblemKind::NotAcceptable);
        assert!(problem.detail.unwrap().contains("application/cef"));
    }
}

#[tokio::test]
async fn cef_has_a_line_for_each_event_and_a_link_to_go_on() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("a|b=c\\d").await;
    let answer = accepting(&ada, "application/cef", "order=oldest&limit=2").await.expect(200);
    let text = answer.text();
    assert!(text.ends_with('\n'));
    assert_eq!(text.lines().count(), 2);
    assert!(text.lines().all(|line| line.starts_with("CEF:0|Gatepass|Gatepass|")));
    let next = answer.header("link").strip_prefix('<').unwrap().split('>').next().unwrap();
    assert!(answer.header("link").ends_with(r#">; rel="next""#));
    let (_, query) = next.split_once('?').unwrap();
    let rest = accepting(&ada, "application/cef", query).await.expect(200);
    let text = rest.text();
    assert_eq!(text.lines().count(), 1);
    assert!(text.contains("|token.issued|API token generated|3|"), "{text}");
    assert!(text.contains(r"cs5=a|b\=c\\d"), "{text}");
    // The same place, in either form.
    let page: ActivityPage = try_read(&ada, query).await.expect(200).json();
    assert_eq!(page.data.len(), 1);
    let query = format!("order=oldest&cursor={}", page.cursor.unwrap());
    let end = accepting(&ada, "application/cef", &query).await.expect(200);
    assert!(end.body.is_empty() && !end.header("link").is_empty());
}
