//! An attempt to sign in, from when a browser is sent to a provider until it comes back.
//!
//! All that has to be known of it is in a sealed cookie of that browser, so no other can end it, and
//! beginning one costs no storage. `state`, `nonce` and PKCE's verifier are not in it: they are made
//! of its random part under the deployment's keys, so whoever reads the cookie knows none of them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::discovery::Discovery;
use super::provider::ProviderId;
use crate::id::{Base62Text, Entropy, EntropyExhausted, TenantId};
use crate::mac::{Code, Keyring};
use crate::person::PersonName;
use crate::reading::read_json;
use crate::route::ReturnTo;
use crate::time::{Seconds, UnixSeconds};
use crate::token::TokenDigest;

/// How long a person has time at the provider.
pub const ATTEMPT_LIFE: Seconds = Seconds(600);

/// What a sign-in at a provider is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptPurpose {
    /// To sign in as who the provider knows.
    SignIn,
    /// To bind the provider's person to whom a one-time link is for, and sign in.
    Link {
        /// The link.
        link: TokenDigest,
        /// The name that others will see, for a link that is nobody's yet.
        #[serde(default)]
        name: Option<PersonName>,
    },
    /// To see whether the provider is set up right; nobody is signed in.
    Test,
}

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// To which tenant.
    pub tenant: TenantId,
    /// By which of its providers.
    pub provider: ProviderId,
    /// What for.
    pub purpose: AttemptPurpose,
    /// When it is over.
    pub ends_at: UnixSeconds,
    /// Where to go once signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<ReturnTo>,
    random: Base62Text<32>,
}

/// What proves to a provider that who ends an attempt began it, and here that the answer is to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// Is shown with the code. RFC 7636 §4.1.
    pub verifier: String,
}

/// Why a cookie is no attempt of this tenant's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenAttemptError {
    /// It was not made here.
    #[error("no_attempt")]
    Forged,
    /// Its time is over.
    #[error("attempt_ended")]
    Ended,
    /// The browser came back with another's `state`.
    #[error("state")]
    State,
}

const SEAL_TOPIC: &[u8] = b"sign-in attempt\n";

impl Attempt {
    /// Begins one.
    ///
    /// # Errors
    /// [`EntropyExhausted`]: draw again with fresh bytes.
    pub fn begin(
        tenant: TenantId,
        provider: ProviderId,
        purpose: AttemptPurpose,
        entropy: &Entropy,
        now: UnixSeconds,
    ) -> Result<Self, EntropyExhausted> {
        let random = Base62Text::random(&mut entropy.iter().copied())?;
        Ok(Self { tenant, provider, purpose, ends_at: now + ATTEMPT_LIFE, to: None, random })
    }

    /// The same, which leads there once signed in.
    pub fn returning_to(self, to: Option<ReturnTo>) -> Self {
        Self { to, ..self }
    }

    /// What the browser keeps.
    pub fn seal(&self, keys: &Keyring) -> String {
        let json = serde_json::to_vec(self).unwrap_or_default();
        let code = keys.code(&[SEAL_TOPIC, &json].concat());
        format!("{}.{}", URL_SAFE_NO_PAD.encode(json), URL_SAFE_NO_PAD.encode(code))
    }

    /// Reads what the browser kept, for an answer with this `state`.
    ///
    /// # Errors
    /// [`OpenAttemptError`].
    pub fn open(
        text: &str,
        state: &str,
        keys: &Keyring,
        now: UnixSeconds,
    ) -> Result<Self, OpenAttemptError> {
        let (json, code) = text.split_once('.').ok_or(OpenAttemptError::Forged)?;
        let json = URL_SAFE_NO_PAD.decode(json).map_err(|_| OpenAttemptError::Forged)?;
        let code = code_of(code).ok_or(OpenAttemptError::Forged)?;
        if !keys.verifies_code(&[SEAL_TOPIC, &json].concat(), &code) {
            return Err(OpenAttemptError::Forged);
        }
        let attempt: Self = read_json(&json).map_err(|_| OpenAttemptError::Forged)?;
        let state = code_of(state).ok_or(OpenAttemptError::State)?;
        if !keys.verifies_code(&attempt.topic("state"), &state) {
            return Err(OpenAttemptError::State);
        }
        if now >= attempt.ends_at {
            return Err(OpenAttemptError::Ended);
        }
        Ok(attempt)
    }

    fn topic(&self, word: &str) -> Vec<u8> {
        format!("sign-in {word}\n{}", self.random).into_bytes()
    }

    /// What it is proven by.
    pub fn proof(&self, keys: &Keyring) -> Proof {
        let made = |word: &str| URL_SAFE_NO_PAD.encode(keys.code(&self.topic(word)));
        Proof { state: made("state"), nonce: made("nonce"), verifier: made("verifier") }
    }

    /// What tells it from any other, so that it is ended once.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(self.random.as_str().as_bytes())
    }
}

fn code_of(text: &str) -> Option<Code> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

