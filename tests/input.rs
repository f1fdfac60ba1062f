//! Bad input to the management API: what is wrong is named, and nothing changes.

mod body;
mod method;
mod query;

use gatepass_core::agents::AgentKind;
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::route::{RegistryName, Route};
use serde_json::{Value, json};

use crate::harness::{ADA, OTTO, Person, Tenant, random_hex, shared};

/// Whose request it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// A page of the portal, with nobody signed in.
    Page,
    /// A signed-in person's.
    Person,
    /// The operator's.
    Operator,
}

/// A route that takes a body, with one that is right.
struct Taking {
    route: Route,
    from: From,
    right: Value,
    /// Values of the right type that are wrong, by member.
    wrong: Vec<(&'static str, Value)>,
    /// Members that may be left out.
    optional: &'static [&'static str],
}

/// A tenant with somebody signed in, and every route that takes a body.
struct Scene {
    tenant: Tenant,
    ada: Person,
    /// Somebody who is not Ada.
    sub: Subject,
    new_label: String,
    /// The id of no token.
    none: TokenId,
}

/// The year 2100.
const FAR: i64 = 4_102_444_800;

impl Scene {
    async fn new() -> Self {
        let tenant = Tenant::create(shared().await).await;
        let ada = tenant.sign_in(ADA).await;
        let sub = tenant.sign_in(OTTO).await.me().await.sub;
        let new_label = format!("never-{}", random_hex(8));
        let none = TokenId { tenant: tenant.id, serial: "0000000000".parse().unwrap() };
        Self { tenant, ada, sub, new_label, none }
    }

