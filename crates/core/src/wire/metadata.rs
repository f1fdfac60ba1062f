//! What a host says of itself, for clients that configure themselves: RFC 8414 and RFC 9728.

use serde::Serialize;

use crate::policy::Policy;
use crate::route::Route;
use crate::scope::Scope;

/// How a client authenticates with the id of its token as user and the token as password.
/// Source: IANA, "OAuth Token Endpoint Authentication Methods".
const BASIC: &str = "client_secret_basic";

/// The issuer of a tenant's tokens. RFC 8414 §2. It has no authorization endpoint: people generate
/// tokens on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuthorizationServer {
    issuer: String,
    scopes_supported: Vec<Scope>,
    response_types_supported: [&'static str; 0],
    grant_types_supported: [&'static str; 0],
    introspection_endpoint: String,
    /// Here a token may be shown as such, too: RFC 8414 §2 takes the name of its type for that.
    introspection_endpoint_auth_methods_supported: [&'static str; 2],
    revocation_endpoint: String,
    revocation_endpoint_auth_methods_supported: [&'static str; 1],
}

impl AuthorizationServer {
    /// What the issuer with this URL says of itself.
    pub fn of(issuer: &str, policy: &Policy) -> Self {
        let endpoint = |route: Route| format!("{issuer}{}", route.to_path());
        Self {
            issuer: issuer.to_owned(),
            scopes_supported: scopes_of(policy),
            response_types_supported: [],
            grant_types_supported: [],
            introspection_endpoint: endpoint(Route::Introspect),
            introspection_endpoint_auth_methods_supported: [BASIC, super::BEARER],
            revocation_endpoint: endpoint(Route::RevokeShown),
            revocation_endpoint_auth_methods_supported: [BASIC],
        }
    }
}

/// What takes a tenant's tokens. RFC 9728 §2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProtectedResource {
    resource: String,
    authorization_servers: [String; 1],
    scopes_supported: Vec<Scope>,
    bearer_methods_supported: [&'static str; 1],
}

impl ProtectedResource {
    /// What the host of the issuer with this URL says of itself.
    pub fn of(issuer: &str, policy: &Policy) -> Self {
        Self {
            resource: issuer.to_owned(),
            authorization_servers: [issuer.to_owned()],
            scopes_supported: scopes_of(policy),
            bearer_methods_supported: ["header"],
        }
    }
}

/// The scopes that some role allows.
fn scopes_of(policy: &Policy) -> Vec<Scope> {
    let mut scopes: Vec<Scope> =
        policy.roles().flat_map(|role| role.scopes.iter().cloned()).collect();
    scopes.sort();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    const ISSUER: &str = "https://contoso.eu.portal.example.com";

    #[test]
    fn an_authorization_servers_metadata_is_pinned() {
        let metadata = AuthorizationServer::of(ISSUER, &Policy::default());
        assert_eq!(
            serde_json::to_string(&metadata).unwrap(),
            r#"{"issuer":"https://contoso.eu.portal.example.com","scopes_supported":["activity:read","introspect","logs:write","manage","read","write"],"response_types_supported":[],"grant_types_supported":[],"introspection_endpoint":"https://contoso.eu.portal.example.com/oauth2/introspect","introspection_endpoint_auth_methods_supported":["client_secret_basic","Bearer"],"revocation_endpoint":"https://contoso.eu.portal.example.com/oauth2/revoke","revocation_endpoint_auth_methods_supported":["client_secret_basic"]}"#
        );
    }

    #[test]
    fn a_protected_resources_metadata_is_pinned() {
        let metadata = ProtectedResource::of(ISSUER, &Policy::default());
        assert_eq!(
            serde_json::to_string(&metadata).unwrap(),
            r#"{"resource":"https://contoso.eu.portal.example.com","authorization_servers":["https://contoso.eu.portal.example.com"],"scopes_supported":["activity:read","introspect","logs:write","manage","read","write"],"bearer_methods_supported":["header"]}"#
        );
    }
}