impl Proof {
    /// What of the verifier is shown in advance. RFC 7636 §4.2.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier.as_bytes()))
    }

    /// Where the browser is sent. OpenID Connect Core §3.1.2.1.
    pub fn authorization_url(
        &self,
        provider: &Discovery,
        client_id: &str,
        redirect_uri: &str,
    ) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([
            ("response_type", "code"),
            ("scope", "openid profile"),
            ("client_id", client_id),
            ("redirect_uri", redirect_uri),
            ("state", &self.state),
            ("nonce", &self.nonce),
            ("code_challenge", &self.challenge()),
            ("code_challenge_method", "S256"),
        ]);
        provider.authorization_endpoint.with_query(&query.finish())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oidc::samples::NOON;

    fn keys(digit: &str) -> Keyring {
        digit.repeat(64).parse().unwrap()
    }

    fn attempt(byte: u8) -> Attempt {
        let (tenant, provider) = ("tenant".parse().unwrap(), "0123456789".parse().unwrap());
        Attempt::begin(tenant, provider, AttemptPurpose::SignIn, &[byte; 128], NOON).unwrap()
    }

    #[test]
    fn an_attempt_is_ended_by_the_browser_that_began_it_and_within_ten_minutes() {
        let (keys, attempt) = (keys("1"), attempt(7));
        let (text, proof) = (attempt.seal(&keys), attempt.proof(&keys));
        let open = |now| Attempt::open(&text, &proof.state, &keys, now);
        assert_eq!(open(NOON).unwrap(), attempt);
        assert!(open(NOON + Seconds(599)).is_ok());
        assert_eq!(open(NOON + Seconds(600)), Err(OpenAttemptError::Ended));
    }

    #[test]
    fn another_browsers_state_ends_nothing() {
        let (keys, mine, others) = (keys("1"), attempt(7), attempt(8).proof(&keys("1")));
        let text = mine.seal(&keys);
        let proof = mine.proof(&keys);
        for state in [&others.state, &proof.nonce, &proof.verifier, "", "x", &text] {
            let opened = Attempt::open(&text, state, &keys, NOON);
            assert_eq!(opened, Err(OpenAttemptError::State), "{state}");
        }
    }

    #[test]
    fn what_was_not_sealed_here_or_was_changed_is_no_attempt() {
        let (keys, attempt) = (keys("1"), attempt(7));
        let state = attempt.proof(&keys).state;
        let text = attempt.seal(&keys);
        let (json, code) = text.split_once('.').unwrap();
        let longer = String::from_utf8(URL_SAFE_NO_PAD.decode(json).unwrap()).unwrap();
        let longer = longer.replace(&(NOON + ATTEMPT_LIFE).0.to_string(), "4102444800");
        let longer = URL_SAFE_NO_PAD.encode(longer);
        for forged in [
            attempt.seal(&self::keys("2")),
            format!("{longer}.{code}"),
            json.to_owned(),
            format!("{json}."),
            format!(".{code}"),
            format!("{text}A"),
            String::new(),
        ] {
            let opened = Attempt::open(&forged, &state, &keys, NOON);
            assert_eq!(opened, Err(OpenAttemptError::Forged), "{forged}");
        }
    }

    #[test]
    fn who_reads_the_cookie_learns_nothing_that_proves_anything() {
        let (keys, attempt) = (keys("1"), attempt(7));
        let (text, proof) = (attempt.seal(&keys), attempt.proof(&keys));
        let json = URL_SAFE_NO_PAD.decode(text.split_once('.').unwrap().0).unwrap();
        let json = String::from_utf8(json).unwrap();
        for part in [&proof.state, &proof.nonce, &proof.verifier] {
            assert!(!json.contains(part) && !text.contains(part));
            assert_eq!(part.len(), 43);
        }
        assert!(proof.state != proof.nonce && proof.nonce != proof.verifier);
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let proof = Proof { state: String::new(), nonce: String::new(), verifier };
        assert_eq!(proof.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_browser_is_sent_with_all_that_the_answer_is_held_against_and_no_verifier() {
        let provider = Discovery::parse(
            br#"{"issuer":"https://a.example","authorization_endpoint":"https://a.example/go?p=1",
            "token_endpoint":"https://a.example/t","jwks_uri":"https://a.example/k"}"#,
            &"https://a.example".parse().unwrap(),
        )
        .unwrap();
        let proof = attempt(7).proof(&keys("1"));
        let url = proof.authorization_url(&provider, "our client", "https://b.example/back?x=1");
        let (before, query) = url.split_once("&response_type").unwrap();
        assert_eq!(before, "https://a.example/go?p=1");
        let expected = format!(
            "=code&scope=openid+profile&client_id=our+client&\
             redirect_uri=https%3A%2F%2Fb.example%2Fback%3Fx%3D1&state={}&nonce={}&\
             code_challenge={}&code_challenge_method=S256",
            proof.state,
            proof.nonce,
            proof.challenge(),
        );
        assert_eq!(query, expected);
        assert!(!url.contains(&proof.verifier));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fail_otherwise_than_by_saying_so(
            text in "\\PC{0,120}", state in "\\PC{0,50}",
        ) {
            prop_assert!(Attempt::open(&text, &state, &keys("1"), NOON).is_err());
        }
    }
}
