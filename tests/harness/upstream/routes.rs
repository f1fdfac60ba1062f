//! What the API behind does, by path: `/api/<what>/…/<key>`. The key names the test's own request.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::header::{HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::any;
use bytes::Bytes;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::runtime;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{Seen, Upstream, hostile, socket};

/// Serves for as long as the process lives.
pub(super) fn serve(listener: std::net::TcpListener) {
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime can be made");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("a socket can be moved");
        let routes = Router::new()
            .route("/api/echo/{key}", any(echo))
            .route("/api/status/{status}/{key}", any(status))
            .route("/api/headers/{key}", any(headers))
            .route("/api/compressed/{key}", any(compressed))
            .route("/api/held/{key}", any(held))
            .route("/api/slowly/{key}", any(slowly))
            .route("/api/events/{key}", any(events))
            .route("/api/socket/{key}", any(socket::echo))
            .route("/api/broken/{key}", any(broken))
            .route("/api/hostile/{key}", any(hostile::page))
            .fallback(any(echo_any));
        axum::serve(listener, routes).await.expect("it serves for ever");
    });
}

/// What a request is, before its body.
pub(super) fn seen_of(head: &Parts) -> Seen {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter();
    Seen {
        method: head.method.to_string(),
        uri: head.uri.to_string(),
        headers: headers.map(|(name, value)| (name.to_string(), text(value))).collect(),
        ..Seen::default()
    }
}

/// Reads the request to its end, noting what came so far.
async fn note(key: &str, request: Request) -> Vec<Bytes> {
    let (head, body) = request.into_parts();
    let mut seen = seen_of(&head);
    let upstream = Upstream::shared();
    upstream.note_arrival(key, &mut seen);
    let (mut chunks, mut digest) = (Vec::new(), Sha256::new());
    let mut body = body.into_data_stream();
    while let Some(Ok(chunk)) = body.next().await {
        digest.update(&chunk);
        seen.received += chunk.len();
        upstream.note(key, &seen);
        chunks.push(chunk);
    }
    seen.digest = hex::encode(digest.finalize());
    upstream.note(key, &seen);
    chunks
}

/// Answers with the request's own body.
async fn echo(Path(key): Path<String>, request: Request) -> Response {
    let kind = request.headers().get("content-type").cloned();
    let chunks = note(&key, request).await;
    let stream = futures_util::stream::iter(chunks.into_iter().map(Ok::<_, std::io::Error>));
    let mut response = Response::new(Body::from_stream(stream));
    if let Some(kind) = kind {
        response.headers_mut().insert("content-type", kind);
    }
    response
}

/// The same for any other path; the key is the last part of it.
async fn echo_any(request: Request) -> Response {
    let key = request.uri().path().rsplit('/').next().unwrap_or_default();
    echo(Path(key.to_owned()), request).await
}

/// Answers with a status code, and for a redirect with somewhere to go.
async fn status(Path((status, key)): Path<(u16, String)>, request: Request) -> Response {
    note(&key, request).await;
    let response = Response::builder().status(status);
    let response = match status {
        300..=399 => response.header("location", "/api/echo/followed"),
        _ => response,
    };
    response.body(Body::empty()).expect("it is a status")
}

/// Answers with the headers that the body lists, one a line.
async fn headers(Path(key): Path<String>, request: Request) -> Response {
    let body = note(&key, request).await.concat();
    let mut response = Response::new(Body::from("<script>alert(1)</script>"));
    for line in String::from_utf8_lossy(&body).lines() {
        let (name, value) = line.split_once(": ").expect("a header has a colon");
        let name: HeaderName = name.parse().expect("it is a name");
        let value = value.parse().expect("it is a value");
        response.headers_mut().append(name, value);
    }
    response
}

/// `b"hello " * 100`, by gzip (RFC 1952).
const COMPRESSED: &str = "1f8b0800000000000203cb48cdc9c957c818254749aa9200f331a20d58020000";

/// Answers with something compressed.
async fn compressed(Path(key): Path<String>, request: Request) -> Response {
    note(&key, request).await;
    let body = hex::decode(COMPRESSED).expect("it is hexadecimal");
    Response::builder()
        .header("content-encoding", "gzip")
        .header("content-type", "text/plain")
        .body(Body::from(body))
        .expect("it is an answer")
}

/// Waits until a request for `<key>-more` has come.
async fn await_more(key: &str) {
    let key = format!("{key}-more");
    let more = Upstream::shared().await_seen(&key, |_| true);
    tokio::time::timeout(Duration::from_secs(60), more).await.ok();
}

/// Answers once another request for the key has come.
async fn held(Path(key): Path<String>, request: Request) -> Response {
    note(&key, request).await;
    await_more(&key).await;
    Response::new(Body::from("held\n"))
}

/// Answers with one chunk at once, and with the rest once another request for the key has come.
async fn slowly(Path(key): Path<String>, request: Request) -> Response {
    note(&key, request).await;
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    tokio::spawn(async move {
        sender.send(Ok(Bytes::from("first\n"))).await.ok();
        await_more(&key).await;
        sender.send(Ok(Bytes::from("last\n"))).await.ok();
    });
    Response::new(Body::from_stream(ReceiverStream::new(receiver)))
}

/// Answers with three server-sent events, each after the first once there has been another request
/// for the key.
async fn events(Path(key): Path<String>, request: Request) -> Response {
    note(&key, request).await;
    let (sender, receiver) = mpsc::channel::<Result<Bytes, std::io::Error>>(1);
    tokio::spawn(async move {
        let more = format!("{key}-more");
        for number in 0..3 {
            Upstream::shared().await_times(&more, number).await;
            sender.send(Ok(Bytes::from(format!("id: {number}\ndata: tick\n\n")))).await.ok();
        }
    });
    Response::builder()
        .header("content-type", "text/event-stream")
        .body(Body::from_stream(ReceiverStream::new(receiver)))
        .expect("it is an answer")
}

/// Breaks the connection without an answer: a panic ends the task that serves it.
async fn broken(Path(key): Path<String>, request: Request) -> Response {
    note(&key, request).await;
    std::panic::resume_unwind(Box::new("the connection breaks on purpose"))
}
