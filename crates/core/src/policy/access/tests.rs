use proptest::prelude::*;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::scope::Scope;

fn with_routes(routes: &Value) -> Policy {
    let roles = json!({
        "boss": { "scopes": ["read", "write", "manage", "admin", "reports"], "full": true },
    });
    let policy = json!({ "roles": roles, "routes": routes });
    Policy::from_json(&policy.to_string()).unwrap()
}

fn request<'a>(method: &'a str, path: &'a str) -> ApiRequest<'a> {
    ApiRequest { method, path, origin: None, requested_method: None }
}

/// What a request needs: a scope, `public`, or the reason why that cannot be said.
fn needed(policy: &Policy, method: &str, path: &str) -> String {
    match policy.access(&request(method, path)) {
        Ok(Access::Public) => "public".to_owned(),
        Ok(Access::Token(demand)) => demand.scope.to_string(),
        Err(why) => format!("{why:?}"),
    }
}

#[test]
fn without_rules_every_path_needs_read_or_write_by_its_method() {
    let policy = Policy::default();
    for path in ["/api/x", "/api/a%2fb;c=d//e", "/api/%", "/api/../x"] {
        assert_eq!(needed(&policy, "GET", path), "read", "{path}");
        assert_eq!(needed(&policy, "POST", path), "write", "{path}");
        assert_eq!(needed(&policy, "BREW", path), "write", "{path}");
    }
}

#[test]
fn uploading_logs_needs_its_own_scope_unless_a_rule_says_otherwise() {
    let other_rules = with_routes(&json!([{ "path": "/api/a/**", "scope": "admin" }]));
    for policy in [Policy::default(), other_rules] {
        for (method, path, expected) in [
            ("POST", LOG_UPLOAD_PATH, "logs:write"),
            ("GET", LOG_UPLOAD_PATH, "read"),
            ("PUT", LOG_UPLOAD_PATH, "write"),
            ("POST", "/api/v1/discovery/logs/more", "write"),
            ("POST", "/api/v1/discovery", "write"),
        ] {
            assert_eq!(needed(&policy, method, path), expected, "{method} {path}");
        }
    }
    for spelling in ["/api/v1/discovery/logs/", "/api//v1/discovery/logs", "/api/v1/Discovery/logs"]
    {
        assert_eq!(needed(&Policy::default(), "POST", spelling), "write", "{spelling}");
    }
    let by_rule = with_routes(&json!([{ "path": LOG_UPLOAD_PATH, "scope": "admin" }]));
    assert_eq!(needed(&by_rule, "POST", LOG_UPLOAD_PATH), "admin");
}

#[test]
fn the_first_rule_for_a_request_counts() {
    let policy = with_routes(&json!([
        { "path": "/api/reports/latest", "methods": ["GET"], "public": true },
        { "path": "/api/reports/*", "methods": ["GET", "DELETE"], "scope": "reports" },
        { "path": "/api/reports/**", "scope": "admin" },
    ]));
    for (method, path, expected) in [
        ("GET", "/api/reports/latest", "public"),
        ("HEAD", "/api/reports/latest", "public"),
        ("DELETE", "/api/reports/latest", "reports"),
        ("POST", "/api/reports/latest", "admin"),
        ("GET", "/api/reports/2026", "reports"),
        ("HEAD", "/api/reports/2026", "reports"),
        ("GET", "/api/reports/2026/11", "admin"),
        ("GET", "/api/reports", "admin"),
        ("GET", "/api/other", "read"),
        ("POST", "/api/other", "write"),
        ("GET", "/api", "read"),
    ] {
        assert_eq!(needed(&policy, method, path), expected, "{method} {path}");
    }
}

#[test]
fn a_rule_without_methods_is_for_those_unheard_of_too() {
    let policy = with_routes(&json!([{ "path": "/api/a/**", "scope": "admin" }]));
    for method in ["GET", "POST", "OPTIONS", "BREW", "get"] {
        assert_eq!(needed(&policy, method, "/api/a/b"), "admin", "{method}");
    }
}

#[test]
fn a_strict_rule_asks_for_what_is_known_now() {
    let policy =
        with_routes(&json!([{ "path": "/api/keys/**", "scope": "admin", "strict": true }]));
    let freshness = |path| match policy.access(&request("GET", path)) {
        Ok(Access::Token(demand)) => Some(demand.freshness),
        Ok(Access::Public) | Err(_) => None,
    };
    assert_eq!(freshness("/api/keys/1"), Some(Freshness::Strict));
    assert_eq!(freshness("/api/other"), Some(Freshness::Cached));
}

