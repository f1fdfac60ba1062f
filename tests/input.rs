//! Bad input to the management API: what is wrong is named, and nothing changes.

mod body;
mod method;
mod query;

use gatepass_core::route::Route;
use serde_json::{Value, json};

use crate::harness::{ADA, Person, Tenant, random_hex, shared};

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
    new_label: String,
}

impl Scene {
    async fn new() -> Self {
        let tenant = Tenant::create(shared().await).await;
        let ada = tenant.sign_in(ADA).await;
        let new_label = format!("never-{}", random_hex(8));
        Self { tenant, ada, new_label }
    }

    fn routes(&self) -> Vec<Taking> {
        let long = "x".repeat(101);
        vec![
            Taking {
                route: Route::IssueToken,
                from: From::Person,
                right: json!({ "name": "ci", "scope": "read" }),
                wrong: vec![
                    ("name", json!("")),
                    ("name", json!(" \t ")),
                    ("name", json!(long)),
                    ("name", json!("a\u{0}b")),
                    ("scope", json!("")),
                    ("scope", json!("read \"write\"")),
                    ("scope", json!("nonsense")),
                    ("scope", json!("é")),
                ],
                optional: &["scope"],
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
