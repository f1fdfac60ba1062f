//! WebSockets: the upgrade passes as any request does, and what follows goes both ways.

use futures_util::{SinkExt as _, StreamExt as _};
use gatepass_core::route::Route;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::Scene;
use crate::harness::{Caller, Edges, Kv, OTTO, Tenant, Upstream, random_hex};

type Socket = WebSocketStream<TcpStream>;

/// A request for a WebSocket of the API behind.
fn request(caller: &Caller, key: &str, headers: &[(&'static str, &str)]) -> Request {
    let origin = caller.origin().replacen("http", "ws", 1);
    let url = format!("{origin}{}socket/{key}", Route::Upstream.to_path());
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    request
}

async fn open(request: Request) -> Result<(Socket, Response), Error> {
    let port = request.uri().port_u16().unwrap();
    let connection = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    client_async(request, connection).await
}

/// Opens one with a token.
async fn open_with(caller: &Caller, token: &str, key: &str) -> Socket {
    let authorization = format!("Token {token}");
    let request = request(caller, key, &[("authorization", &authorization)]);
    open(request).await.expect("it is let through").0
}

async fn next(socket: &mut Socket) -> Message {
    socket.next().await.expect("it is open").expect("it is a message")
}

/// Makes sure that messages go both ways, whoever speaks first.
async fn assert_talks(socket: &mut Socket) {
    assert_eq!(next(socket).await, Message::text("hello"));
    for message in [
        Message::text("one"),
        Message::text("h\u{e9}llo"),
        Message::binary(vec![0, 255, 13, 10]),
        Message::text(""),
        Message::binary(vec![7; 200_000]),
    ] {
        socket.send(message.clone()).await.unwrap();
        assert_eq!(next(socket).await, message);
    }
}

#[tokio::test]
async fn messages_pass_both_ways() {
    let scene = Scene::new().await;
    let mut socket = open_with(&scene.tenant.caller, &scene.issued.token, &scene.key).await;
    assert_talks(&mut socket).await;
}

#[tokio::test]
async fn messages_pass_both_ways_where_the_api_behind_is_a_service() {
    let edges = Edges::start(&Kv::start().await).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let token = tenant.sign_in(OTTO).await.issue("ci").await.token;
    for caller in [&edges.near, &edges.beside] {
        assert_talks(&mut open_with(caller, &token, &random_hex(8)).await).await;
    }
}

#[tokio::test]
async fn whoever_closes_the_other_end_hears_why() {
    let scene = Scene::new().await;
    let (caller, token) = (&scene.tenant.caller, &scene.issued.token);
    let frame = |code: u16, reason: &str| CloseFrame { code: code.into(), reason: reason.into() };

    let mut socket = open_with(caller, token, &scene.key).await;
    assert_eq!(next(&mut socket).await, Message::text("hello"));
    socket.send(Message::text("close 4001 all is said")).await.unwrap();
    assert_eq!(next(&mut socket).await, Message::Close(Some(frame(4001, "all is said"))));

    let key = random_hex(8);
    let mut socket = open_with(caller, token, &key).await;
    assert_eq!(next(&mut socket).await, Message::text("hello"));
    socket.close(Some(frame(4002, "enough"))).await.unwrap();
    let seen = Upstream::shared().await_seen(&key, |seen| seen.closed.is_some()).await;
    assert_eq!(seen.closed, Some(4002));
}

#[tokio::test]
async fn an_upgrade_carries_who_calls_and_neither_token_cookie_nor_claim() {
    let scene = Scene::new().await;
    let (token, cookie) = (format!("Token {}", scene.issued.token), scene.person.cookie());
    let (mut socket, answer) = open(request(
        &scene.tenant.caller,
        &scene.key,
        &[
            ("authorization", &token),
            ("cookie", &cookie),
            ("gatepass-subject", "forged"),
            ("gatepass_scope", "forged"),
            ("sec-websocket-protocol", "chat.v1, chat.v2"),
        ],
    ))
    .await
    .expect("it is let through");
    assert_eq!(answer.status(), 101);
    assert_eq!(answer.headers()["sec-websocket-protocol"], "chat.v2");
    assert_eq!(next(&mut socket).await, Message::text("hello"));

    let seen = Upstream::shared().seen(&scene.key).unwrap();
    assert_eq!(seen.values("gatepass-subject"), [scene.person.me().await.sub.to_string()]);
    assert_eq!(seen.values("gatepass-token-id"), [scene.issued.view.id.to_string()]);
    assert_eq!(seen.values("sec-websocket-protocol").concat().replace(' ', ""), "chat.v1,chat.v2");
    let told = format!("{:?}", seen.headers);
    for withheld in [scene.issued.token.as_str(), &scene.person.session, "forged"] {
        assert!(!told.contains(withheld), "{told}");
    }
}

#[tokio::test]
async fn without_a_token_that_passes_nothing_is_upgraded() {
    let scene = Scene::new().await;
    let cookie = scene.person.cookie();
    for headers in [
        vec![],
        vec![("authorization", "Token garbage")],
        vec![("authorization", "Basic YTpi")],
        vec![("cookie", cookie.as_str())],
    ] {
        let refused = open(request(&scene.tenant.caller, &scene.key, &headers)).await;
        let Err(Error::Http(answer)) = refused else { panic!("it was let through: {headers:?}") };
        assert_eq!(answer.status(), 401, "{headers:?}");
        assert!(answer.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer "));
    }
    assert!(Upstream::shared().seen(&scene.key).is_none());
}

#[tokio::test]
async fn an_upgrade_that_the_api_behind_does_not_take_is_answered_as_it_says() {
    let scene = Scene::new().await;
    let token = format!("Token {}", scene.issued.token);
    let mut asked = request(&scene.tenant.caller, &scene.key, &[("authorization", &token)]);
    let elsewhere = asked.uri().to_string().replace("/socket/", "/status/418/");
    *asked.uri_mut() = elsewhere.parse().unwrap();
    let Err(Error::Http(answer)) = open(asked).await else { panic!("it was let through") };
    assert_eq!(answer.status(), 418);
}
