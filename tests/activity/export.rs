//! Exporting the log.

use gatepass_core::audit::Action;
use gatepass_core::route::Route;
use gatepass_core::wire::{ActivityView, ProblemKind};

use super::{asking, events};
use crate::harness::{ADA, Answer, OTTO, Person, Tenant, send, shared};

async fn export(person: &Person, query: &str) -> Answer {
    send(asking(person, &Route::ExportActivity, query)).await
}

#[tokio::test]
async fn csv_has_a_row_for_each_event_and_no_cell_that_is_a_formula() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "＝1", "plain, \"quoted\""] {
        ada.issue(name).await;
    }
    let answer = export(&ada, "format=csv&kind=token&order=oldest").await.expect(200);
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with(&format!("attachment; filename=\"activity-{}-20", tenant.id)));
    assert!(disposition.ends_with(".csv\""), "{disposition}");
    assert_eq!(answer.header("gatepass-events"), "6");
    let text = answer.text();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 7);
    assert!(lines[0].starts_with("sequence,time,action,actor,"));
    for (line, name) in lines[1..].iter().zip([
        "\"'=HYPERLINK(\"\"http://x\"\")\"",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'＝1",
        "\"plain, \"\"quoted\"\"\"",
    ]) {
        assert!(line.contains(&format!(",{name},")), "{line}");
    }
}

#[tokio::test]
async fn json_lines_hold_the_events_as_the_log_tells_them() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("ci").await;
    let answer = export(&ada, "format=jsonl&kind=token").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/jsonl; charset=utf-8");
    let text = answer.text();
    let told: Vec<ActivityView> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told, events(&ada, Action::TokenIssued).await);
}

#[tokio::test]
async fn an_export_is_itself_in_the_log_and_no_part_of_itself() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let answer = export(&ada, "format=jsonl&from=0").await.expect(200);
    assert!(!answer.text().contains("activity.exported"));
    let exported = events(&ada, Action::ActivityExported).await;
    assert_eq!(exported.len(), 1);
    let changes: Vec<_> = exported[0]
        .changes
        .iter()
        .map(|change| (change.field.as_str(), change.after.as_deref()))
        .collect();
    assert_eq!(changes, [("format", Some("jsonl")), ("from", Some("1970-01-01T00:00:00Z"))]);
}

#[tokio::test]
async fn who_may_not_read_the_log_exports_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    export(&otto, "").await.expect_problem(ProblemKind::PermissionDenied);
    let from_elsewhere = asking(&ada, &Route::ExportActivity, "");
    let answer = send(from_elsewhere.header("sec-fetch-site", "cross-site")).await;
    answer.expect_problem(ProblemKind::PermissionDenied);
    assert_eq!(events(&ada, Action::ActivityExported).await, []);
}

#[tokio::test]
async fn what_is_wrong_with_an_export_is_named() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for (query, parameter) in [
        ("format=xls", "format"),
        ("limit=5", "limit"),
        ("kind=bogus", "kind"),
        ("cursor=bogus", "cursor"),
        ("from=2&until=1", "until"),
    ] {
        export(&ada, query).await.expect_wrong(parameter);
    }
    assert_eq!(events(&ada, Action::ActivityExported).await, []);
}
