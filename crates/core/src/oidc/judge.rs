//! Whether what a token says is what was asked for, and is so now.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::address::Issuer;
use super::claims::{Claim, Claims};
use super::token::IdTokenError;
use crate::time::{Seconds, UnixSeconds};

/// How far two clocks may be apart.
pub const LEEWAY: Seconds = Seconds(60);

/// The most bytes that `sub` has. OpenID Connect Core §2.
const LONGEST_SUBJECT: usize = 255;

/// Who somebody is: a provider, and whom it knows there. Never a mail address, which changes hands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// Who says so.
    pub iss: Issuer,
    /// Whom it knows by this.
    pub sub: String,
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.sub, self.iss)
    }
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expectation<'a> {
    /// Of whom.
    pub issuer: &'a Issuer,
    /// As which client.
    pub client_id: &'a str,
    /// For which sign-in; nothing, where the token comes unasked and answers none.
    pub nonce: Option<&'a str>,
}

fn moment(claims: &Claims, name: &str) -> Result<Option<UnixSeconds>, IdTokenError> {
    match claims.find(name) {
        None => Ok(None),
        Some(Claim::Number(seconds)) => Ok(Some(UnixSeconds(*seconds))),
        Some(Claim::Text(_) | Claim::Texts(_) | Claim::Other) => Err(IdTokenError::NotAMoment),
    }
}

