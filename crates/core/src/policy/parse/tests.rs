use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

fn parse(policy: &Value) -> Result<Policy, String> {
    Policy::from_json(&policy.to_string()).map_err(|error| error.to_string())
}

/// A policy with this one rule, and roles that have the scopes `read`, `write` and `reports`.
fn with_route(route: &Value) -> Value {
    json!({
        "roles": {
            "boss": { "scopes": ["read", "write", "manage"], "full": true },
            "guest": { "scopes": ["read", "reports"] },
        },
        "routes": [route],
    })
}

#[test]
fn an_empty_policy_is_the_default() {
    assert_eq!(parse(&json!({})), Ok(Policy::default()));
}

#[test]
fn what_is_left_out_is_as_in_the_default() {
    let roles = json!({ "roles": { "boss": { "scopes": ["manage"], "full": true } } });
    let policy = parse(&roles).unwrap();
    assert_eq!(policy.routes().count(), 0);
    assert!(!policy.lets_preflights());
    let routes = json!({ "routes": [{ "path": "/api/x", "public": true }] });
    let policy = parse(&routes).unwrap();
    assert!(policy.roles().eq(Policy::default().roles()));
    assert_eq!(policy.routes().count(), 1);
}

#[test]
fn roles_and_routes_are_as_they_are_written() {
    let policy = r#"{
        "preflights": true,
        "roles": {
            "guest": { "scopes": [] },
            "owner": { "scopes": ["read", "manage", "reports"], "full": true },
            "admin": { "scopes": ["manage"], "full": true }
        },
        "routes": [
            { "path": "/api/status", "methods": ["GET"], "public": true },
            { "path": "/api/reports/**", "scope": "reports" },
            { "path": "/api/*/keys", "methods": ["POST", "DELETE"], "scope": "manage", "strict": true }
        ]
    }"#;
    let policy = Policy::from_json(policy).unwrap();
    let roles: Vec<_> = policy
        .roles()
        .map(|known| (known.role.as_str(), known.scopes.to_string(), known.is_full))
        .collect();
    let expected =
        [("guest", "", false), ("owner", "manage read reports", true), ("admin", "manage", true)];
    assert_eq!(roles, expected.map(|(role, scopes, is_full)| (role, scopes.to_owned(), is_full)));
    assert_eq!(policy.role_of_first_administrator().as_str(), "owner");
    assert!(policy.lets_preflights());
    let of =
        |scope: &str, freshness| Access::Token(Demand { scope: scope.parse().unwrap(), freshness });
    let routes: Vec<_> = policy
        .routes()
        .map(|rule| {
            (rule.pattern().to_string(), rule.methods().collect::<Vec<_>>(), rule.access().clone())
        })
        .collect();
    assert_eq!(
        routes,
        [
            ("/api/status".to_owned(), vec!["GET"], Access::Public),
            ("/api/reports/**".to_owned(), vec![], of("reports", Freshness::Cached)),
            ("/api/*/keys".to_owned(), vec!["POST", "DELETE"], of("manage", Freshness::Strict)),
        ]
    );
}

#[test]
fn every_role_of_a_policy_has_somebody_to_try_it_as() {
    let policy = with_route(&json!({ "path": "/api/x", "public": true }));
    let people = parse(&policy).unwrap().development_people();
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Boss", "Guest"]);
}

