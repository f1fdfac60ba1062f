//! Bodies.

use gatepass_core::route::Route;
use gatepass_core::wire::{ProblemKind, TenantList, UserPage};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::{From, Scene, Taking};
use crate::harness::{ADA, Answer, OTTO, send, send_json};

/// The largest body that is read, in bytes.
const LARGEST: usize = 64 * 1024;

impl Scene {
    fn request(&self, taking: &Taking) -> RequestBuilder {
        match taking.from {
            From::Page => self.tenant.caller.as_page(&taking.route),
            From::Person => self.ada.to(&taking.route),
            From::Operator => self.tenant.caller.as_operator(&taking.route),
        }
    }

    async fn send(&self, taking: &Taking, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(taking).header("content-type", "application/json");
        send(request.body(body)).await
    }

    /// Makes sure that none of what was refused was done after all.
    async fn expect_unchanged(&self) {
        assert!(self.ada.names().await.is_empty());
        let users: UserPage = self.ada.call(&Route::Users).await.expect(200).json();
        let users: Vec<_> =
            users.data.iter().map(|user| (user.name.as_str(), user.role.as_str())).collect();
        assert_eq!(users, [(ADA, "global-administrator"), (OTTO, "security-operator")]);
        let caller = &self.tenant.caller;
        let known: TenantList = send(caller.as_operator(&Route::Tenants)).await.expect(200).json();
        assert!(known.data.iter().all(|tenant| tenant.label.as_str() != self.new_label));
        let body = json!({ "link": self.tenant.link, "name": "First" });
        send_json(caller.as_page(&Route::SignInByLink), &body).await.expect(204);
    }
}

fn refuse(answer: &Answer, taking: &Taking, body: &str, field: &str) {
    let problem = answer.problem();
    // What is wrong within a member is named with its place there.
    let named = problem.field.as_deref().and_then(|named| named.split(['[', '.']).next());
    assert_eq!(
        (answer.status, named),
        (400, Some(field)),
        "{:?} took {body}: {}",
        taking.route,
        answer.text()
    );
    assert_eq!(problem.kind, ProblemKind::InvalidRequest);
    assert!(problem.detail.is_some());
    assert!(answer.headers("set-cookie").is_empty());
}

#[tokio::test]
async fn what_is_no_json_object_is_refused_whole() {
    let scene = Scene::new().await;
    for taking in scene.routes() {
        let right = taking.right.to_string();
        for body in [
            String::new(),
            "  ".to_owned(),
            "null".to_owned(),
            "true".to_owned(),
            "42".to_owned(),
            "\"text\"".to_owned(),
            "[]".to_owned(),
            format!("[{right}]"),
            "name=ci&scope=read".to_owned(),
            format!("{right}{right}"),
            format!("{right} x"),
            format!("\u{feff}{right}"),
            right[..right.len() - 1].to_owned(),
            "{".to_owned(),
            "{{}}".to_owned(),
            "{'name':'ci'}".to_owned(),
            "{,}".to_owned(),
        ] {
            refuse(&scene.send(&taking, body.clone()).await, &taking, &body, "body");
        }
    }
    scene.expect_unchanged().await;
}

#[tokio::test]
async fn the_member_at_fault_is_named() {
    let scene = Scene::new().await;
    for taking in scene.routes() {
        for (body, field) in faulty(&taking) {
            refuse(&scene.send(&taking, body.clone()).await, &taking, &body, &field);
        }
    }
    scene.expect_unchanged().await;
}

/// Bodies with one fault each, and the member at fault.
fn faulty(taking: &Taking) -> Vec<(String, String)> {
    let mut faulty = Vec::new();
    let members = taking.right.as_object().unwrap();
    let with = |name: &str, value: Value| {
        let mut body = members.clone();
        body.insert(name.to_owned(), value);
        Value::from(body).to_string()
    };
    for (name, value) in members {
        let mut types = vec![json!(true), json!([]), json!([value]), json!({}), json!([[[[]]]])];
        types.push(if value.is_string() { json!(42) } else { json!("42") });
        if !taking.optional.contains(&name.as_str()) {
            types.push(Value::Null);
            let mut missing = members.clone();
            missing.remove(name);
            faulty.push((Value::from(missing).to_string(), name.clone()));
        }
        faulty.extend(types.into_iter().map(|value| (with(name, value), name.clone())));
        let whole = taking.right.to_string();
        let twice = format!("{},\"{name}\":{value}}}", &whole[..whole.len() - 1]);
        faulty.push((twice, name.clone()));
    }
    for (name, value) in &taking.wrong {
        faulty.push((with(name, value.clone()), (*name).to_owned()));
    }
    for unknown in ["nonsense", "Name", "__proto__", "owner", "tenant_id"] {
        faulty.push((with(unknown, json!(1)), unknown.to_owned()));
    }
    faulty
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let scene = Scene::new().await;
    for taking in scene.routes() {
        for body in [&b"{\"name\":\"\xff\xfe\"}"[..], b"\xff\xfe{}", b"{\"\xc3\":1}", b"\0\0\0"] {
            let answer = scene.send(&taking, body.to_vec()).await;
            answer.expect_problem(ProblemKind::InvalidRequest);
        }
    }
    scene.expect_unchanged().await;
}

#[tokio::test]
async fn deep_nesting_is_refused_and_harms_nothing() {
    let scene = Scene::new().await;
    for taking in scene.routes() {
        for body in [
            format!("{{\"nonsense\":{}", "[".repeat(20_000)),
            format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000)),
        ] {
            let answer = scene.send(&taking, body).await;
            answer.expect_problem(ProblemKind::InvalidRequest);
        }
    }
    scene.expect_unchanged().await;
}

#[tokio::test]
async fn a_body_is_taken_as_json_only_where_its_type_says_so() {
    let scene = Scene::new().await;
    for taking in scene.routes() {
        for kind in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/jsonp"),
            Some("application/"),
            Some(";"),
            Some("text/plain; application/json"),
        ] {
            let mut request = scene.request(&taking).body(taking.right.to_string());
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            let answer = send(request).await;
            answer.expect_problem(ProblemKind::UnsupportedMediaType);
        }
    }
    scene.expect_unchanged().await;
}

#[tokio::test]
async fn json_may_say_its_charset_and_in_any_case() {
    let scene = Scene::new().await;
    let routes = scene.routes();
    let issuing = &routes[0];
    for (kind, name) in [
        ("application/json; charset=utf-8", "a"),
        ("Application/JSON", "b"),
        ("application/json ;x=y", "c"),
    ] {
        let request = scene.request(issuing).header("content-type", kind);
        send(request.body(json!({ "name": name }).to_string())).await.expect(201);
    }
}

/// One byte over: of a body that is far larger, the runtime often cuts the connection when a Worker
/// answers amid it, whatever the Worker, so the answer may not arrive.
#[tokio::test]
async fn a_body_over_64_kib_is_too_large() {
    let scene = Scene::new().await;
    for taking in scene.routes() {
        let right = taking.right.to_string();
        let padded = |length: usize| format!("{}{right}", " ".repeat(length - right.len()));
        let answer = scene.send(&taking, padded(LARGEST + 1)).await;
        answer.expect_problem(ProblemKind::TooLarge);
    }
    let issuing = &scene.routes()[0];
    let body = format!("{}{}", " ".repeat(LARGEST - 13), "{\"name\":\"ci\"}");
    assert_eq!(body.len(), LARGEST);
    scene.send(issuing, body).await.expect(201);
}
