//! A policy with a mistake in it.

use crate::config::assert_answers_nothing;
use crate::harness::Settings;

/// Never the default in its place: that may let through what the operator meant to close.
#[tokio::test]
async fn a_wrong_policy_answers_every_request_503_and_names_its_key_in_the_log_alone() {
    for (policy, key) in [
        ("[[routes]]\npath = \"/api/x\"\n", "POLICY.routes[0]"),
        ("[roles.owner]\nscopes = [\"read\"]\nfull = true\n", "POLICY.roles.owner.scopes"),
    ] {
        assert_answers_nothing(Settings::new().with_policy(policy), key).await;
    }
    assert_answers_nothing(Settings::new().with("POLICY", "none"), "POLICY").await;
}
