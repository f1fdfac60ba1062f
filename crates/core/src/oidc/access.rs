//! Signing in by Cloudflare Access, which stands before the tenant's host and says with each request
//! who sends it. Cloudflare One docs, "Validate JWTs" and "Application token".

use serde::{Deserialize, Serialize};

use super::claims::Claims;
use super::judge::{Expectation, Identity, judge};
use super::provider::Provider;
use super::token::IdTokenError;
use crate::time::UnixSeconds;

/// The header that Access adds to each request.
pub const ACCESS_ASSERTION: &str = "cf-access-jwt-assertion";

/// How a provider says who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// By OpenID Connect: a browser is sent there, and comes back.
    #[default]
    Openid,
    /// By Cloudflare Access: the issuer is the team's domain, the client id the application's
    /// audience (AUD) tag, and the token comes with the request.
    Access,
}

impl ProviderKind {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Openid => "openid",
            Self::Access => "access",
        }
    }
}

/// Who sends a request through Access, by a token whose signature holds.
///
/// # Errors
/// [`IdTokenError`]: the first that is found.
pub fn judge_access(
    claims: &Claims,
    provider: &Provider,
    now: UnixSeconds,
) -> Result<Identity, IdTokenError> {
    let expected = Expectation {
        issuer: &provider.issuer,
        client_id: provider.client_id.as_str(),
        nonce: None,
    };
    let judged = judge(claims, &expected, now);
    // A global session's token has the type `org`, and the team's whole domain for its audience.
    if claims.text("type") != Some("app") {
        return judged.and(Err(IdTokenError::Type));
    }
    let is_nobody = claims.find("sub").is_none() || claims.text("sub") == Some("");
    match judged {
        Err(IdTokenError::Subject) if is_nobody => Err(IdTokenError::ServiceToken),
        judged => judged,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oidc::samples::NOON;
    use crate::oidc::{Jwks, SignedToken};
    use crate::reading::read_json;

    const TEAM: &str = "https://contoso.cloudflareaccess.com";

    const AUD: &str = "32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228";

    fn provider() -> Provider {
        let json = format!(
            r#"{{"kind":"access","id":"0123456789","name":"A","issuer":"{TEAM}","client_id":"{AUD}"}}"#
        );
        read_json(json.as_bytes()).unwrap()
    }

    /// A person's claims, with one of them otherwise, or left out.
    fn claims(name: &str, value: Option<&str>) -> Claims {
        let right = [
            ("aud", format!(r#"["{AUD}"]"#)),
            ("email", r#""ada@contoso.example""#.to_owned()),
            ("exp", (NOON.0 + 60).to_string()),
            ("iat", NOON.0.to_string()),
            ("nbf", NOON.0.to_string()),
            ("iss", format!(r#""{TEAM}""#)),
            ("type", r#""app""#.to_owned()),
            ("identity_nonce", r#""6ei69kawdKzMIAPF""#.to_owned()),
            ("sub", r#""7335d417""#.to_owned()),
            ("country", r#""US""#.to_owned()),
        ];
        let others = right.into_iter().filter(|(known, _)| *known != name);
        let mut members: Vec<_> = others.map(|(name, it)| format!(r#""{name}":{it}"#)).collect();
        members.extend(value.map(|value| format!(r#""{name}":{value}"#)));
        read_json(format!("{{{}}}", members.join(",")).as_bytes()).unwrap()
    }

    fn judged(name: &str, value: Option<&str>) -> Result<Identity, IdTokenError> {
        judge_access(&claims(name, value), &provider(), NOON)
    }

    #[test]
    fn a_person_is_the_team_and_whom_it_knows_there() {
        let identity = judged("", None).unwrap();
        assert_eq!((identity.iss.as_str(), identity.sub.as_str()), (TEAM, "7335d417"));
        let several = format!(r#"["another","{AUD}"]"#);
        assert!(judged("aud", Some(&several)).is_ok());
        assert!(judged("nonce", Some(r#""any""#)).is_ok());
        assert!(judged("nbf", None).is_ok());
    }

    #[test]
    fn each_member_that_is_wrong_is_refused_for_what_it_is() {
        for (name, value, error) in [
            ("iss", r#""https://evil.cloudflareaccess.com""#, IdTokenError::Issuer),
            ("iss", r#""https://contoso.cloudflareaccess.com/""#, IdTokenError::Issuer),
            ("aud", r#"["another"]"#, IdTokenError::Audience),
            ("aud", r#""""#, IdTokenError::Audience),
            ("aud", "[]", IdTokenError::Audience),
            ("azp", r#""another""#, IdTokenError::AuthorizedParty),
            ("exp", "1794999940", IdTokenError::Expired),
            ("exp", r#""4102444800""#, IdTokenError::NotAMoment),
            ("iat", "4102444800", IdTokenError::NotYetValid),
            ("nbf", "4102444800", IdTokenError::NotYetValid),
            ("type", r#""org""#, IdTokenError::Type),
            ("type", r#"["app"]"#, IdTokenError::Type),
            ("sub", r#""""#, IdTokenError::ServiceToken),
            ("sub", "7", IdTokenError::Subject),
            ("sub", "null", IdTokenError::Subject),
        ] {
            assert_eq!(judged(name, Some(value)), Err(error), "{name}: {value}");
        }
        for (name, error) in [
            ("iss", IdTokenError::Issuer),
            ("aud", IdTokenError::Audience),
            ("exp", IdTokenError::NotAMoment),
            ("iat", IdTokenError::NotAMoment),
            ("type", IdTokenError::Type),
            ("sub", IdTokenError::ServiceToken),
        ] {
            assert_eq!(judged(name, None), Err(error), "without {name}");
        }
    }

    #[test]
    fn a_service_token_is_nobody() {
        let json = format!(
            r#"{{"type":"app","aud":"{AUD}","exp":4102444800,"iss":"{TEAM}",
            "common_name":"e367826f93b8d71185e03fe518aff3b4.access","iat":1700000000,"sub":""}}"#
        );
        let claims: Claims = read_json(json.as_bytes()).unwrap();
        assert_eq!(judge_access(&claims, &provider(), NOON), Err(IdTokenError::ServiceToken));
    }

    #[test]
    fn keys_are_read_from_among_what_else_the_team_tells_of_them() {
        let json =
            br#"{"keys":[{"kid":"1","kty":"RSA","alg":"RS256","use":"sig","e":"AQAB","n":"AQ"}],
            "public_cert":{"kid":"1","cert":"x"},"public_certs":[{"kid":"1","cert":"x"}]}"#;
        assert!(Jwks::parse(json).is_ok());
    }

    #[test]
    fn a_token_is_signed_as_an_id_token_is_or_is_none() {
        // {"alg":"none"}, {"alg":"HS256"}
        for header in ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9"] {
            let token = format!("{header}.e30.AAAA");
            assert_eq!(SignedToken::parse(&token), Err(IdTokenError::Algorithm), "{header}");
        }
    }
}
