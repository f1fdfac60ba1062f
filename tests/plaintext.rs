//! No part of a secret stands in anything that is kept or said.
//!
//! In the browser, after the dialog that shows a token: `browser::secret`.

mod hunt;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, Overlap, ProviderView, StoredLog};
use reqwest::Method;
use serde_json::json;

use crate::credentials::Scene;
use crate::harness::{
    ADA, Answer, Person, SECRETS, Server, Settings, Tenant, eventually, random_hex, send,
    send_form, send_json,
};
use hunt::Hunt;

/// How many tenants issue tokens.
const TENANTS: usize = 10;

/// How many each of them issues: as many live ones as a user may have.
const TOKENS_EACH: usize = 100;

/// How many requests are on their way at once.
const AT_ONCE: usize = 8;

/// By when what a server says is in its log.
const LOGGED_WITHIN: Duration = Duration::from_secs(30);

/// A secret of an OpenID Connect client.
const CLIENT_SECRET: &str = "kept0sealed1and2never3in4clear5";

#[tokio::test]
async fn after_a_thousand_tokens_and_every_error_no_part_of_a_secret_is_kept_or_said() {
    let server = Server::start(Settings::new()).await;
    let mut hunt = Hunt::default();
    for name in SECRETS {
        hunt.add(name, server.settings().value(name));
    }
    let mut administrators = Vec::new();
    for _ in 0..TENANTS {
        administrators.push(fill(&server, &mut hunt).await);
    }
    let errors = every_error(&server, &mut hunt).await;
    assert!(hunt.secrets() > TENANTS * TOKENS_EACH);

    let find_kept = async |when: &str| {
        let files = server.stored_files();
        let of_kv = |file: &PathBuf| file.components().any(|part| part.as_os_str() == "kv");
        assert!(files.iter().filter(|file| of_kv(file)).count() > TOKENS_EACH);
        assert!(server.registry_count() > TENANTS);
        for file in files {
            // One may be gone by now.
            let kept = fs::read(&file).unwrap_or_default();
            assert_eq!(hunt.find(&kept), None, "{when}: {}", file.display());
        }
        let log = caught_up(&server).await;
        assert_eq!(hunt.find(log.as_bytes()), None, "{when}: the log");
    };
    find_kept("as it runs").await;
    for (case, answer) in &errors {
        assert_eq!(hunt.find(&answer.body), None, "{case}: {}", answer.text());
        let headers = format!("{:?}", answer.headers);
        assert_eq!(hunt.find(headers.as_bytes()), None, "{case}: {headers}");
    }
    for (tenant, ada) in &administrators {
        for exported in exported(tenant, ada).await {
            assert!(exported.contains("token.issued"), "it has what was done: {exported}");
            assert_eq!(hunt.find(exported.as_bytes()), None, "the activity log");
        }
    }

    // What is looked for would be found: a name that has a part of a secret in it is kept, exported
    // and, in a path, said.
    let (tenant, ada) = &administrators[0];
    let token = ada.issue("bait").await.token;
    hunt.add_token(&token);
    let part = &token[24..36];
    ada.issue(&format!("a {part} b")).await;
    send(tenant.caller.request(Method::GET, &format!("/x-{part}"))).await.expect(404);
    let kept = server.stored_files().into_iter().filter_map(|file| fs::read(file).ok());
    assert!(kept.into_iter().any(|kept| hunt.find(&kept) == Some("a token")));
    assert_eq!(hunt.find(caught_up(&server).await.as_bytes()), Some("a token"));
    for exported in exported(tenant, ada).await {
        assert_eq!(hunt.find(exported.as_bytes()), Some("a token"));
    }
}

/// A tenant whose administrator has as many tokens as may be, each of them used; of those some are
/// regenerated, revoked or reported.
async fn fill(server: &Server, hunt: &mut Hunt) -> (Tenant, Person) {
    let tenant = Tenant::create(server).await;
    let ada = tenant.sign_in(ADA).await;
    hunt.add_reference("a session", &ada.session);
    hunt.add_reference("a sign-in link", &tenant.link);
    let issue = |number| {
        let (ada, caller) = (&ada, &tenant.caller);
        async move {
            let issued = ada.issue(&format!("token {number}")).await;
            caller.verify(&issued.token).await.expect(200);
            issued
        }
    };
    let issued = stream::iter(0..TOKENS_EACH).map(issue).buffer_unordered(AT_ONCE);
    let issued: Vec<_> = issued.collect().await;
    issued.iter().for_each(|issued| hunt.add_token(&issued.token));
    ada.revoke(issued[0].view.id).await;
    tenant.caller.verify(&issued[0].token).await;
    let successor = ada.regenerate(issued[1].view.id, Overlap::Hour).await;
    hunt.add_token(&successor.token);
    tenant.caller.verify(&successor.token).await.expect(200);
    let report = json!({ "token": issued[2].token, "found_at": "https://example.com/paste" });
    send_json(tenant.caller.to(&Route::ReportLeaked), &report).await.expect(204);
    let shown = format!("token={}", issued[3].token);
    let asked = tenant.caller.with_token(&Route::Introspect, &issued[4].token);
    send_form(asked, shown).await;
    let bob = json!({ "name": "Bob", "role": "security-operator" });
    let bob: AddedUser = send_json(ada.to(&Route::AddUser), &bob).await.expect(201).json();
    let (_, link) = bob.link.link.split_once("#link=").expect("a link holds a secret");
    hunt.add_reference("a user's link", link);
    (tenant, ada)
}

