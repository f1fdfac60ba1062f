//! A tenant's providers, as its full administrators set them up.

use serde::{Deserialize, Serialize};

use super::parse::{member, unless_blank};
use super::users::RoleView;
use crate::name::TokenName;
use crate::oidc::{
    ClaimName, ClientId, ClientSecret, Issuer, Provider, ProviderId, ProviderKind, RoleFor,
};
use crate::route::ReturnTo;
use crate::time::UnixSeconds;

/// Set a provider up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddProvider {
    /// How it says who somebody is.
    #[serde(default)]
    pub kind: ProviderKind,
    /// What people call it.
    pub name: TokenName,
    /// Who signs its ID tokens.
    pub issuer: Issuer,
    /// As whom this tenant is known to it; for Cloudflare Access, the application's audience (AUD)
    /// tag. No provider is without.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "unless_blank")]
    pub client_id: Option<ClientId>,
    /// What shows that, if the provider wants more than PKCE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<ClientSecret>,
    /// The claim that says which role somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_claim: Option<ClaimName>,
    /// What its values stand for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleFor>,
    /// Whether who is not known here becomes a user.
    #[serde(default)]
    pub creates_users: bool,
    /// The claim that says what SCIM calls somebody's `externalId`; `sub`, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id_claim: Option<ClaimName>,
}

/// Change a provider: what is left out stays, and `null` takes a member away (RFC 7396).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditProvider {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TokenName>,
    /// Who signs its ID tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Issuer>,
    /// As whom this tenant is known to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What shows that.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub client_secret: Option<Option<ClientSecret>>,
    /// The claim that says which role somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub role_claim: Option<Option<ClaimName>>,
    /// What its values stand for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleFor>>,
    /// Whether who is not known here becomes a user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creates_users: Option<bool>,
    /// The claim that says what SCIM calls somebody's `externalId`; `null` for `sub`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub external_id_claim: Option<Option<ClaimName>>,
    /// Whether people can sign in with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// A provider as its administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderView {
    /// Its id.
    pub id: ProviderId,
    /// How it says who somebody is.
    #[serde(default)]
    pub kind: ProviderKind,
    /// What people call it.
    pub name: TokenName,
    /// Who signs its ID tokens.
    pub issuer: Issuer,
    /// As whom this tenant is known to it.
    pub client_id: ClientId,
    /// Whether it is shown a secret; which one is never told.
    pub has_secret: bool,
    /// The claim that says which role somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_claim: Option<ClaimName>,
    /// What its values stand for.
    #[serde(default)]
    pub roles: Vec<RoleFor>,
    /// Whether who is not known here becomes a user.
    pub creates_users: bool,
    /// The claim that says what SCIM calls somebody's `externalId`, where it is not `sub`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id_claim: Option<ClaimName>,
    /// When somebody signed in to try it, as it is set up now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested_at: Option<UnixSeconds>,
    /// Since when people can sign in with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled_at: Option<UnixSeconds>,
}

impl From<Provider> for ProviderView {
    fn from(provider: Provider) -> Self {
        Self {
            id: provider.id,
            kind: provider.kind,
            name: provider.name,
            issuer: provider.issuer,
            client_id: provider.client_id,
            has_secret: provider.secret.is_some(),
            role_claim: provider.role_claim,
            roles: provider.roles,
            creates_users: provider.creates_users,
            external_id_claim: provider.external_id_claim,
            tested_at: provider.tested_at,
            enabled_at: provider.enabled_at,
        }
    }
}

/// A tenant's providers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderList {
    /// All of them, in the order in which they came.
    pub data: Vec<ProviderView>,
    /// Where a browser comes back to: what the provider has to know of this tenant.
    pub redirect_uri: String,
    /// The roles that a value can stand for.
    pub roles: Vec<RoleView>,
    /// When this was so.
    pub now: UnixSeconds,
}

/// A provider to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedProvider {
    /// Its id.
    pub id: ProviderId,
    /// What people call it.
    pub name: TokenName,
}

/// Begin to sign in with a provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeginSignIn {
    /// Which.
    pub provider: ProviderId,
    /// What stands in a one-time link after `#link=`, to be who it is for from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The name that others will see; for a link that is nobody's yet, and for that alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<crate::person::PersonName>,
    /// Where to go once signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<ReturnTo>,
}

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInBegun {
    /// The provider's page; of this site, where the provider has said already who it is.
    pub url: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oidc::SealedSecret;
    use crate::wire::from_json;

    #[test]
    fn a_provider_is_told_without_its_secret() {
        let provider: Provider = serde_json::from_value(json!({
            "id": "0123456789", "name": "Contoso", "issuer": "https://login.example.com",
            "client_id": "gatepass",
        }))
        .unwrap();
        let provider = Provider { secret: Some(SealedSecret::of(b"sealed")), ..provider };
        let json = serde_json::to_string(&ProviderView::from(provider)).unwrap();
        assert_eq!(
            json,
            r#"{"id":"0123456789","kind":"openid","name":"Contoso","issuer":"https://login.example.com","client_id":"gatepass","has_secret":true,"roles":[],"creates_users":false}"#
        );
    }

    #[test]
    fn what_is_wrong_in_a_provider_is_named() {
        for (json, field) in [
            (r#"{"name":"","issuer":"https://a.example","client_id":"b"}"#, "name"),
            (r#"{"name":"a","issuer":"http://a.example","client_id":"b"}"#, "issuer"),
            (r#"{"name":"a","issuer":"https://a.example","client_id":"b c"}"#, "client_id"),
            (r#"{"kind":"saml","name":"a","issuer":"https://a.example","client_id":"b"}"#, "kind"),
            (r#"{"name":"a","issuer":"https://a.example","client_id":"b","x":1}"#, "x"),
            (
                r#"{"name":"a","issuer":"https://a.example","client_id":"b","client_secret":""}"#,
                "client_secret",
            ),
        ] {
            let problem = from_json::<AddProvider>(json.as_bytes()).unwrap_err();
            assert_eq!(problem.field.as_deref(), Some(field), "{json}");
        }
        let refused = from_json::<EditProvider>(br#"{"kind":"access"}"#).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("kind"));
        let taken: EditProvider = from_json(br#"{"client_secret":null,"enabled":false}"#).unwrap();
        assert_eq!((taken.client_secret, taken.enabled), (Some(None), Some(false)));
        let kept: EditProvider = from_json(b"{}").unwrap();
        assert_eq!(kept, EditProvider::default());
    }
}
