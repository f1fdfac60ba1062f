//! A proxy is answered from memory like anybody else, and in the same words.

use super::*;
use crate::harness::{ADA, Edges, Kv};

/// By when an edge answers from memory: it reports a first use, and then gathers them for 5 s.
const REMEMBERED_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_proxys_answer_from_memory_is_to_the_byte_what_it_is_otherwise() {
    let edges = Edges::start(&Kv::start().await).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let (near, ada) = (&edges.near, tenant.sign_in(ADA).await);
    let token = issue(&ada, "read").await.token;
    let ask = |way: Way, method: &str, uri: &str| {
        believed(near, with_token(way.ask(near, method, uri), &token))
    };
    for way in Way::ALL {
        for (method, uri, status) in [
            ("GET", "/api/other", 200),
            ("GET", "/elsewhere", 200),
            ("DELETE", "/api/other", 403),
            ("POST", "/api/v1/discovery/logs", 403),
            ("GET", "elsewhere", 403),
        ] {
            let by_sdk = send(ask(way, method, uri).header("x-way", "sdk")).await.expect(status);
            let mut made = by_sdk.headers.clone();
            assert!(made.remove("x-way").is_some());
            let what = format!("from memory: {way:?} {method} {uri}");
            let remembered = eventually(&what, REMEMBERED_WITHIN, async || {
                let answer = send(ask(way, method, uri)).await.expect(status);
                answer.header("x-way").is_empty().then_some(answer)
            })
            .await;
            assert_eq!((&remembered.headers, remembered.text()), (&made, by_sdk.text()), "{what}");
        }
    }
    let wrong = || near.with_token(&Route::Verify, &token).header(SECRET_HEADER, "wrong");
    let by_sdk = send(wrong().header("x-way", "sdk")).await.expect(403);
    let remembered = send(wrong()).await.expect(403);
    assert!(remembered.header("x-way").is_empty());
    assert_eq!(remembered.text(), by_sdk.text());
}
