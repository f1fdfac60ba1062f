//! Telling another server about a token. RFC 7662.

use std::net::IpAddr;

use crate::decision::authenticate;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::standing::Standing;
use crate::time::UnixSeconds;
use crate::wire::{ActiveToken, BEARER, Introspection};

/// What a client is told of a token: that it is good for nothing, whatever the reason, or what it is
/// good for now. A token that may be used from some networks only is good for something where the
/// client says by which `address` it was shown and that is one of them: as everywhere, who does not
/// know the address may not take the token.
///
/// # Errors
/// [`Refusal::Unavailable`], where nobody could be asked.
pub fn introspect(
    looked_up: Result<Standing, Refusal>,
    address: Option<IpAddr>,
    policy: &Policy,
    issuer: String,
    now: UnixSeconds,
) -> Result<Introspection, Refusal> {
    let found = looked_up.and_then(|standing| {
        let (principal, grant) = authenticate(&standing, address, policy, now)?;
        Ok(ActiveToken {
            scope: principal.scopes,
            sub: principal.subject,
            jti: principal.token,
            nbf: grant.nbf,
            exp: grant.exp,
            token_type: BEARER,
            iss: issuer,
            gatepass_tenant: principal.token.tenant,
            gatepass_kind: principal.kind,
        })
    });
    match found {
        Ok(token) => Ok(Introspection::of(token)),
        Err(refusal @ (Refusal::TooManyRequests(_) | Refusal::Unavailable)) => Err(refusal),
        Err(
            Refusal::NoToken
            | Refusal::Malformed(_)
            | Refusal::Forged
            | Refusal::Unknown
            | Refusal::Revoked
            | Refusal::Expired
            | Refusal::Superseded
            | Refusal::NotYetValid
            | Refusal::OwnerDeprovisioned
            | Refusal::AddressNotAllowed
            | Refusal::InsufficientScope(_),
        ) => Ok(Introspection::inactive()),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::person::User;
    use crate::policy::Role;
    use crate::record::{Generation, Revision, Revocation, TokenRecord};
    use crate::samples::{NOON, record, subject, user};
    use crate::standing::{Verdict, Withheld};
    use crate::time::Seconds;
    use crate::token::ParseTokenError;

    fn told(looked_up: Result<Standing, Refusal>, address: Option<&str>) -> serde_json::Value {
        let address = address.map(|text| text.parse().unwrap());
        let policy = Policy::default();
        let told = introspect(looked_up, address, &policy, "https://a.eu.b".to_owned(), NOON);
        serde_json::to_value(told.unwrap()).unwrap()
    }

    fn standing(record: &TokenRecord, owner: &User) -> Result<Standing, Refusal> {
        Ok(Standing::of(record, Generation::Current, owner, NOON))
    }

    fn inactive() -> serde_json::Value {
        serde_json::json!({ "active": false })
    }

    #[test]
    fn a_good_token_is_told_of_with_what_its_owner_may_now() {
        let record = TokenRecord { expires_at: Some(NOON + Seconds(1)), ..record() };
        for (role, scope) in
            [(Role::GLOBAL_ADMINISTRATOR, "read write"), (Role::SECURITY_READER, "read")]
        {
            let told = told(standing(&record, &user(role)), None);
            assert_eq!((&told["active"], &told["scope"]), (&true.into(), &scope.into()));
            assert_eq!(told["exp"], NOON.0 + 1);
        }
    }

    #[test]
    fn a_token_whose_owners_role_allows_nothing_has_no_scope() {
        let told = told(standing(&record(), &user("janitor".parse().unwrap())), None);
        assert_eq!((&told["active"], told.get("scope")), (&true.into(), None));
    }

    #[test]
    fn for_every_reason_the_answer_is_the_same() {
        let ada = user(Role::GLOBAL_ADMINISTRATOR);
        let gone = User { deprovisioned_at: Some(NOON), ..ada.clone() };
        let revoked = Some(Revocation { at: NOON, by: subject("ada") });
        let superseded = Verdict::Withheld(Withheld::Superseded);
        for looked_up in [
            standing(&TokenRecord { revoked, ..record() }, &ada),
            standing(&TokenRecord { expires_at: Some(NOON), ..record() }, &ada),
            standing(&TokenRecord { not_before: Some(NOON + Seconds(1)), ..record() }, &ada),
            standing(&record(), &gone),
            Ok(Standing { revision: Revision(2), verdict: superseded }),
            Err(Refusal::Malformed(ParseTokenError::Check)),
            Err(Refusal::Forged),
            Err(Refusal::Unknown),
        ] {
            assert_eq!(told(looked_up, Some("192.0.2.7")), inactive());
        }
    }

    #[test]
    fn a_token_for_some_networks_is_good_where_the_address_is_known_to_be_in_them() {
        let networks = serde_json::from_str(r#"{"in":["192.0.2.0/24"]}"#).unwrap();
        let record = TokenRecord { networks, ..record() };
        let ada = user(Role::GLOBAL_ADMINISTRATOR);
        assert_eq!(told(standing(&record, &ada), None), inactive());
        assert_eq!(told(standing(&record, &ada), Some("198.51.100.7")), inactive());
        assert_eq!(told(standing(&record, &ada), Some("192.0.2.7"))["active"], true);
    }

    #[test]
    fn where_nobody_could_be_asked_it_is_neither_yes_nor_no() {
        let (policy, issuer) = (Policy::default(), String::new());
        let told = introspect(Err(Refusal::Unavailable), None, &policy, issuer, NOON);
        assert_eq!(told.err(), Some(Refusal::Unavailable));
    }
}