#[test]
fn a_mistake_in_the_roles_is_named_with_what_would_be_right() {
    let long = "x".repeat(61);
    for (policy, sentence) in [
        (json!([]), "POLICY: invalid type: sequence, expected a table"),
        (json!("{}"), "POLICY: invalid type: string, expected a table"),
        (json!(null), "POLICY: invalid type: null, expected a table"),
        (
            json!({ "role": {} }),
            "POLICY.role: unknown field `role`, expected one of `roles`, `routes`, `preflights`, `limits`",
        ),
        (
            json!({ "preflights": "yes" }),
            "POLICY.preflights: invalid type: string, expected true or false",
        ),
        (json!({ "roles": [] }), "POLICY.roles: invalid type: sequence, expected a table"),
        (
            json!({ "roles": {} }),
            "POLICY.roles: give at least one role `full = true`: who has it administers",
        ),
        (
            json!({ "roles": { "reader": { "scopes": ["read"] } } }),
            "POLICY.roles: give at least one role `full = true`: who has it administers",
        ),
        (
            json!({ "roles": { "boss": { "scopes": ["read"], "full": true } } }),
            "POLICY.roles.boss.scopes: a role with `full = true` needs the scope \"manage\"",
        ),
        (
            json!({ "roles": { "The Boss": { "scopes": ["manage"], "full": true } } }),
            "POLICY.roles.The Boss: a role is 1 to 40 lowercase letters and hyphens",
        ),
        (
            json!({ "roles": { "boss": {} } }),
            "POLICY.roles.boss.scopes: say which scopes the role has, as in [\"read\", \"write\"]; [] for none",
        ),
        (
            json!({ "roles": { "boss": ["manage"] } }),
            "POLICY.roles.boss: invalid type: sequence, expected a table",
        ),
        (
            json!({ "roles": { "boss": { "scope": ["manage"] } } }),
            "POLICY.roles.boss.scope: unknown field `scope`, expected `scopes` or `full`",
        ),
        (
            json!({ "roles": { "boss": { "scopes": "read write" } } }),
            "POLICY.roles.boss.scopes: invalid type: string, expected a list",
        ),
        (
            json!({ "roles": { "boss": { "scopes": ["read", 1] } } }),
            "POLICY.roles.boss.scopes[1]: invalid type: integer `1`, expected a string",
        ),
        (
            json!({ "roles": { "boss": { "scopes": ["read write"] } } }),
            "POLICY.roles.boss.scopes[0]: a scope has no ' ' in it",
        ),
        (
            json!({ "roles": { "boss": { "scopes": ["manage", ""] } } }),
            "POLICY.roles.boss.scopes[1]: a scope is empty",
        ),
        (
            json!({ "roles": { "boss": { "scopes": [long] } } }),
            "POLICY.roles.boss.scopes[0]: a scope is at most 60 characters",
        ),
        (
            json!({ "roles": { "boss": { "scopes": ["manage"], "full": "yes" } } }),
            "POLICY.roles.boss.full: invalid type: string, expected true or false",
        ),
    ] {
        assert_eq!(parse(&policy), Err(sentence.to_owned()), "{policy}");
    }
}

#[test]
fn a_mistake_in_a_route_is_named_with_what_would_be_right() {
    for (route, sentence) in [
        (json!("/api/x"), "POLICY.routes[0]: invalid type: string, expected a table"),
        (json!(["GET", "/api/x"]), "POLICY.routes[0]: invalid type: sequence, expected a table"),
        (
            json!({ "path": "/api/x", "scopes": ["read"] }),
            "POLICY.routes[0].scopes: unknown field `scopes`, expected one of `methods`, `path`, `scope`, `public`, `strict`",
        ),
        (
            json!({ "path": "/api/x" }),
            "POLICY.routes[0]: say what the route needs: a `scope`, or nothing by `public = true`",
        ),
        (
            json!({ "path": "/api/x", "public": false }),
            "POLICY.routes[0]: say what the route needs: a `scope`, or nothing by `public = true`",
        ),
        (
            json!({ "path": "/api/x", "public": true, "scope": "read" }),
            "POLICY.routes[0]: a public route needs no scope: leave out `scope` or `public`",
        ),
        (
            json!({ "path": "/api/x", "public": true, "strict": true }),
            "POLICY.routes[0]: a public route has no token to ask about: leave out `strict` or `public`",
        ),
        (
            json!({ "path": "/api/x", "scope": "report" }),
            "POLICY.routes[0].scope: no role has the scope report: give it to one, or name another",
        ),
        (
            json!({ "path": "/api/x", "scope": "a\"b" }),
            "POLICY.routes[0].scope: a scope has no '\"' in it",
        ),
        (
            json!({ "scope": "read" }),
            "POLICY.routes[0].path: say which paths the rule is for, as in \"/api/reports/**\"",
        ),
        (
            json!({ "path": "/v1/x", "scope": "read" }),
            "POLICY.routes[0].path: a pattern begins with /api/, as in \"/api/reports/**\"",
        ),
        (
            json!({ "path": "/api/x*", "scope": "read" }),
            "POLICY.routes[0].path: * stands for a whole segment, and ** for all that follow; an escaped %2A is a star",
        ),
        (
            json!({ "path": "/api/**/x", "scope": "read" }),
            "POLICY.routes[0].path: ** stands for all that follows, so nothing can follow it",
        ),
        (
            json!({ "path": "/api/a//x", "scope": "read" }),
            "POLICY.routes[0].path: no path matches it: Send the path without two slashes in a row.",
        ),
        (
            json!({ "path": "/api/x", "scope": "read", "methods": [] }),
            "POLICY.routes[0].methods: name a method, or leave `methods` out for all of them",
        ),
        (
            json!({ "path": "/api/x", "scope": "read", "methods": ["GET", "post"] }),
            "POLICY.routes[0].methods[1]: a method is one of HTTP's, in capitals, as in [\"GET\", \"POST\"]",
        ),
        (
            json!({ "path": "/api/x", "scope": "read", "methods": ["TRACE"] }),
            "POLICY.routes[0].methods[0]: a method is one of HTTP's, in capitals, as in [\"GET\", \"POST\"]",
        ),
        (
            json!({ "path": "/api/x", "scope": "read", "methods": "GET" }),
            "POLICY.routes[0].methods: invalid type: string, expected a list",
        ),
    ] {
        assert_eq!(parse(&with_route(&route)), Err(sentence.to_owned()), "{route}");
    }
}

