//! A signed token as it came: nothing in it is to be believed before its signature holds.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::claims::{Claim, Claims};
use crate::reading::read_json;

/// The largest token that is read, in bytes: a header of a request has hardly room for more.
const LARGEST: usize = 16 * 1024;

/// How a token may be signed: by a key of the issuer's that everybody may know. RFC 7518 §3.1 and
/// RFC 8037 §3.1. Neither `none` nor any secret that both sides share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA PKCS #1 v1.5 with SHA-256.
    Rs256,
    /// RSA PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// EdDSA on Ed25519.
    EdDsa,
}

impl Algorithm {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    /// Its name in a JWT's header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }
}

/// Why an ID token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenError {
    /// It is larger than any that is read.
    #[error("token_too_large")]
    TooLarge,
    /// It is not three parts of base64url with JSON objects in the first two, each member once.
    #[error("token_malformed")]
    Malformed,
    /// It is signed in a way that is not on the list, or not at all.
    #[error("algorithm_not_allowed")]
    Algorithm,
    /// Its header demands something that nobody here knows. RFC 7515 §4.1.11.
    #[error("critical_header")]
    Critical,
    /// It is a JWT of another type. RFC 8725 §3.11.
    #[error("token_type")]
    Type,
    /// The issuer has no such key, or several that it could be.
    #[error("unknown_key")]
    UnknownKey,
    /// The signature does not hold.
    #[error("signature")]
    Signature,
    /// It is another issuer's.
    #[error("issuer")]
    Issuer,
    /// It says of nobody who they are.
    #[error("subject")]
    Subject,
    /// It is a machine's, which is no person.
    #[error("service_token")]
    ServiceToken,
    /// It is for another client.
    #[error("audience")]
    Audience,
    /// It was given to another client.
    #[error("authorized_party")]
    AuthorizedParty,
    /// A moment in it is missing, or no number.
    #[error("not_a_moment")]
    NotAMoment,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// It was issued in the future, or counts from later on.
    #[error("not_yet_valid")]
    NotYetValid,
    /// It was made for another sign-in.
    #[error("nonce")]
    Nonce,
}

/// Whether the platform found that a signature holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureCheck {
    /// It does.
    Holds,
    /// It does not.
    Fails,
}

/// A token as it came, of which only the header can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedToken {
    /// How it is said to be signed.
    pub algorithm: Algorithm,
    /// By which of the issuer's keys.
    pub key_id: Option<String>,
    signed: String,
    signature: Vec<u8>,
    claims: Claims,
}

fn decode(part: &str) -> Result<Vec<u8>, IdTokenError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| IdTokenError::Malformed)
}

fn object(part: &str) -> Result<Claims, IdTokenError> {
    read_json(&decode(part)?).map_err(|_| IdTokenError::Malformed)
}

impl SignedToken {
    /// Reads a JWT in its compact form. RFC 7515 §7.1.
    ///
    /// # Errors
    /// [`IdTokenError`], for its form and its header alone.
    pub fn parse(text: &str) -> Result<Self, IdTokenError> {
        if text.len() > LARGEST {
            return Err(IdTokenError::TooLarge);
        }
        let parts: Vec<&str> = text.split('.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return Err(IdTokenError::Malformed);
        };
        let head = object(header)?;
        let algorithm = head.text("alg").ok_or(IdTokenError::Algorithm)?;
        let algorithm = Algorithm::ALL.into_iter().find(|known| known.as_str() == algorithm);
        let algorithm = algorithm.ok_or(IdTokenError::Algorithm)?;
        if head.find("crit").is_some() {
            return Err(IdTokenError::Critical);
        }
        let is_of_type = match head.find("typ") {
            None => true,
            Some(Claim::Text(word)) => word.eq_ignore_ascii_case("JWT"),
            Some(Claim::Number(_) | Claim::Texts(_) | Claim::Other) => false,
        };
        if !is_of_type {
            return Err(IdTokenError::Type);
        }
        let key_id = match head.find("kid") {
            None => None,
            Some(Claim::Text(key_id)) => Some(key_id.clone()),
            Some(Claim::Number(_) | Claim::Texts(_) | Claim::Other) => {
                return Err(IdTokenError::Malformed);
            }
        };
        let (claims, signature) = (object(payload)?, decode(signature)?);
        let signed = format!("{header}.{payload}");
        Ok(Self { algorithm, key_id, signed, signature, claims })
    }

    /// What is signed.
    pub fn signed(&self) -> &[u8] {
        self.signed.as_bytes()
    }

