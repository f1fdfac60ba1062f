//! A policy that is read can be administered, and lets nobody pass whom no rule of it names.
#![no_main]

use gatepass_core::policy::{Access, ApiRequest, LOG_UPLOAD_PATH, Policy};
use gatepass_core::scope::Scope;
use libfuzzer_sys::fuzz_target;

// A request on the first line, as `<method> <path>`, and the policy after it.
fuzz_target!(|text: &str| {
    let (line, json) = text.split_once('\n').unwrap_or(("GET /api/a", text));
    match Policy::from_json(json) {
        Err(error) => assert!(error.to_string().starts_with("POLICY")),
        Ok(policy) => {
            administered(&policy);
            let (method, path) = line.split_once(' ').unwrap_or((line, "/api/a"));
            accessed(&policy, method, path);
            if let Some(members) = json.trim_start().strip_prefix('{') {
                let comma = if members.trim_start().starts_with('}') { "" } else { "," };
                let more = format!(r#"{{"of a later version":1{comma}{members}"#);
                assert!(Policy::from_json(&more).is_err(), "what is not known is refused");
            }
        }
    }
});

/// Somebody administers, by a token too, and nobody has what their role does not give.
fn administered(policy: &Policy) {
    assert!(policy.is_full(policy.role_of_first_administrator()));
    assert!(policy.knows(policy.least_role()));
    let everything = policy.roles().flat_map(|known| known.scopes.iter().cloned()).collect();
    for known in policy.roles() {
        assert!(!known.is_full || known.scopes.contains(&Scope::MANAGE));
        assert_eq!(policy.scopes_within(&everything, &known.role), known.scopes);
        assert!(policy.scopes_by_default(&known.role).first_beyond(&known.scopes).is_none());
    }
    let unknown = "of-nobody-else-in-this-policy".parse().expect("a role's name");
    assert!(policy.knows(&unknown) || policy.scopes_of(&unknown).is_empty());
    for rule in policy.routes() {
        if let Access::Token(demand) = rule.access() {
            assert!(everything.contains(&demand.scope), "some role has what is demanded");
        }
    }
}

fn accessed(policy: &Policy, method: &str, path: &str) {
    let request = ApiRequest { method, path, origin: None, requested_method: None };
    match policy.access(&request) {
        Err(_) => assert!(policy.routes().next().is_some(), "without rules no path is in doubt"),
        Ok(Access::Public) => {
            assert!(policy.routes().any(|rule| *rule.access() == Access::Public));
        }
        Ok(Access::Token(demand)) => {
            let is_ruled = policy.routes().any(|r| *r.access() == Access::Token(demand.clone()));
            let is_unruled = demand.scope == policy.scope_needed(method)
                || (path == LOG_UPLOAD_PATH && demand.scope == Scope::LOGS_WRITE);
            assert!(is_ruled || is_unruled);
            let preflight = ApiRequest { origin: Some("https://a.example"), ..request.clone() };
            assert_eq!(policy.access(&preflight), Ok(Access::Token(demand)));
        }
    }
    // Where a rule decides, another spelling of the same path is decided alike or is refused.
    if policy.routes().next().is_none() {
        return;
    }
    for other in [path.to_ascii_uppercase(), path.to_ascii_lowercase(), format!("{path}/")] {
        let said = policy.access(&ApiRequest { path: &other, ..request.clone() });
        let first = policy.access(&request);
        let is_upload = path == LOG_UPLOAD_PATH || other == LOG_UPLOAD_PATH;
        assert!(
            said.is_err() || first.is_err() || said == first || is_upload,
            "{path} and {other}"
        );
    }
}