#[test]
fn a_spelling_that_means_the_same_to_some_apis_gets_past_no_rule() {
    let policy = with_routes(&json!([
        { "path": "/api/public/**", "public": true },
        { "path": "/api/status", "public": true },
        { "path": "/api/admin", "scope": "admin" },
        { "path": "/api/items/", "scope": "reports" },
        { "path": "/api/query", "methods": ["POST"], "scope": "read" },
    ]));
    for (method, path, expected) in [
        ("GET", "/api/public/x/", "public"),
        ("GET", "/api/Public/x", "Spelling"),
        ("GET", "/api/publicity", "read"),
        ("GET", "/api/status", "public"),
        ("GET", "/api/status/", "Spelling"),
        ("GET", "/api/STATUS", "Spelling"),
        ("GET", "/API/status", "Spelling"),
        ("GET", "/api/admin", "admin"),
        ("GET", "/api/%61dmin", "admin"),
        ("GET", "/api/admin/", "Spelling"),
        ("GET", "/api/Admin", "Spelling"),
        ("GET", "/api/Admin/", "Spelling"),
        ("GET", "/api/items/", "reports"),
        ("GET", "/api/items", "Spelling"),
        ("GET", "/api/query", "read"),
        ("GET", "/api/query/", "read"),
        ("POST", "/api/query/", "Spelling"),
        ("post", "/api/query", "Spelling"),
        ("GET", "/api/other/", "read"),
        ("GET", "/api/Other", "read"),
    ] {
        assert_eq!(needed(&policy, method, path), expected, "{method} {path}");
    }
}

#[test]
fn a_path_that_can_be_read_in_more_than_one_way_needs_nothing_that_can_be_named() {
    let policy = with_routes(&json!([{ "path": "/api/public/**", "public": true }]));
    for path in [
        "/api/public/..%2fadmin",
        "/api/public/%2e%2e/admin",
        "/api/public/%252e%252e/admin",
        "/api/public;x/admin",
        "/api/public//admin",
        "/api/public/\\..\\admin",
        "/api/public/a%00",
        "/api/elsewhere//x",
    ] {
        assert!(policy.access(&request("GET", path)).is_err(), "{path}");
    }
}

#[test]
fn preflights_go_through_where_the_policy_lets_them_and_only_they() {
    let ask = |policy: &Policy, method, origin, requested_method, path| {
        policy.access(&ApiRequest { method, path, origin, requested_method })
    };
    let (origin, wanted) = (Some("https://app.example.com"), Some("DELETE"));
    let closed = with_routes(&json!([{ "path": "/api/x", "scope": "admin" }]));
    let open = Policy { lets_preflights: true, ..closed.clone() };
    let open_without_rules = Policy::from_json(r#"{ "preflights": true }"#).unwrap();
    for policy in [&open, &open_without_rules] {
        let access = ask(policy, "OPTIONS", origin, wanted, "/api/x");
        assert_eq!(access, Ok(Access::Public));
    }
    for (policy, method, origin, requested_method) in [
        (&closed, "OPTIONS", origin, wanted),
        (&open, "OPTIONS", None, wanted),
        (&open, "OPTIONS", origin, None),
        (&open, "GET", origin, wanted),
        (&open, "DELETE", origin, wanted),
        (&open_without_rules, "POST", origin, wanted),
        (&open_without_rules, "OPTIONS", origin, None),
    ] {
        let access = ask(policy, method, origin, requested_method, "/api/x");
        assert!(matches!(access, Ok(Access::Token(_))), "{method} {origin:?} {requested_method:?}");
    }
    assert!(ask(&open, "OPTIONS", origin, wanted, "/api/x//y").is_err());
}

/// What servers make of a path, all of their habits together and each alone: decoding again and
/// again, a backslash for a slash, parameters and what follows a NUL dropped, slashes merged, dots
/// resolved, capitals and a slash at the end ignored.
fn readings(path: &str) -> Vec<String> {
    fn decoded(path: &str) -> String {
        let bytes = path.as_bytes();
        let (mut found, mut place) = (Vec::new(), 0);
        while place < bytes.len() {
            let escape = path.get(place + 1..place + 3).filter(|_| bytes[place] == b'%');
            match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) => {
                    found.push(byte);
                    place += 3;
                }
                None => {
                    found.push(bytes[place]);
                    place += 1;
                }
            }
        }
        String::from_utf8_lossy(&found).into_owned()
    }
    fn without_parameters(path: &str) -> String {
        let kept = path.split('/').map(|segment| segment.split(';').next().unwrap());
        kept.collect::<Vec<_>>().join("/")
    }
    fn resolved(path: &str) -> String {
        let mut kept: Vec<&str> = Vec::new();
        for segment in path.split('/').skip(1) {
            match segment {
                "." => {}
                ".." => drop(kept.pop()),
                segment => kept.push(segment),
            }
        }
        format!("/{}", kept.join("/"))
    }
    fn merged(path: &str) -> String {
        let mut kept = String::new();
        for c in path.chars() {
            if c != '/' || !kept.ends_with('/') {
                kept.push(c);
            }
        }
        kept
    }
    let habits: [fn(&str) -> String; 8] = [
        decoded,
        |path| path.replace('\\', "/"),
        without_parameters,
        |path| path.split('\0').next().unwrap().to_owned(),
        merged,
        resolved,
        str::to_lowercase,
        |path| path.strip_suffix('/').unwrap_or(path).to_owned(),
    ];
    // Every set of habits, in this order and twice over, as behind two servers in a row.
    let read_with = |set: usize, path: &str| {
        let taken = habits.iter().enumerate().filter(|(place, _)| set & (1 << place) != 0);
        taken.fold(path.to_owned(), |path, (_, habit)| habit(&path))
    };
    (0..1 << habits.len()).map(|set| read_with(set, &read_with(set, path))).collect()
}

