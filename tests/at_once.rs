//! What an edge answers from memory, without asking or telling anybody.

mod faults;

use std::time::Duration;

use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::token::{SecretToken, TokenKind};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::harness::{
    ADA, Answer, Caller, Edges, Issued, Kv, OTTO, Person, RITA, Tenant, eventually, send,
};

/// By when an edge answers from memory: it reports a first use, and then gathers them for 5 s.
const REMEMBERED_WITHIN: Duration = Duration::from_secs(20);

/// By when what was counted shows, at the latest: a report is due 5 s after the last.
const SHOWS_WITHIN: Duration = Duration::from_secs(20);

fn is_at_once(answer: &Answer) -> bool {
    answer.header("x-way").is_empty()
}

/// A question of a proxy.
#[derive(Clone)]
struct Question {
    caller: Caller,
    method: Method,
    authorization: Option<String>,
}

impl Question {
    fn of(caller: &Caller, token: &str) -> Self {
        let authorization = Some(format!("Token {token}"));
        Self { caller: caller.clone(), method: Method::GET, authorization }
    }

    fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    fn request(&self) -> RequestBuilder {
        let request = self.caller.request(self.method.clone(), &Route::Verify.to_path());
        match &self.authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        }
    }

    async fn ask(&self) -> Answer {
        send(self.request()).await
    }

    async fn ask_by_sdk(&self) -> Answer {
        let mut answer = send(self.request().header("x-way", "sdk")).await;
        assert!(answer.headers.remove("x-way").is_some());
        answer
    }

    /// The answer from memory, once there is one.
    async fn ask_memory(&self, what: &str) -> Answer {
        eventually(&format!("from memory: {what}"), REMEMBERED_WITHIN, async || {
            Some(self.ask().await).filter(is_at_once)
        })
        .await
    }
}

/// Edges, and a tenant of theirs.
struct Scene {
    edges: Edges,
    tenant: Tenant,
    ada: Person,
}

impl Scene {
    async fn new() -> Self {
        let edges = Edges::start(&Kv::start().await).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let ada = tenant.sign_in(ADA).await;
        Self { edges, tenant, ada }
    }

    async fn issue(&self, name: &str) -> Issued {
        self.ada.issue(name).await
    }
}

#[tokio::test]
async fn an_answer_from_memory_is_to_the_byte_what_it_is_otherwise() {
    let scene = Scene::new().await;
    let Scene { edges, tenant, ada } = &scene;
    let near = &edges.near;
    let (rita, otto) = (tenant.sign_in(RITA).await, tenant.sign_in(OTTO).await);
    let (valid, reads) = (scene.issue("valid").await.token, rita.issue("reads").await.token);
    let revoked = scene.issue("revoked").await;
    ada.revoke(revoked.view.id).await;
    let begin = revoked.view.iat + Seconds(3_600);
    let early = ada.issue_with(&json!({ "name": "early", "nbf": begin })).await;
    let left = otto.issue("left behind").await.token;
    ada.call(&Route::DeprovisionUser(otto.me().await.sub)).await.expect(200);
    let without = Question { authorization: None, ..Question::of(near, "") };
    let basic = Some("Basic YTpi".to_owned());
    let bearer = Some(format!("bEaReR   {valid} "));
    let settings = near.settings();
    let foreign = "f".repeat(64).parse().unwrap();
    let sealed = |keys| {
        let entropy = std::array::from_fn(|place| place as u8);
        let kind = TokenKind::User;
        let token = SecretToken::issue(&settings.prefixes(), kind, tenant.id, keys, &entropy);
        token.unwrap().expose().to_owned()
    };
    let own_host = tenant.at_own_host().caller;
    own_host.verify(&valid).await.expect(200);

    for (what, question, status) in [
        ("valid", Question::of(near, &valid), 200),
        ("valid, HEAD", Question::of(near, &valid).by(Method::HEAD), 200),
        ("valid, POST", Question::of(near, &valid).by(Method::POST), 200),
        ("valid, Bearer", Question { authorization: bearer, ..without.clone() }, 200),
        ("valid, at its own host", Question::of(&own_host, &valid), 200),
        ("valid, elsewhere", Question::of(&near.at_host("127.0.0.1"), &valid), 200),
        ("valid, that reads", Question::of(near, &reads), 200),
        ("beyond its scope", Question::of(near, &reads).by(Method::DELETE), 403),
        ("of nobody any more", Question::of(near, &left), 403),
        ("revoked", Question::of(near, &revoked.token), 401),
        ("revoked, at its own host", Question::of(&own_host, &revoked.token), 401),
        ("early", Question::of(near, &early.token), 401),
        ("never recorded", Question::of(near, &sealed(&settings.seal_keys())), 401),
        ("forged", Question::of(near, &sealed(&foreign)), 401),
        ("malformed", Question::of(near, "garbage"), 401),
        ("malformed, at its own host", Question::of(&own_host, "garbage"), 401),
        ("malformed, elsewhere", Question::of(&near.at_host("127.0.0.1"), "garbage"), 401),
        ("empty", Question::of(near, ""), 401),
        ("none", without.clone(), 401),
        ("none, HEAD", without.clone().by(Method::HEAD), 401),
        ("of another scheme", Question { authorization: basic, ..without }, 401),
    ] {
        let (remembered, made) = (question.ask_memory(what).await, question.ask_by_sdk().await);
        assert_eq!(made.status, status, "{what}: {}", made.text());
        assert_eq!(remembered.status, made.status, "{what}");
        assert_eq!(remembered.headers, made.headers, "{what}");
        assert_eq!(remembered.text(), made.text(), "{what}");
        let again = question.ask_memory(what).await;
        assert_eq!((again.headers, again.body), (made.headers, made.body), "{what}, again");
    }
}

