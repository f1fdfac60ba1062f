//! A setting that is missing or wrong.

use std::time::Duration;

use gatepass_core::route::{Route, View};
use gatepass_core::wire::ProblemKind;
use reqwest::Method;

use crate::harness::{SECRETS, Server, Settings, eventually, send};

/// By when what a server says is in its log.
const LOGGED_WITHIN: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_wrong_setting_answers_every_request_503_and_names_itself_in_the_log_alone() {
    let short = "too-short-a-secret";
    let host = "https://Portal.example.com/path";
    for (setting, value) in [
        ("SEAL_KEYS", None),
        ("OPERATOR_SECRET", Some(short)),
        ("PROXY_SECRET", Some(short)),
        ("PORTAL_HOST", Some(host)),
        ("GITHUB_KEYS_URL", Some("https://evil.example/keys")),
    ] {
        let settings = match value {
            None => Settings::new().without(setting),
            Some(value) => Settings::new().with(setting, value),
        };
        assert_answers_nothing(settings, setting).await;
    }
}

/// Makes sure that a server with these settings answers nothing, and names what is wrong with them
/// in its log alone.
pub(crate) async fn assert_answers_nothing(settings: Settings, named: &str) {
    let server = Server::start(settings).await;
    let caller = server.caller();
    for (method, path) in [
        (Method::GET, Route::View(View::Home).to_path()),
        (Method::GET, Route::Health.to_path()),
        (Method::GET, Route::Me.to_path()),
        (Method::POST, Route::IssueToken.to_path()),
        (Method::POST, Route::CreateTenant.to_path()),
        (Method::GET, Route::Verify.to_path()),
        (Method::GET, format!("{}x", Route::Upstream.to_path())),
        (Method::DELETE, "/manage/v1/nothing".to_owned()),
    ] {
        let answer = send(caller.request(method, &path)).await;
        answer.expect_problem(ProblemKind::Unavailable);
        assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{path}");
        assert!(!answer.text().contains(named), "{path}: {}", answer.text());
    }
    // What it says reaches the log after the answer.
    let log = eventually("the log names the setting", LOGGED_WITHIN, async || {
        let log = server.log();
        let is_named = log.lines().any(|line| line.contains("503") && line.contains(named));
        is_named.then_some(log)
    })
    .await;
    for secret in SECRETS {
        // Its beginning is enough: what shows a value may cut it.
        let value: String = server.settings().value(secret).chars().take(16).collect();
        assert!(value.is_empty() || !log.contains(&value), "{secret} is in the log");
    }
    let wrong = server.settings().value(named);
    let own_lines = log.lines().filter(|line| line.contains("503"));
    assert!(wrong.is_empty() || own_lines.into_iter().all(|line| !line.contains(wrong)));
}
