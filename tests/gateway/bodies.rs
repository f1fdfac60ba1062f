//! Bodies, which stream both ways.

use std::io::Error;

use bytes::Bytes;
use futures_util::StreamExt as _;
use reqwest::{Body, Method, Response};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::Scene;
use crate::harness::{Answer, Upstream, send};

/// Larger than any buffer on the way.
const LARGE: usize = 5 * 1024 * 1024;

fn random_bytes(length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn large_bodies_arrive_unchanged_both_ways() {
    let scene = Scene::new().await;
    let body = random_bytes(LARGE);
    let request = scene.request(Method::POST, "echo");
    let request = request.header("content-type", "application/x-test");
    let answer = send(request.body(body.clone())).await.expect(200);
    assert!(answer.body == body, "the body came back changed");
    assert_eq!(answer.header("content-type"), "application/x-test");
    let seen = Upstream::shared().seen(&scene.key).unwrap();
    assert_eq!(seen.received, LARGE);
    assert_eq!(seen.digest, hex::encode(Sha256::digest(&body)));
}

#[tokio::test]
async fn the_answer_begins_before_it_has_ended() {
    let scene = Scene::new().await;
    let response = scene.request(Method::GET, "slowly").send().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut body = response.bytes_stream();
    assert_eq!(body.next().await.unwrap().unwrap(), "first\n");
    let more = format!("echo/{}-more", scene.key);
    let token = &scene.issued.token;
    send(scene.tenant.caller.api(Method::GET, &more, token)).await.expect(200);
    assert_eq!(body.next().await.unwrap().unwrap(), "last\n");
    assert!(body.next().await.is_none());
}

#[tokio::test]
async fn the_request_begins_to_arrive_before_it_has_ended() {
    let scene = Scene::new().await;
    let (sender, receiver) = mpsc::channel::<Result<Bytes, Error>>(1);
    let body = Body::wrap_stream(ReceiverStream::new(receiver));
    let sending = tokio::spawn(send(scene.request(Method::POST, "echo").body(body)));
    sender.send(Ok(Bytes::from("first"))).await.unwrap();
    let seen = Upstream::shared().await_seen(&scene.key, |seen| seen.received > 0).await;
    assert_eq!((seen.received, seen.digest.as_str()), (5, ""));
    sender.send(Ok(Bytes::from("last"))).await.unwrap();
    drop(sender);
    let answer: Answer = sending.await.unwrap();
    assert_eq!(answer.expect(200).text(), "firstlast");
}

#[tokio::test]
async fn server_sent_events_arrive_one_by_one_as_they_are_sent() {
    let scene = Scene::new().await;
    let request = scene.request(Method::GET, "events").header("accept", "text/event-stream");
    let response = request.send().await.unwrap();
    assert_eq!((response.status().as_u16(), content_type(&response)), (200, "text/event-stream"));
    let mut body = response.bytes_stream();
    for number in 0..3 {
        // The API behind waits with each until there was another request.
        let event = body.next().await.unwrap().unwrap();
        assert_eq!(event, format!("id: {number}\ndata: tick\n\n"));
        let more = format!("echo/{}-more", scene.key);
        let token = &scene.issued.token;
        send(scene.tenant.caller.api(Method::GET, &more, token)).await.expect(200);
    }
    assert!(body.next().await.is_none());
}

fn content_type(response: &Response) -> &str {
    response.headers()["content-type"].to_str().unwrap()
}

#[tokio::test]
async fn what_the_api_behind_compressed_is_what_its_header_says() {
    let scene = Scene::new().await;
    let plain = "hello ".repeat(100);
    for accepted in ["gzip", "identity"] {
        let request = scene.request(Method::GET, "compressed");
        let answer = send(request.header("accept-encoding", accepted)).await.expect(200);
        match answer.header("content-encoding") {
            "gzip" => assert_eq!(answer.body[..2], [0x1f, 0x8b], "no gzip"),
            other => assert_eq!((other, answer.text()), ("", plain.clone())),
        }
    }
}