    /// The signature.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// What it says, now that its signature was looked at.
    ///
    /// # Errors
    /// [`IdTokenError::Signature`].
    pub fn claims_after(self, check: SignatureCheck) -> Result<Claims, IdTokenError> {
        match check {
            SignatureCheck::Holds => Ok(self.claims),
            SignatureCheck::Fails => Err(IdTokenError::Signature),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn token(header: &str, payload: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.c2ln", encode(header), encode(payload))
    }

    #[test]
    fn what_a_token_says_is_seen_once_its_signature_was_found_to_hold() {
        let text = token(r#"{"alg":"ES256","kid":"a","typ":"JWT"}"#, r#"{"sub":"ada"}"#);
        let parsed = SignedToken::parse(&text).unwrap();
        assert_eq!((parsed.algorithm, parsed.key_id.as_deref()), (Algorithm::Es256, Some("a")));
        assert_eq!(parsed.signature(), b"sig");
        assert_eq!(parsed.signed(), text.rsplit_once('.').unwrap().0.as_bytes());
        let fails = parsed.clone().claims_after(SignatureCheck::Fails);
        assert_eq!(fails, Err(IdTokenError::Signature));
        let claims = parsed.claims_after(SignatureCheck::Holds).unwrap();
        assert_eq!(claims.text("sub"), Some("ada"));
    }

    #[test]
    fn only_what_is_on_the_list_signs() {
        for alg in [
            r#""none""#,
            r#""None""#,
            r#""HS256""#,
            r#""HS512""#,
            r#""rs256""#,
            r#""RS1""#,
            r#""ES384""#,
            r#""""#,
            "null",
            "1",
            r#"["RS256"]"#,
        ] {
            let text = token(&format!(r#"{{"alg":{alg}}}"#), "{}");
            assert_eq!(SignedToken::parse(&text), Err(IdTokenError::Algorithm), "{alg}");
        }
        assert_eq!(SignedToken::parse(&token("{}", "{}")), Err(IdTokenError::Algorithm));
        for alg in Algorithm::ALL {
            let text = token(&format!(r#"{{"alg":"{}"}}"#, alg.as_str()), "{}");
            assert_eq!(SignedToken::parse(&text).unwrap().algorithm, alg);
        }
    }

    #[test]
    fn a_header_that_demands_something_or_is_of_another_type_is_refused() {
        for (header, error) in [
            (r#"{"alg":"RS256","crit":["b64"]}"#, IdTokenError::Critical),
            (r#"{"alg":"RS256","crit":[]}"#, IdTokenError::Critical),
            (r#"{"alg":"RS256","typ":"at+jwt"}"#, IdTokenError::Type),
            (r#"{"alg":"RS256","typ":"logout+jwt"}"#, IdTokenError::Type),
            (r#"{"alg":"RS256","typ":1}"#, IdTokenError::Type),
            (r#"{"alg":"RS256","kid":1}"#, IdTokenError::Malformed),
            (r#"{"alg":"RS256","alg":"none"}"#, IdTokenError::Malformed),
        ] {
            assert_eq!(SignedToken::parse(&token(header, "{}")), Err(error), "{header}");
        }
    }

    #[test]
    fn what_is_not_three_parts_of_base64url_with_objects_is_refused() {
        let right = token(r#"{"alg":"RS256"}"#, "{}");
        for wrong in [
            String::new(),
            "..".to_owned(),
            "a.b.c".to_owned(),
            format!("{right}."),
            format!("{right}="),
            format!(" {right}"),
            right.replace('.', ".="),
            right.rsplit_once('.').unwrap().0.to_owned(),
            token(r#"{"alg":"RS256"}"#, "[]"),
            token(r#"{"alg":"RS256"}"#, r#"{"a":1,"a":2}"#),
            token(r#"{"alg":"RS256"}"#, "{}{}"),
        ] {
            assert_eq!(SignedToken::parse(&wrong), Err(IdTokenError::Malformed), "{wrong}");
        }
        let large = format!("{right}{}", "A".repeat(LARGEST));
        assert_eq!(SignedToken::parse(&large), Err(IdTokenError::TooLarge));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fail_otherwise_than_by_saying_so(text in "\\PC{0,200}") {
            SignedToken::parse(&text).ok();
        }

        #[test]
        fn no_parts_do_either(header in "\\PC{0,80}", payload in "\\PC{0,80}") {
            SignedToken::parse(&token(&header, &payload)).ok();
        }
    }
}
