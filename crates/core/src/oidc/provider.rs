//! A tenant's provider, as its full administrators set it up.

use serde::{Deserialize, Serialize};

use super::access::ProviderKind;
use super::address::Issuer;
use super::claims::Claims;
use super::client::{ClaimName, ClaimValue, ClientId, SealedSecret};
use crate::id::Base62Text;
use crate::name::TokenName;
use crate::policy::{Policy, Role};
use crate::scim::ExternalId;
use crate::time::UnixSeconds;
use crate::wire::{AddProvider, EditProvider};

/// A provider's id within the tenant.
pub type ProviderId = Base62Text<10>;

/// The most providers that a tenant has.
pub const MOST_PROVIDERS: usize = 10;

/// The most values of a claim that stand for a role.
const MOST_ROLES: usize = 50;

/// A role for who has a value in the provider's claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleFor {
    /// The value, or one of them.
    pub value: ClaimValue,
    /// The role.
    pub role: Role,
}

/// A provider that people of the tenant sign in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
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
    /// What shows that, if the provider wants more than PKCE.
    #[serde(default)]
    pub secret: Option<SealedSecret>,
    /// The claim that says which role somebody has, if one does.
    #[serde(default)]
    pub role_claim: Option<ClaimName>,
    /// What its values stand for: the first that somebody has counts.
    #[serde(default)]
    pub roles: Vec<RoleFor>,
    /// Whether who is not known here becomes a user.
    #[serde(default)]
    pub creates_users: bool,
    /// The claim that says what SCIM calls somebody's `externalId`; `sub`, where none is named.
    #[serde(default)]
    pub external_id_claim: Option<ClaimName>,
    /// When somebody signed in to try it, as it is set up now.
    #[serde(default)]
    pub tested_at: Option<UnixSeconds>,
    /// Since when people can sign in with it.
    #[serde(default)]
    pub enabled_at: Option<UnixSeconds>,
}

/// Why a provider is not set up so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ChangeProviderError {
    /// There are as many as there may be.
    #[error("A tenant has at most {MOST_PROVIDERS} providers. Delete one first.")]
    TooMany,
    /// It lacks what it knows the tenant by.
    #[error("Enter the client ID.")]
    NoClientId,
    /// It lacks the audience that its tokens are for.
    #[error("Enter the application's AUD tag: without it, signing in by Cloudflare Access is off.")]
    NoAudience,
    /// Its issuer is no team's domain.
    #[error(
        "Enter the team's domain, like https://team.cloudflareaccess.com, and nothing after it."
    )]
    NoTeam,
    /// It is shown a secret, and takes none.
    #[error("Leave the client secret out: Cloudflare Access has none.")]
    SecretForAccess,
    /// The policy has no such role.
    #[error("There is no role {role}.")]
    UnknownRole {
        /// Which of the values, counted from 0.
        index: usize,
        /// The role asked for.
        role: Role,
    },
    /// There are more values than there may be.
    #[error("Map at most {MOST_ROLES} values.")]
    TooManyRoles,
    /// There are values, and no claim that they are of.
    #[error("Name the claim that has these values.")]
    NoRoleClaim,
    /// Nobody ever signed in with it, as it is set up now.
    #[error("Test it first, so that nobody is locked out.")]
    Untested,
}

fn checked(provider: Provider, policy: &Policy) -> Result<Provider, ChangeProviderError> {
    if provider.roles.len() > MOST_ROLES {
        return Err(ChangeProviderError::TooManyRoles);
    }
    if provider.role_claim.is_none() && !provider.roles.is_empty() {
        return Err(ChangeProviderError::NoRoleClaim);
    }
    if provider.kind == ProviderKind::Access {
        if provider.secret.is_some() {
            return Err(ChangeProviderError::SecretForAccess);
        }
        if !provider.issuer.is_bare() {
            return Err(ChangeProviderError::NoTeam);
        }
    }
    let unknown = provider.roles.iter().enumerate().find(|(_, it)| !policy.knows(&it.role));
    match unknown {
        None => Ok(provider),
        Some((index, RoleFor { role, .. })) => {
            Err(ChangeProviderError::UnknownRole { index, role: role.clone() })
        }
    }
}

