//! Where nobody can be asked, a proxy hears a status that it takes for a no.

use super::*;
use crate::harness::{ADA, Edges, Kv, Mood};

#[tokio::test]
async fn where_nobody_can_be_asked_a_proxy_hears_403_or_503_as_it_wants_and_never_401() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let token = issue(&tenant.sign_in(ADA).await, "read").await.token;
    kv.be(Mood::Fails);
    let path = Route::Verify.to_path();
    let (generic, own) = (&edges.far, edges.far.at_host(&format!("{}.eu.localhost", tenant.label)));
    for caller in [generic, &own] {
        for (query, status) in [
            ("", 403),
            ("?unavailable=503", 503),
            ("?unavailable=200", 403),
            ("?x&unavailable=503", 503),
        ] {
            let ask = || with_token(caller.request(Method::GET, &format!("{path}{query}")), &token);
            let named = ask().header("x-original-method", "GET");
            let named = believed(caller, named.header("x-original-uri", "/api/other"));
            for request in [ask(), ask().header("x-way", "sdk"), named] {
                let answer = send(request).await.expect(status);
                assert_eq!(answer.problem().kind, ProblemKind::Unavailable, "{query}");
                assert!(answer.header("retry-after").parse::<u32>().is_ok(), "{query}");
                assert!(answer.header("www-authenticate").is_empty(), "{query}");
                assert_eq!(answer.header("cache-control"), "no-store", "{query}");
            }
        }
    }
    // It is for whoever asks and not for whoever calls.
    let asked = |query: &str| {
        let url = format!("{path}?{query}");
        believed(generic, with_token(generic.request(Method::GET, &url), &token))
    };
    send(asked("uri=/api/other?&unavailable=503")).await.expect(403);
    send(asked("unavailable=503&uri=/api/other")).await.expect(503);
}

#[tokio::test]
async fn at_a_host_that_is_nobodys_a_proxy_hears_403() {
    let tenant = Tenant::create(ruled().await).await;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    let nobody = tenant.caller.at_host(&format!("nobody-{}.eu.localhost", random_hex(4)));
    for query in ["", "?unavailable=503"] {
        let path = format!("{}{query}", Route::Verify.to_path());
        let answer = send(with_token(nobody.request(Method::GET, &path), &token)).await.expect(403);
        assert_eq!(answer.problem().kind, ProblemKind::NotFound);
    }
}
