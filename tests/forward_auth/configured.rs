//! What the documented configurations of proxies say that do not run here.

use serde_json::Value;

use super::*;
use crate::harness::documented;

fn parsed(name: &str) -> Value {
    serde_saphyr::from_str(&documented(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All that stands under a name, wherever it is.
fn find<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get(name));
            members.values().for_each(|member| find(member, name, found));
        }
        Value::Array(items) => items.iter().for_each(|item| find(item, name, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn all<'a>(value: &'a Value, name: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    find(value, name, &mut found);
    found
}

#[test]
fn traefik_shows_the_secret_trusts_no_caller_and_takes_off_what_callers_say_they_are() {
    let config = parsed("traefik.yml");
    let middlewares = &config["http"]["middlewares"];
    assert_eq!(
        config["http"]["routers"]["api"]["middlewares"],
        json!(["gatepass-secret", "gatepass", "gatepass-clean"])
    );
    let secret = &middlewares["gatepass-secret"]["headers"]["customRequestHeaders"];
    assert_eq!(secret, &json!({ "Gatepass-Proxy-Secret": "<PROXY_SECRET>" }));
    let asks = &middlewares["gatepass"]["forwardAuth"];
    let url = format!("https://portal.example.com{}?unavailable=503", Route::Verify.to_path());
    assert_eq!(asks["address"], json!(url));
    assert_eq!(asks["trustForwardHeader"], json!(false));
    assert_eq!(asks["authResponseHeadersRegex"], json!("(?i)^gatepass"));
    let sent = asks["authRequestHeaders"].as_array().unwrap();
    assert!(sent.contains(&json!("Gatepass-Proxy-Secret")));
    assert!(!sent.iter().any(|name| name.as_str().unwrap().starts_with("X-")));
    let clean = &middlewares["gatepass-clean"]["headers"]["customRequestHeaders"];
    assert_eq!(clean["Authorization"], json!(""));
}

#[test]
fn envoy_shows_the_secret_fails_closed_and_takes_off_what_callers_say_they_are() {
    let config = parsed("envoy.yaml");
    let prefix = format!("{}?unavailable=503&uri=", Route::Verify.to_path());
    assert_eq!(all(&config, "path_prefix"), [&json!(prefix)]);
    assert_eq!(all(&config, "failure_mode_allow"), [&json!(false)]);
    assert_eq!(all(&config, "host_rewrite_literal"), [&json!("portal.example.com")]);
    assert_eq!(
        all(&config, "remove_on_match"),
        [&json!({ "key_matcher": { "prefix": "gatepass", "ignore_case": true } })]
    );
    assert_eq!(all(&config, "allowed_upstream_headers")[0]["patterns"][0]["prefix"], "gatepass-");
    let [added] = all(&config, "request_headers_to_add")[..] else { panic!("one route adds some") };
    assert_eq!(added[0]["header"], json!({ "key": SECRET_HEADER, "value": "<PROXY_SECRET>" }));
    assert_eq!(added[0]["append_action"], "OVERWRITE_IF_EXISTS_OR_ADD");
    let [asked] = all(&config, "headers_to_add")[..] else { panic!("a question has one more") };
    assert_eq!(asked[0]["key"], "x-forwarded-for");
}
