//! An API behind that is not there, or not well: that is told as what it is, and never as a fault of
//! the token.

use std::io::Error;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use gatepass_core::wire::ProblemKind;
use reqwest::{Body, Method};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::harness::{ADA, Answer, Edges, Kv, Settings, Tenant, Upstream, random_hex, send};

/// How long an answer may take that waits for nothing.
const PROMPTLY: Duration = Duration::from_secs(20);

/// A tenant whose API behind is at this URL.
struct Scene {
    edges: Edges,
    tenant: Tenant,
    token: String,
}

impl Scene {
    async fn of(settings: Settings) -> Self {
        let edges = Edges::start_with(&Kv::start().await, settings).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let token = tenant.sign_in(ADA).await.issue("ci").await.token;
        Self { edges, tenant, token }
    }

    async fn behind(url: &str) -> Self {
        Self::of(Settings::new().with("UPSTREAM", url)).await
    }

    /// What is answered with the API behind at a URL, and bound as a service.
    async fn answers(&self, method: Method, path: &str) -> [Answer; 2] {
        let ask = async |caller: &crate::harness::Caller| {
            let asking = send(caller.api(method.clone(), path, &self.token));
            tokio::time::timeout(PROMPTLY, asking).await.expect("it does not hang")
        };
        [ask(&self.edges.near).await, ask(&self.edges.beside).await]
    }

    async fn expect_bad_gateway(&self, path: &str) {
        for method in [Method::GET, Method::POST] {
            for answer in self.answers(method.clone(), path).await {
                expect_no_fault_of_the_token(&answer, ProblemKind::BadGateway);
            }
        }
        self.edges.near.verify(&self.token).await.expect(200);
    }
}

fn expect_no_fault_of_the_token(answer: &Answer, kind: ProblemKind) {
    let problem = answer.expect_problem(kind);
    assert_eq!(answer.header("www-authenticate"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.text().contains("oken"), "{problem:?}");
}

#[tokio::test]
async fn an_api_behind_that_takes_no_connection_is_a_bad_gateway() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    Scene::behind(&url).await.expect_bad_gateway("echo/x").await;
}

#[tokio::test]
async fn an_api_behind_whose_name_leads_nowhere_is_a_bad_gateway() {
    let scene = Scene::behind("http://nobody.invalid:80").await;
    let answer = send(scene.edges.near.api(Method::GET, "echo/x", &scene.token)).await;
    expect_no_fault_of_the_token(&answer, ProblemKind::BadGateway);
}

/// What a server does by the path that it is asked for, since no well-behaved one would.
async fn misbehave() -> String {
    async fn serve(mut stream: TcpStream) {
        let (mut asked, mut buffer) = (String::new(), [0; 4096]);
        while !asked.contains("\r\n\r\n") {
            match stream.read(&mut buffer).await {
                Ok(length @ 1..) => asked.push_str(&String::from_utf8_lossy(&buffer[..length])),
                Ok(0) | Err(_) => return,
            }
        }
        let path = asked.split(' ').nth(1).unwrap_or_default();
        let answer: &[u8] = match path {
            "/api/garbage" => b"\x00\xff\x17 this is no HTTP\r\n\r\n",
            "/api/another-protocol" => b"SSH-2.0-OpenSSH_9.9\r\n",
            "/api/half-a-head" => b"HTTP/1.1 200 OK\r\ncontent-le",
            "/api/no-such-status" => b"HTTP/1.1 9999 OK\r\n\r\n",
            "/api/half-a-body" => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
            "/api/half-a-chunk" => {
                b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\nhalf"
            }
            _ => b"",
        };
        stream.write_all(answer).await.ok();
    }
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    url
}

#[tokio::test]
async fn an_api_behind_that_answers_nothing_or_nonsense_is_a_bad_gateway() {
    let scene = Scene::behind(&misbehave().await).await;
    for path in ["closes", "garbage", "another-protocol", "half-a-head", "no-such-status"] {
        scene.expect_bad_gateway(path).await;
    }
}

/// Its status is told by then. What comes is what it sent, and that it broke off is not hidden.
#[tokio::test]
async fn an_answer_that_breaks_off_breaks_off_for_the_caller_too() {
    let scene = Scene::behind(&misbehave().await).await;
    for path in ["half-a-body", "half-a-chunk"] {
        for caller in [&scene.edges.near, &scene.edges.beside] {
            let response = caller.api(Method::GET, path, &scene.token).send().await.unwrap();
            assert_eq!(response.status(), 200);
            assert!(response.bytes().await.is_err(), "{path} looks whole");
        }
    }
    scene.edges.near.verify(&scene.token).await.expect(200);
}

#[tokio::test]
async fn a_502_and_a_504_of_the_api_behind_are_its_own() {
    let scene = Scene::of(Settings::new()).await;
    for status in [502, 503, 504] {
        for answer in
            scene.answers(Method::GET, &format!("status/{status}/{}", random_hex(8))).await
        {
            assert_eq!((answer.status, answer.text().as_str()), (status, ""));
            assert_eq!(answer.header("www-authenticate"), "");
        }
    }
}

#[tokio::test]
async fn one_that_does_not_begin_to_answer_in_time_is_a_gateway_timeout_and_one_that_began_is_not()
{
    let scene = Scene::of(Settings::new().with("UPSTREAM_TIMEOUT", "1")).await;
    let (api, key) = (&scene.tenant.caller, random_hex(8));
    let token = &scene.token;
    // Each of these is under way for longer than the time is, since another's time is over first.
    let slow = api.api(Method::GET, &format!("slowly/{key}"), token).send().await.unwrap();
    let (sender, receiver) = mpsc::channel::<Result<Bytes, Error>>(1);
    let upload = api.api(Method::POST, &format!("echo/{key}-upload"), token);
    let upload = upload.body(Body::wrap_stream(ReceiverStream::new(receiver)));
    let upload = tokio::spawn(send(upload));
    sender.send(Ok(Bytes::from("first"))).await.unwrap();

    for method in [Method::GET, Method::POST] {
        for answer in scene.answers(method.clone(), &format!("held/{key}-held")).await {
            expect_no_fault_of_the_token(&answer, ProblemKind::GatewayTimeout);
        }
    }
    assert_eq!(Upstream::shared().seen(&format!("{key}-held")).unwrap().times, 4);

    send(api.api(Method::GET, &format!("echo/{key}-more"), token)).await.expect(200);
    let mut body = slow.bytes_stream();
    let mut told = Vec::new();
    while let Some(chunk) = body.next().await {
        told.extend_from_slice(&chunk.unwrap());
    }
    assert_eq!(String::from_utf8(told).unwrap(), "first\nlast\n");
    sender.send(Ok(Bytes::from("last"))).await.unwrap();
    drop(sender);
    assert_eq!(upload.await.unwrap().expect(200).text(), "firstlast");
}