/// A provider as it is asked for, beside `others`: switched off until it was tried.
///
/// # Errors
/// [`ChangeProviderError`].
pub fn add_provider(
    id: ProviderId,
    request: &AddProvider,
    secret: Option<SealedSecret>,
    others: usize,
    policy: &Policy,
) -> Result<Provider, ChangeProviderError> {
    if others >= MOST_PROVIDERS {
        return Err(ChangeProviderError::TooMany);
    }
    let unnamed = match request.kind {
        ProviderKind::Openid => ChangeProviderError::NoClientId,
        ProviderKind::Access => ChangeProviderError::NoAudience,
    };
    let provider = Provider {
        id,
        kind: request.kind,
        name: request.name.clone(),
        issuer: request.issuer.clone(),
        client_id: request.client_id.clone().ok_or(unnamed)?,
        secret,
        role_claim: request.role_claim.clone(),
        roles: request.roles.clone(),
        creates_users: request.creates_users,
        external_id_claim: request.external_id_claim.clone(),
        tested_at: None,
        enabled_at: None,
    };
    checked(provider, policy)
}

/// The provider with what is asked for. What makes it another client, or another provider, has it
/// switched off until it was tried again.
///
/// # Errors
/// [`ChangeProviderError`].
pub fn change_provider(
    provider: &Provider,
    request: &EditProvider,
    secret: Option<Option<SealedSecret>>,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<Provider, ChangeProviderError> {
    let before = provider.clone();
    let mut after = Provider {
        name: request.name.clone().unwrap_or(before.name),
        issuer: request.issuer.clone().unwrap_or(before.issuer),
        client_id: request.client_id.clone().unwrap_or(before.client_id),
        secret: secret.unwrap_or(before.secret),
        role_claim: request.role_claim.clone().unwrap_or(before.role_claim),
        roles: request.roles.clone().unwrap_or(before.roles),
        creates_users: request.creates_users.unwrap_or(before.creates_users),
        external_id_claim: request.external_id_claim.clone().unwrap_or(before.external_id_claim),
        ..before
    };
    if after.client() != provider.client() {
        (after.tested_at, after.enabled_at) = (None, None);
    }
    match request.enabled {
        None => {}
        Some(false) => after.enabled_at = None,
        Some(true) if after.tested_at.is_none() => return Err(ChangeProviderError::Untested),
        Some(true) => after.enabled_at = after.enabled_at.or(Some(now)),
    }
    checked(after, policy)
}

impl Provider {
    /// The role that the provider says somebody has; nothing, where it is not asked. Who has none
    /// of the values has the least of roles.
    pub fn role_by(&self, values: &[String], policy: &Policy) -> Option<Role> {
        self.role_claim.as_ref()?;
        let has = |it: &&RoleFor| values.iter().any(|value| value == it.value.as_str());
        let mapped = self.roles.iter().find(has).map(|it| it.role.clone());
        Some(mapped.unwrap_or_else(|| policy.least_role().clone()))
    }

    /// The same, tried at `now` by one that is the same client of the same provider; nothing, where
    /// it has become another since.
    pub fn tried_as(&self, tried: &Self, now: UnixSeconds) -> Option<Self> {
        let is_same = self.client() == tried.client();
        is_same.then(|| Self { tested_at: Some(now), ..self.clone() })
    }

    fn client(&self) -> (&Issuer, &ClientId, Option<&SealedSecret>) {
        (&self.issuer, &self.client_id, self.secret.as_ref())
    }

    /// What SCIM is to call somebody's `externalId`, if that is said.
    pub fn external_id(&self, claims: &Claims) -> Option<ExternalId> {
        let name = self.external_id_claim.as_ref().map_or("sub", ClaimName::as_str);
        claims.text(name)?.parse().ok()
    }

    /// What the claim says that the role rests on.
    pub fn role_values(&self, claims: &Claims) -> Vec<String> {
        let name = self.role_claim.as_ref().map(ClaimName::as_str);
        let values = name.map(|name| claims.texts(name)).unwrap_or_default();
        values.into_iter().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oidc::samples::{NOON, with};

    fn provider() -> Provider {
        let request: AddProvider = serde_json::from_value(json!({
            "name": "Contoso", "issuer": "https://login.example.com", "client_id": "gatepass",
            "role_claim": "groups", "roles": [
                { "value": "Admins", "role": "global-administrator" },
                { "value": "Ops", "role": "security-operator" },
            ],
        }))
        .unwrap();
        add_provider("0123456789".parse().unwrap(), &request, None, 0, &Policy::default()).unwrap()
    }

    fn change(provider: &Provider, change: Value) -> Result<Provider, ChangeProviderError> {
        let request: EditProvider = serde_json::from_value(change).unwrap();
        change_provider(provider, &request, None, &Policy::default(), NOON)
    }

    #[test]
    fn nobody_signs_in_with_a_provider_that_was_not_tried() {
        let untried = provider();
        assert_eq!((untried.tested_at, untried.enabled_at), (None, None));
        let refused = change(&untried, json!({ "enabled": true }));
        assert_eq!(refused, Err(ChangeProviderError::Untested));
        let tried = Provider { tested_at: Some(NOON), ..untried };
        let on = change(&tried, json!({ "enabled": true })).unwrap();
        assert_eq!(on.enabled_at, Some(NOON));
        assert_eq!(change(&on, json!({ "enabled": false })).unwrap().enabled_at, None);
    }

    #[test]
    fn another_client_has_to_be_tried_again() {
        let on = Provider { tested_at: Some(NOON), enabled_at: Some(NOON), ..provider() };
        for changes in [json!({ "issuer": "https://b.example" }), json!({ "client_id": "other" })] {
            let after = change(&on, changes.clone()).unwrap();
            assert_eq!((after.tested_at, after.enabled_at), (None, None), "{changes}");
            let mut at_once = changes;
            at_once["enabled"] = json!(true);
            assert_eq!(change(&on, at_once), Err(ChangeProviderError::Untested));
        }
        let secret = Some(Some(SealedSecret::of(b"x")));
        let request = EditProvider::default();
        let after = change_provider(&on, &request, secret, &Policy::default(), NOON).unwrap();
        assert_eq!(after.enabled_at, None);
        let same = json!({ "name": "C", "creates_users": true, "client_id": "gatepass" });
        assert_eq!(change(&on, same).unwrap().enabled_at, Some(NOON));
    }

    #[test]
    fn the_first_value_that_somebody_has_says_the_role_and_none_gives_the_least() {
        let (provider, policy) = (provider(), Policy::default());
        let role = |values: &[&str]| {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            provider.role_by(&values, &policy).unwrap()
        };
        assert_eq!(role(&["Ops", "Admins"]), Role::GLOBAL_ADMINISTRATOR);
        assert_eq!(role(&["Ops"]), Role::SECURITY_OPERATOR);
        for none in [&["ops"][..], &["Admins "], &[""], &[]] {
            assert_eq!(role(none), *policy.least_role(), "{none:?}");
        }
        let unasked = Provider { role_claim: None, roles: vec![], ..provider.clone() };
        assert_eq!(unasked.role_by(&["Admins".to_owned()], &policy), None);
        assert_eq!(provider.role_values(&with("groups", r#"["Ops","x"]"#)), ["Ops", "x"]);
        assert_eq!(provider.role_values(&with("groups", r#""Ops""#)), ["Ops"]);
        assert!(provider.role_values(&with("other", r#""Ops""#)).is_empty());
    }

    #[test]
    fn what_no_role_is_for_is_refused() {
        let unknown = json!({ "roles": [{ "value": "x", "role": "emperor" }] });
        let role = "emperor".parse().unwrap();
        let error = ChangeProviderError::UnknownRole { index: 0, role };
        assert_eq!(change(&provider(), unknown), Err(error));
        let unnamed = change(&provider(), json!({ "role_claim": null }));
        assert_eq!(unnamed, Err(ChangeProviderError::NoRoleClaim));
        let value = json!({ "value": "x", "role": "global-reader" });
        let many = change(&provider(), json!({ "roles": vec![value; 51] }));
        assert_eq!(many, Err(ChangeProviderError::TooManyRoles));
    }

    #[test]
    fn a_claim_says_what_scim_calls_the_external_id() {
        let claims = with("oid", r#""8f2b""#);
        let sub = claims.text("sub").map(str::to_owned);
        let told = provider().external_id(&claims).map(|id| id.to_string());
        assert_eq!(told, sub);
        let entra = change(&provider(), json!({ "external_id_claim": "oid" })).unwrap();
        assert_eq!(entra.external_id(&claims).unwrap().as_str(), "8f2b");
        for unsaid in [r#""""#, "7", r#"["8f2b"]"#, "null"] {
            assert_eq!(entra.external_id(&with("oid", unsaid)), None, "{unsaid}");
        }
        let back = change(&entra, json!({ "external_id_claim": null })).unwrap();
        assert_eq!(back.external_id_claim, None);
    }

    #[test]
    fn a_tenant_has_ten_providers_at_most() {
        let request: AddProvider = serde_json::from_value(json!({
            "name": "x", "issuer": "https://a.example", "client_id": "b",
        }))
        .unwrap();
        let add = |others| {
            let (id, policy) = ("0123456789".parse().unwrap(), Policy::default());
            add_provider(id, &request, None, others, &policy)
        };
        assert!(add(9).is_ok());
        assert_eq!(add(10), Err(ChangeProviderError::TooMany));
    }

    #[test]
    fn access_needs_an_audience_and_a_teams_domain_and_takes_no_secret() {
        let add = |changes: Value, secret| {
            let mut request = json!({
                "kind": "access", "name": "x", "issuer": "https://team.cloudflareaccess.com",
                "client_id": "32eafc76",
            });
            for (name, value) in changes.as_object().unwrap() {
                request[name] = value.clone();
            }
            let request: AddProvider = serde_json::from_value(request).unwrap();
            let (id, policy) = ("0123456789".parse().unwrap(), Policy::default());
            add_provider(id, &request, secret, 0, &policy)
        };
        let added = add(json!({}), None).unwrap();
        assert_eq!((added.kind, added.client_id.as_str()), (ProviderKind::Access, "32eafc76"));
        for none in [Value::Null, json!(""), json!(" ")] {
            let refused = add(json!({ "client_id": none }), None);
            assert_eq!(refused, Err(ChangeProviderError::NoAudience));
            let refused = add(json!({ "client_id": none, "kind": "openid" }), None);
            assert_eq!(refused, Err(ChangeProviderError::NoClientId));
        }
        for issuer in ["https://team.cloudflareaccess.com/", "https://a.example/b"] {
            let refused = add(json!({ "issuer": issuer }), None);
            assert_eq!(refused, Err(ChangeProviderError::NoTeam));
            let refused = change(&added, json!({ "issuer": issuer }));
            assert_eq!(refused, Err(ChangeProviderError::NoTeam));
        }
        let sealed = SealedSecret::of(b"x");
        let refused = add(json!({}), Some(sealed.clone()));
        assert_eq!(refused, Err(ChangeProviderError::SecretForAccess));
        let request = EditProvider::default();
        let refused =
            change_provider(&added, &request, Some(Some(sealed)), &Policy::default(), NOON);
        assert_eq!(refused, Err(ChangeProviderError::SecretForAccess));
    }

    #[test]
    fn trying_one_client_says_nothing_of_another() {
        let provider = provider();
        assert_eq!(provider.tried_as(&provider, NOON).unwrap().tested_at, Some(NOON));
        let renamed = change(&provider, json!({ "name": "C" })).unwrap();
        assert!(renamed.tried_as(&provider, NOON).is_some());
        let other = change(&provider, json!({ "client_id": "other" })).unwrap();
        assert_eq!(other.tried_as(&provider, NOON), None);
    }
}