/// Who somebody is, by a token whose signature holds. OpenID Connect Core §3.1.3.7.
///
/// # Errors
/// [`IdTokenError`]: the first that is found.
pub fn judge(
    claims: &Claims,
    expected: &Expectation<'_>,
    now: UnixSeconds,
) -> Result<Identity, IdTokenError> {
    if claims.text("iss") != Some(expected.issuer.as_str()) {
        return Err(IdTokenError::Issuer);
    }
    let audiences = claims.texts("aud");
    if !audiences.contains(&expected.client_id) {
        return Err(IdTokenError::Audience);
    }
    match claims.find("azp") {
        Some(Claim::Text(party)) if party == expected.client_id => {}
        None if audiences.len() == 1 || expected.nonce.is_none() => {}
        Some(_) | None => return Err(IdTokenError::AuthorizedParty),
    }
    let expires_at = moment(claims, "exp")?.ok_or(IdTokenError::NotAMoment)?;
    let issued_at = moment(claims, "iat")?.ok_or(IdTokenError::NotAMoment)?;
    let not_before = moment(claims, "nbf")?.unwrap_or(issued_at);
    if expires_at.0.saturating_add(LEEWAY.0) <= now.0 {
        return Err(IdTokenError::Expired);
    }
    let latest = now.0.saturating_add(LEEWAY.0);
    if issued_at.0 > latest || not_before.0 > latest {
        return Err(IdTokenError::NotYetValid);
    }
    if expected.nonce.is_some() && claims.text("nonce") != expected.nonce {
        return Err(IdTokenError::Nonce);
    }
    let is_subject = |sub: &&str| (1..=LONGEST_SUBJECT).contains(&sub.len());
    let sub = claims.text("sub").filter(is_subject).ok_or(IdTokenError::Subject)?;
    Ok(Identity { iss: expected.issuer.clone(), sub: sub.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oidc::samples::{ISSUER, NOON, claims, with, without};

    fn judged(claims: &Claims, now: UnixSeconds) -> Result<Identity, IdTokenError> {
        let issuer = ISSUER.parse().unwrap();
        let expected = Expectation { issuer: &issuer, client_id: "gatepass", nonce: Some("n0nce") };
        judge(claims, &expected, now)
    }

    #[test]
    fn a_person_is_the_issuer_and_whom_it_knows_there() {
        let identity = judged(&claims(), NOON).unwrap();
        assert_eq!((identity.iss.as_str(), identity.sub.as_str()), (ISSUER, "ada-1"));
    }

    #[test]
    fn each_member_that_is_wrong_is_refused_for_what_it_is() {
        for (name, value, error) in [
            ("iss", r#""https://evil.example""#, IdTokenError::Issuer),
            ("iss", r#""https://login.example.com/""#, IdTokenError::Issuer),
            ("iss", r#"["https://login.example.com"]"#, IdTokenError::Issuer),
            ("aud", r#""other""#, IdTokenError::Audience),
            ("aud", r#"["other"]"#, IdTokenError::Audience),
            ("aud", r#"[]"#, IdTokenError::Audience),
            ("aud", r#""gatepass other""#, IdTokenError::Audience),
            ("aud", r#"["gatepass",1]"#, IdTokenError::Audience),
            ("aud", r#"["gatepass","other"]"#, IdTokenError::AuthorizedParty),
            ("azp", r#""other""#, IdTokenError::AuthorizedParty),
            ("azp", "1", IdTokenError::AuthorizedParty),
            ("exp", r#""4102444800""#, IdTokenError::NotAMoment),
            ("exp", "null", IdTokenError::NotAMoment),
            ("exp", "true", IdTokenError::NotAMoment),
            ("exp", "-1", IdTokenError::Expired),
            ("exp", "0", IdTokenError::Expired),
            ("iat", r#""1795000000""#, IdTokenError::NotAMoment),
            ("iat", "4102444800", IdTokenError::NotYetValid),
            ("nbf", r#""1795000000""#, IdTokenError::NotAMoment),
            ("nbf", "4102444800", IdTokenError::NotYetValid),
            ("nonce", r#""other""#, IdTokenError::Nonce),
            ("nonce", r#"["n0nce"]"#, IdTokenError::Nonce),
            ("sub", r#""""#, IdTokenError::Subject),
            ("sub", "7", IdTokenError::Subject),
        ] {
            assert_eq!(judged(&with(name, value), NOON), Err(error), "{name}: {value}");
        }
        for (name, error) in [
            ("iss", IdTokenError::Issuer),
            ("aud", IdTokenError::Audience),
            ("exp", IdTokenError::NotAMoment),
            ("iat", IdTokenError::NotAMoment),
            ("nonce", IdTokenError::Nonce),
            ("sub", IdTokenError::Subject),
        ] {
            assert_eq!(judged(&without(name), NOON), Err(error), "without {name}");
        }
    }

    #[test]
    fn several_audiences_need_to_say_to_whom_the_token_was_given() {
        let claims: Claims = crate::reading::read_json(
            format!(
                r#"{{"iss":"{ISSUER}","aud":["other","gatepass"],"azp":"gatepass","sub":"a",
                "exp":{0},"iat":{0},"nonce":"n0nce"}}"#,
                NOON.0
            )
            .as_bytes(),
        )
        .unwrap();
        assert_eq!(judged(&claims, NOON).unwrap().sub, "a");
    }

    #[test]
    fn a_minute_apart_is_no_fault_and_more_is() {
        let at = |name: &str, seconds: i64| judged(&with(name, &seconds.to_string()), NOON);
        assert!(at("exp", NOON.0 - 59).is_ok());
        assert_eq!(at("exp", NOON.0 - 60), Err(IdTokenError::Expired));
        for name in ["iat", "nbf"] {
            assert!(at(name, NOON.0 + 60).is_ok());
            assert_eq!(at(name, NOON.0 + 61), Err(IdTokenError::NotYetValid));
        }
    }

    proptest! {
        #[test]
        fn no_token_is_good_before_its_start_or_after_its_end(
            now in 1_000_000_i64..4_000_000_000, exp: i64, iat: i64, nbf: i64,
        ) {
            let claims: Claims = crate::reading::read_json(format!(
                r#"{{"iss":"{ISSUER}","aud":"gatepass","sub":"a","nonce":"n0nce","exp":{exp},"iat":{iat},"nbf":{nbf}}}"#
            ).as_bytes()).unwrap();
            let is_now = exp.saturating_add(60) > now && iat <= now + 60 && nbf <= now + 60;
            prop_assert_eq!(judged(&claims, UnixSeconds(now)).is_ok(), is_now);
        }
    }
}
