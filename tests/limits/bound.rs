//! The platform's own bindings, as wrangler imitates them: they count from one full minute to the next.

use super::{Answer, expect_too_many, verify};
use crate::config::assert_answers_nothing;
use crate::harness::{ADA, Server, Settings, Tenant};

/// Asks until it is too often, which is after `most` times, or twice that if a minute ended in between.
async fn ask_too_often(most: u32, ask: impl AsyncFn(u32) -> Answer) -> u32 {
    for count in 0..=2 * most {
        let answer = ask(count).await;
        if answer.status == 429 {
            expect_too_many(&answer, "60");
            return count;
        }
    }
    panic!("it may be asked more than {most} times a minute");
}

#[tokio::test]
async fn the_platforms_bindings_limit_tokens_tenants_and_addresses() {
    let settings = Settings::new()
        .with_limit("token", Some(5), 60)
        .with_limit("tenant", Some(12), 60)
        .with_limit("address", Some(60), 60);
    let server = Server::start(settings).await;
    let tenant = Tenant::create(&server).await;
    let ada = tenant.sign_in(ADA).await;
    let mut tokens = Vec::new();
    for number in 0..6 {
        tokens.push(ada.issue(&format!("token {number}")).await.token);
    }
    let count = ask_too_often(5, async |_| verify(&tenant.caller, &tokens[0]).await).await;
    assert!(count >= 5, "{count}");

    let neighbor = Tenant::create(&server).await;
    let ada = neighbor.sign_in(ADA).await;
    tokens.clear();
    for number in 0..6 {
        tokens.push(ada.issue(&format!("token {number}")).await.token);
    }
    let in_turns = async |count: u32| {
        let token = &tokens[usize::try_from(count).unwrap() % tokens.len()];
        verify(&neighbor.caller, token).await
    };
    let count = ask_too_often(12, in_turns).await;
    assert!(count >= 12, "{count}");

    ask_too_often(60, async |_| {
        let answer = verify(&tenant.caller, "garbage").await;
        assert!([401, 429].contains(&answer.status), "{}", answer.status);
        answer
    })
    .await;
}

#[tokio::test]
async fn a_policy_that_names_a_binding_which_is_not_there_answers_nothing() {
    for by in ["address", "token", "tenant"] {
        let settings = Settings::new().with_limit(by, Some(5), 10).without_limiters();
        assert_answers_nothing(settings, &format!("POLICY.limits.{by}.binding")).await;
    }
}