    fn routes(&self) -> Vec<Taking> {
        let long = "x".repeat(101);
        vec![
            Taking {
                route: Route::IssueToken,
                from: From::Person,
                right: json!({
                    "name": "ci", "scope": "read", "description": "for CI", "nbf": 1_795_000_000,
                    "exp": FAR,
                }),
                wrong: vec![
                    ("name", json!("")),
                    ("name", json!(" \t ")),
                    ("name", json!(long)),
                    ("name", json!("a\u{0}b")),
                    ("scope", json!("")),
                    ("scope", json!("read \"write\"")),
                    ("scope", json!("nonsense")),
                    ("scope", json!("é")),
                    ("description", json!("")),
                    ("description", json!("x".repeat(201))),
                    ("description", json!("a\u{202e}b")),
                    ("nbf", json!(-1)),
                    ("nbf", json!(1.5)),
                    ("nbf", json!(FAR * 1_000)),
                    ("exp", json!(0)),
                    ("exp", json!(1_795_000_000)),
                    ("exp", json!(-1)),
                    ("exp", json!(FAR * 1_000)),
                    ("exp", json!(u64::MAX)),
                    ("networks", json!({ "in": vec!["192.0.2.0/24"; 21] })),
                    ("networks", json!({ "in": ["192.0.2.0/33"] })),
                    ("networks", json!({ "in": ["192.0.2.0"] })),
                    ("networks", json!({ "in": "192.0.2.0/24" })),
                    ("networks", json!([])),
                    ("networks", json!([["192.0.2.0/24"]])),
                ],
                optional: &["scope", "description", "nbf", "exp"],
            },
            Taking {
                route: Route::EditToken(self.none),
                from: From::Person,
                right: json!({
                    "name": "ci", "scope": "read", "description": "for CI", "nbf": 1, "exp": FAR,
                }),
                wrong: vec![
                    ("name", json!("")),
                    ("name", json!(long)),
                    ("scope", json!("read \"write\"")),
                    ("description", json!("")),
                    ("nbf", json!(1.5)),
                    ("exp", json!(u64::MAX)),
                    ("networks", json!({ "in": ["192.0.2.0/33"] })),
                ],
                optional: &["name", "scope", "description", "nbf", "exp"],
            },
            Taking {
                route: Route::RegenerateToken(self.none),
                from: From::Person,
                right: json!({ "overlap": 3_600, "exp": FAR }),
                wrong: vec![
                    ("overlap", json!(60)),
                    ("overlap", json!(-1)),
                    ("overlap", json!(3_600.5)),
                    ("exp", json!(1.5)),
                ],
                optional: &["exp"],
            },
            Taking {
                route: Route::RevokeTokens,
                from: From::Person,
                right: json!({ "ids": [self.none] }),
                wrong: vec![
                    ("ids", json!([])),
                    ("ids", json!(vec![self.none; 101])),
                    ("ids", json!(["x"])),
                    ("ids", json!([self.none])),
                ],
                optional: &[],
            },
            Taking {
                route: Route::AddProvider,
                from: From::Person,
                right: json!({
                    "name": "Contoso", "issuer": "https://login.example.com", "client_id": "us",
                    "client_secret": "hunter2", "role_claim": "groups",
                }),
                wrong: vec![
                    ("name", json!("")),
                    ("name", json!(long)),
                    ("issuer", json!("http://login.example.com")),
                    ("issuer", json!("login.example.com")),
                    ("issuer", json!("https://login.example.com?x")),
                    ("client_id", json!("")),
                    ("client_id", json!("a b")),
                    ("client_secret", json!("")),
                    ("role_claim", json!("")),
                    ("roles", json!([{ "value": "Ops", "role": "emperor" }])),
                    ("roles", json!([{ "value": "", "role": "security-operator" }])),
                ],
                optional: &["client_secret", "role_claim"],
            },
            Taking {
                route: Route::BeginSignIn,
                from: From::Page,
                right: json!({
                    "provider": "0000000000", "link": "none", "name": "Mallory",
                    "to": "/settings/users",
                }),
                wrong: vec![
                    ("provider", json!("x")),
                    ("name", json!("")),
                    ("to", json!("//evil.example")),
                ],
                optional: &["link", "name", "to"],
            },
            Taking {
                route: Route::ChangeProvisioning,
                from: From::Person,
                right: json!({ "role_source": "by_hand" }),
                wrong: vec![
                    ("role_source", json!("magic")),
                    ("role_source", json!("")),
                    ("group_roles", json!({})),
                    ("group_roles", json!("Ops")),
                ],
                optional: &["role_source"],
            },
            Taking {
                route: Route::ChangeSettings,
                from: From::Person,
                right: json!({
                    "most_live_tokens": 100, "longest_life_days": 90,
                    "activity_retention_days": 365,
                }),
                wrong: vec![
                    ("most_live_tokens", json!(0)),
                    ("most_live_tokens", json!(10_001)),
                    ("most_live_tokens", json!(1.5)),
                    ("longest_life_days", json!(0)),
                    ("longest_life_days", json!(3_651)),
                    ("activity_retention_days", json!(29)),
                    ("activity_retention_days", json!(3_651)),
                ],
                optional: &["most_live_tokens", "longest_life_days", "activity_retention_days"],
            },
            Taking {
                route: Route::AddUser,
                from: From::Person,
                right: json!({ "name": "Bob", "role": "security-reader", "email": "b@example.com" }),
                wrong: vec![
                    ("name", json!("")),
                    ("name", json!(long)),
                    ("name", json!("a\u{202e}b")),
                    ("role", json!("")),
                    ("role", json!("janitor")),
                    ("role", json!("Security reader")),
                    ("email", json!("")),
                    ("email", json!("bob")),
                    ("email", json!("b ob@example.com")),
                    ("email", json!(format!("{}@example.com", "x".repeat(254)))),
                ],
                optional: &["email"],
            },
            Taking {
                route: Route::EditUser(self.sub),
                from: From::Person,
                right: json!({ "name": "Bob", "role": "security-reader", "email": "b@example.com" }),
                wrong: vec![
                    ("name", json!(" ")),
                    ("name", json!(long)),
                    ("role", json!("janitor")),
                    ("email", json!("@")),
                ],
                optional: &["name", "role", "email"],
            },
            Taking {
                route: Route::AddAgent(AgentKind::SiemAgent),
                from: From::Person,
                right: json!({ "name": "hub", "type": "cef", "notifications": "all" }),
                wrong: vec![
                    ("name", json!("")),
                    ("name", json!(long)),
                    ("type", json!("CEF")),
                    ("type", json!("")),
                    ("notifications", json!("none")),
                ],
                optional: &["type", "notifications"],
            },
            Taking {
                route: Route::AddAgent(AgentKind::LogCollector),
                from: From::Person,
                right: json!({ "name": "hub" }),
                wrong: vec![("name", json!("a\u{202e}b"))],
                optional: &[],
            },
            Taking {
                route: Route::ReportLeaked,
                from: From::Page,
                right: json!({ "token": "none", "found_at": "https://example.com/paste" }),
                wrong: vec![
                    ("token", json!("")),
                    ("token", json!("gpu_none")),
                    ("token", json!("x".repeat(10_000))),
                    ("found_at", json!("")),
                    ("found_at", json!("x".repeat(501))),
                    ("found_at", json!("two\nlines")),
                    ("found_at", json!("a\u{202e}b")),
                    ("found_at", json!("javascript://x")),
                ],
                optional: &["found_at"],
            },
            Taking {
                route: Route::SignInByLink,
                from: From::Page,
                right: json!({ "link": self.tenant.link, "name": "First" }),
                wrong: vec![
                    ("link", json!("")),
                    ("link", json!("x".repeat(10_000))),
                    ("name", json!("")),
                    ("name", json!(long)),
                    ("name", json!("a\u{202e}b")),
                ],
                optional: &[],
            },
            Taking {
                route: Route::SignInForDevelopment,
                from: From::Page,
                right: json!({ "tenant": self.tenant.label, "person": ADA }),
                wrong: vec![
                    ("tenant", json!("")),
                    ("tenant", json!("Upper")),
                    ("tenant", json!("nobody-has-this")),
                    ("person", json!("")),
                    ("person", json!("Mallory")),
                    ("person", json!(long)),
                ],
                optional: &[],
            },
            Taking {
                route: Route::CreateTenant,
                from: From::Operator,
                right: json!({ "label": self.new_label, "region": "eu" }),
                wrong: vec![
                    ("label", json!("")),
                    ("label", json!("a".repeat(64))),
                    ("label", json!("../etc")),
                    ("region", json!("")),
                    ("region", json!("mars")),
                    ("region", json!("EU")),
                ],
                optional: &[],
            },
            Taking {
                route: Route::Rebuild(RegistryName::Tenant(self.tenant.label.clone())),
                from: From::Operator,
                right: json!({ "cursor": "end" }),
                wrong: vec![
                    ("cursor", json!("")),
                    ("cursor", json!("garbage")),
                    ("cursor", json!("tenants")),
                    ("cursor", json!("tokens:x")),
                ],
                optional: &["cursor"],
            },
            Taking {
                route: Route::AdvanceClock(self.tenant.label.clone()),
                from: From::Operator,
                right: json!({ "seconds": 0 }),
                wrong: vec![
                    ("seconds", json!(1.5)),
                    ("seconds", json!("1")),
                    ("seconds", json!(u64::MAX)),
                ],
                optional: &[],
            },
        ]
    }
}