#[test]
fn the_key_says_which_of_several_routes_is_wrong() {
    let right = |path| json!({ "path": path, "scope": "read" });
    let mut policy = with_route(&right("/api/x"));
    policy["routes"] = json!([right("/api/x"), right("/api/y"), right("x")]);
    let sentence = parse(&policy).unwrap_err();
    assert!(sentence.starts_with("POLICY.routes[2].path: "), "{sentence}");
}

#[test]
fn a_rule_that_no_request_comes_to_is_refused() {
    let hidden = |first: Value, second: Value| {
        let mut policy = with_route(&Value::Null);
        policy["routes"] = json!([{ "path": "/api/other", "public": true }, first, second]);
        match parse(&policy) {
            Ok(_) => false,
            Err(sentence) => {
                let expected = "POLICY.routes[2]: no request comes to this rule: routes[1] is for \
                                all of them, and comes first";
                assert_eq!(sentence, expected);
                true
            }
        }
    };
    let rule = |path: &str, methods: &[&str]| match methods {
        [] => json!({ "path": path, "scope": "read" }),
        methods => json!({ "path": path, "scope": "read", "methods": methods }),
    };
    for (first, second, is_hidden) in [
        (rule("/api/**", &[]), rule("/api/x", &[]), true),
        (rule("/api/**", &[]), rule("/api/x", &["GET"]), true),
        (rule("/api/x", &["GET", "POST"]), rule("/api/x", &["POST"]), true),
        (rule("/api/x", &["GET"]), rule("/api/x", &["HEAD"]), true),
        (rule("/api/x", &["HEAD"]), rule("/api/x", &["GET"]), false),
        (rule("/api/x", &["GET"]), rule("/api/x", &[]), false),
        (rule("/api/x", &["GET"]), rule("/api/x", &["GET", "POST"]), false),
        (rule("/api/x", &[]), rule("/api/**", &[]), false),
    ] {
        assert_eq!(hidden(first.clone(), second.clone()), is_hidden, "{first} {second}");
    }
}

#[test]
fn two_roles_of_one_name_are_refused() {
    let role = r#"{ "scopes": ["manage"], "full": true }"#;
    let policy = format!(r#"{{ "roles": {{ "boss": {role}, "boss": {role} }} }}"#);
    let error = Policy::from_json(&policy).unwrap_err();
    assert_eq!(error.to_string(), "POLICY.roles.boss: there is a role of that name above");
}

#[test]
fn what_is_no_json_is_refused() {
    for text in ["", "{", "{} {}", "nonsense"] {
        let error = Policy::from_json(text).unwrap_err();
        assert_eq!(error.key, "POLICY", "{text}: {error}");
    }
}

#[test]
fn a_policy_has_its_bounds() {
    let boss = json!({ "scopes": ["manage"], "full": true });
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
    let name = |number: usize| format!("{}{}", letter(number / 26), letter(number));
    let roles = |count: usize| {
        let roles = (0..count).map(|number| (name(number), boss.clone()));
        json!({ "roles": serde_json::Map::from_iter(roles) })
    };
    let scopes = |count: usize| {
        let scopes: Vec<_> = (1..count).map(|number| format!("s{number}")).collect();
        let scopes = [vec!["manage".to_owned()], scopes].concat();
        json!({ "roles": { "boss": { "scopes": scopes, "full": true } } })
    };
    let routes = |count: usize| {
        let route = |number| json!({ "path": format!("/api/{number}"), "scope": "read" });
        json!({ "routes": (0..count).map(route).collect::<Vec<_>>() })
    };
    for (within, beyond, sentence) in [
        (roles(50), roles(51), "POLICY.roles: there can be at most 50"),
        (scopes(50), scopes(51), "POLICY.roles.boss.scopes: there can be at most 50"),
        (routes(200), routes(201), "POLICY.routes: there can be at most 200"),
    ] {
        assert!(parse(&within).is_ok(), "{sentence}");
        assert_eq!(parse(&beyond), Err(sentence.to_owned()));
    }
}