/// Whether a path, as a server reads it, is below a folder or the folder itself.
fn is_below(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path of segments and of what some server takes for a slash between them, or for nothing.
fn tricky_path() -> impl Strategy<Value = String> {
    let between = prop::sample::select(vec![
        "/", "/", "/", "/", "//", "/./", "/%2e/", "%2f", "%252F", "\\", "%5C", ";/", ";a=b/",
        "%3b/", "%00/", "/..;/", "?/",
    ]);
    let segment = prop::sample::select(vec![
        "public",
        "public",
        "admin",
        "admin",
        "Public",
        "ADMIN",
        "%61dmin",
        "%2561dmin",
        "x",
        "..",
        ".",
        "%2e%2e",
        "%2E.",
        "%252e%252e",
        "%",
        "%c0%af",
        "é",
        "%c3%a9",
        " ",
        "",
        "admin%00",
        "admin;a",
        "admin%3ba",
    ]);
    prop::collection::vec((between, segment), 1..5).prop_map(|parts| {
        parts
            .into_iter()
            .fold("/api".to_owned(), |path, (between, segment)| path + between + segment)
    })
}

fn public_beside_admin() -> Policy {
    with_routes(&json!([
        { "path": "/api/public/**", "public": true },
        { "path": "/api/admin/**", "scope": "admin" },
    ]))
}

#[test]
fn the_readings_know_the_tricks() {
    for trick in [
        "/api/public/..%2fadmin",
        "/api/public/%252e%252e/admin",
        "/api/public/..;/admin",
        "/api/public/..\\admin",
        "/api//ADMIN/",
        "/api/public/../admin%00.html",
    ] {
        assert!(readings(trick).iter().any(|path| is_below("/api/admin", path)), "{trick}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1024, ..Default::default() })]

    #[test]
    fn what_passes_without_a_token_is_public_to_every_server(path in tricky_path()) {
        if public_beside_admin().access(&request("GET", &path)) == Ok(Access::Public) {
            for read in readings(&path) {
                prop_assert!(is_below("/api/public", &read), "{path:?} is read as {read:?}");
            }
        }
    }

    #[test]
    fn what_some_server_takes_for_a_route_with_a_scope_needs_that_scope(path in tricky_path()) {
        if let Ok(access) = public_beside_admin().access(&request("GET", &path)) {
            let admin: Scope = "admin".parse().unwrap();
            let needs_admin = matches!(access, Access::Token(demand) if demand.scope == admin);
            for read in readings(&path) {
                prop_assert!(needs_admin || !is_below("/api/admin", &read), "{path:?} as {read:?}");
            }
        }
    }

    #[test]
    fn any_path_at_all_has_an_answer(path in "\\PC*") {
        drop(public_beside_admin().access(&request("GET", &path)));
    }

    #[test]
    fn a_plain_path_is_never_refused(segments in prop::collection::vec("[a-z0-9_.-]{0,4}[a-z0-9]", 1..6)) {
        let path = format!("/api/other/{}", segments.join("/"));
        prop_assert!(public_beside_admin().access(&request("GET", &path)).is_ok());
    }
}