#[tokio::test]
async fn what_is_not_wholly_remembered_is_never_answered_from_memory() {
    let scene = Scene::new().await;
    let Scene { edges, ada, .. } = &scene;
    let other = Tenant::create_at(edges.near.clone()).await.at_own_host().caller;
    let networks = json!({ "in": ["192.0.2.0/24"] });
    let bound = ada.issue_with(&json!({ "name": "bound", "networks": networks })).await.token;
    let valid = scene.issue("valid").await.token;
    Question::of(&edges.near, &valid).ask_memory("valid").await.expect(200);

    let unmade = edges.near.at_host("unmade.eu.localhost");
    for number in 0..5 {
        let new = scene.issue(&format!("new {number}")).await.token;
        for (what, question, status) in [
            ("bound to addresses", Question::of(&edges.near, &bound), 403),
            ("never seen", Question::of(&edges.near, &new), 200),
            ("of another tenant", Question::of(&other, &valid), 401),
            ("at nobody's host", Question::of(&unmade, &valid), 403),
        ] {
            let mut answer = question.ask().await.expect(status);
            assert!(answer.headers.remove("x-way").is_some(), "{what}");
            let made = question.ask_by_sdk().await;
            assert_eq!((answer.headers, answer.body), (made.headers, made.body), "{what}");
        }
    }
}

#[tokio::test]
async fn what_is_answered_from_memory_counts_as_all_else_does() {
    let scene = Scene::new().await;
    let (used, revoked) = (scene.issue("used").await, scene.issue("revoked").await);
    scene.ada.revoke(revoked.view.id).await;
    let near = &scene.edges.near;
    let ask = async |issued: &Issued, status| {
        let mut at_once = 0;
        let question = Question::of(near, &issued.token);
        for _ in 0..300 {
            at_once += u64::from(is_at_once(&question.ask().await.expect(status)));
        }
        at_once
    };
    let at_once = [ask(&used, 200).await, ask(&revoked, 401).await];
    assert!(at_once.iter().all(|count| *count > 200), "{at_once:?}");

    let is_counted = async || {
        let used = scene.ada.find(used.view.id).await?;
        let revoked = scene.ada.show(revoked.view.id).await;
        Some((used.uses_by_day.iter().sum::<u64>(), revoked.knocks.map_or(0, |it| it.count)))
    };
    eventually("each is counted once", SHOWS_WITHIN, async || {
        let counted = is_counted().await?;
        assert!(counted.0 <= 300 && counted.1 <= 300, "{counted:?}");
        (counted == (300, 300)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_revoked_token_in_use_from_memory_dies_within_its_bound() {
    let scene = Scene::new().await;
    let issued = scene.issue("ci").await;
    let question = Question::of(&scene.edges.beside, &issued.token);
    question.ask_memory("valid").await.expect(200);
    scene.ada.revoke(issued.view.id).await;
    eventually("it is refused", Duration::from_secs(11), async || {
        (question.ask().await.status == 401).then_some(())
    })
    .await;
    question.ask_memory("revoked").await.expect(401);
}