/// Every answer to a credential that is not what a route needs, and to what is wrong with a secret
/// in it.
async fn every_error(server: &Server, hunt: &mut Hunt) -> Vec<(String, Answer)> {
    let scene = Scene::at(server).await;
    for secret in scene.secrets() {
        match secret {
            (what, text) if what.contains("token") => hunt.add_token(text),
            (what, text) => hunt.add_reference(what, text),
        }
    }
    hunt.add("a client's secret", CLIENT_SECRET);
    let mut answers = scene.refused().await;
    let ada = &scene.ada;
    let provider = json!({
        "name": "With a secret", "issuer": "http://127.0.0.1:9", "client_id": "gatepass",
        "client_secret": CLIENT_SECRET,
    });
    let added = send_json(ada.to(&Route::AddProvider), &provider).await.expect(201);
    let id = added.json::<ProviderView>().id;
    answers.push(("a provider with a secret".to_owned(), added));
    let (token, link, session) = (&scene.issued.token, &scene.tenant.link, &ada.session);
    for (case, request) in [
        ("the providers", send(ada.to(&Route::Providers))),
        ("nobody answers", send(ada.to(&Route::TestProvider(id)))),
    ] {
        answers.push((case.to_owned(), request.await));
    }
    for text in [token, link, session, &format!("{token}x"), &token[1..].to_owned()] {
        let to = |route: &Route| ada.to(route);
        for (route, body) in [
            (Route::IssueToken, json!({ "name": "a", "exp": text })),
            (Route::IssueToken, json!({ "name": "a", "networks": { "in": [text] } })),
            (Route::IssueToken, json!({ "name": "a", "scope": format!("\"{text}") })),
            (Route::IssueToken, json!({ "name": "a", text: text })),
            (Route::AddUser, json!({ "name": "Eve", "role": text })),
            (Route::AddUser, json!({ "name": "Eve", "role": "security-reader", "email": text })),
            (Route::SignInByLink, json!({ "link": format!("{text}0"), "name": "Eve" })),
            (Route::SignInForDevelopment, json!({ "tenant": "nobody-has-this", "person": text })),
            (Route::EditProvider(id), json!({ "client_secret": { text: CLIENT_SECRET } })),
            (Route::ReportLeaked, json!({ "token": format!("{text}0") })),
        ] {
            let case = format!("{route:?}");
            answers.push((case, send_json(to(&route), &body).await));
        }
    }
    assert!(answers.len() > 500, "{}", answers.len());
    answers
}

/// The whole of a tenant's activity log, in each form, as it is told and as it is stored.
async fn exported(tenant: &Tenant, ada: &Person) -> Vec<String> {
    let mut texts = Vec::new();
    for format in ["csv", "jsonl"] {
        let path = format!("{}?format={format}", Route::ExportActivity.to_path());
        let request = tenant.caller.request(Method::GET, &path).header("cookie", ada.cookie());
        let request = request.header("origin", tenant.caller.origin());
        texts.push(send(request).await.expect(200).text());
    }
    let (route, mut stored, mut after) = (Route::StoredLog(tenant.label.clone()), String::new(), 0);
    loop {
        let request = tenant.caller.as_operator(&route).query(&[("after", after)]);
        let answer = send(request).await.expect(200);
        stored.push_str(&answer.text());
        let page: StoredLog = answer.json();
        if !page.has_next {
            break;
        }
        after = page.data.last().expect("a page that is not the last has events").sequence;
    }
    texts.push(stored);
    texts
}

/// The log, which lags behind the answers, with all that came before now.
async fn caught_up(server: &Server) -> String {
    let mark = format!("/after-{}", random_hex(8));
    send(server.caller().request(Method::GET, &mark)).await.expect(404);
    eventually("the log has caught up", LOGGED_WITHIN, async || {
        let log = server.log();
        log.contains(&mark).then_some(log)
    })
    .await
}
