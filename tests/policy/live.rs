//! A policy counts from its deployment on: nothing that was stored is rewritten.

use gatepass_core::route::Route;

use super::*;
use crate::harness::OTTO;

/// A policy in which an operator has these scopes.
fn with_operators(scopes: &[&str]) -> String {
    format!(
        "[roles.owner]\nscopes = [\"read\", \"write\", \"manage\", \"reports:read\"]\nfull = true\n\
         [roles.security-operator]\nscopes = {scopes:?}\n"
    )
}

#[tokio::test]
async fn a_token_shrinks_with_its_owners_role_and_never_grows_past_what_it_was_given() {
    let mut server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let otto = tenant.sign_in(OTTO).await;
    let token = otto.issue("ci").await.token;
    let before = otto.find(otto.list(&Default::default()).await.data[0].id).await.unwrap();
    for (policy, scopes, statuses) in [
        (with_operators(&["read"]), "read", (200, 403)),
        (with_operators(&["write"]), "write", (403, 200)),
        (with_operators(&["read", "write", "reports:read"]), "read write", (200, 200)),
        (with_operators(&["reports:read"]), "", (403, 403)),
        // Where the role is not named at all, it allows nothing.
        (with_operators(&["read"]).replace("security-operator", "other"), "", (403, 403)),
        (String::new(), "read write", (200, 200)),
    ] {
        server.stop().await;
        server.set_policy(&policy);
        server.start_again().await;
        for (method, status) in [(Method::GET, statuses.0), (Method::POST, statuses.1)] {
            let key = random_hex(8);
            let answer = send(tenant.caller.api(method.clone(), &key, &token)).await;
            assert_eq!(answer.status, status, "{method} with {policy}");
            if let Some(seen) = Upstream::shared().seen(&key) {
                assert_eq!(seen.values("gatepass-scope"), [scopes], "{policy}");
            }
        }
        // Who was signed in stays so, and sees the token as it was.
        otto.call(&Route::Me).await.expect(200);
        assert_eq!(otto.find(before.id).await.unwrap().scope, before.scope);
    }
}
