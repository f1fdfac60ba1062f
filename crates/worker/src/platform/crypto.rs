//! Signatures and encryption, by the platform's WebCrypto (W3C Web Cryptography API).
//!
//! What may be assumed of it: a key that it takes is one of its algorithm, a signature is looked at
//! by it alone, and AES-GCM tells what was changed (NIST SP 800-38D).

use gatepass_core::oidc::{Algorithm, SignatureCheck, SigningKey};
use js_sys::futures::JsFuture;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use worker::wasm_bindgen::prelude::*;

use super::entropy;

/// How many bytes AES-GCM's initialization vector has. NIST SP 800-38D §8.2.
const IV_LENGTH: usize = 12;

#[wasm_bindgen(wasm_bindgen = worker::wasm_bindgen)]
extern "C" {
    type SubtleCrypto;

    #[wasm_bindgen(method, catch, js_name = importKey)]
    fn import_key(
        this: &SubtleCrypto,
        format: &str,
        key: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        uses: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn verify(
        this: &SubtleCrypto,
        algorithm: &JsValue,
        key: &JsValue,
        signature: &Uint8Array,
        signed: &Uint8Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn encrypt(
        this: &SubtleCrypto,
        algorithm: &JsValue,
        key: &JsValue,
        clear: &Uint8Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decrypt(
        this: &SubtleCrypto,
        algorithm: &JsValue,
        key: &JsValue,
        sealed: &Uint8Array,
    ) -> Result<Promise, JsValue>;
}

/// The platform did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the platform's cryptography failed")]
pub(crate) struct CryptoError;

impl From<JsValue> for CryptoError {
    fn from(_: JsValue) -> Self {
        Self
    }
}

fn subtle() -> Result<SubtleCrypto, CryptoError> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    Ok(Reflect::get(&crypto, &"subtle".into())?.unchecked_into())
}

fn object(members: &[(&str, JsValue)]) -> Result<JsValue, CryptoError> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

/// How the platform takes a key of this algorithm, and how it verifies with it.
fn parameters(algorithm: Algorithm) -> Result<(JsValue, JsValue), CryptoError> {
    let (sha256, name) = (("hash", "SHA-256".into()), |name: &str| ("name", JsValue::from(name)));
    Ok(match algorithm {
        Algorithm::Rs256 => {
            let both = object(&[name("RSASSA-PKCS1-v1_5"), sha256])?;
            (both.clone(), both)
        }
        Algorithm::Ps256 => {
            // As long as the digest. RFC 7518 §3.5.
            let salt = ("saltLength", JsValue::from(32));
            (object(&[name("RSA-PSS"), sha256])?, object(&[name("RSA-PSS"), salt])?)
        }
        Algorithm::Es256 => {
            let curve = ("namedCurve", "P-256".into());
            (object(&[name("ECDSA"), curve])?, object(&[name("ECDSA"), sha256])?)
        }
        Algorithm::EdDsa => {
            let both = object(&[name("Ed25519")])?;
            (both.clone(), both)
        }
    })
}

/// Whether the signature of what is signed holds under the key.
pub(crate) async fn verify(
    key: &SigningKey,
    signature: &[u8],
    signed: &[u8],
) -> Result<SignatureCheck, CryptoError> {
    let members: Vec<(&str, JsValue)> =
        key.members.iter().map(|(name, value)| (*name, value.into())).collect();
    let (importing, verifying) = parameters(key.algorithm)?;
    let (subtle, uses) = (subtle()?, Array::of1(&"verify".into()));
    let key = subtle.import_key("jwk", &object(&members)?, &importing, false, &uses)?;
    let key = JsFuture::from(key).await?;
    let (signature, signed) = (Uint8Array::from(signature), Uint8Array::from(signed));
    let verified = subtle.verify(&verifying, &key, &signature, &signed)?;
    match JsFuture::from(verified).await?.as_bool() {
        Some(true) => Ok(SignatureCheck::Holds),
        Some(false) | None => Ok(SignatureCheck::Fails),
    }
}

async fn key_of(subtle: &SubtleCrypto, key: &[u8; 32], what: &str) -> Result<JsValue, CryptoError> {
    let (raw, uses) = (Uint8Array::from(key.as_slice()), Array::of1(&what.into()));
    let key = subtle.import_key("raw", &raw, &"AES-GCM".into(), false, &uses)?;
    Ok(JsFuture::from(key).await?)
}

fn gcm(iv: &[u8], about: &[u8]) -> Result<JsValue, CryptoError> {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(iv).into()),
        ("additionalData", Uint8Array::from(about).into()),
    ])
}

fn bytes_of(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

/// Encrypts a text by AES-256-GCM; `about` has to be the same to read it.
pub(crate) async fn encrypt(
    key: &[u8; 32],
    about: &[u8],
    clear: &str,
) -> Result<Vec<u8>, CryptoError> {
    let entropy = entropy::draw().map_err(|_| CryptoError)?;
    let iv = entropy.get(..IV_LENGTH).ok_or(CryptoError)?;
    let subtle = subtle()?;
    let key = key_of(&subtle, key, "encrypt").await?;
    let clear = Uint8Array::from(clear.as_bytes());
    let sealed = JsFuture::from(subtle.encrypt(&gcm(iv, about)?, &key, &clear)?).await?;
    Ok([iv, &bytes_of(&sealed)].concat())
}

/// Reads what [`encrypt`] wrote.
pub(crate) async fn decrypt(
    key: &[u8; 32],
    about: &[u8],
    sealed: &[u8],
) -> Result<String, CryptoError> {
    let (iv, sealed) = sealed.split_at_checked(IV_LENGTH).ok_or(CryptoError)?;
    let subtle = subtle()?;
    let key = key_of(&subtle, key, "decrypt").await?;
    let sealed = Uint8Array::from(sealed);
    let clear = JsFuture::from(subtle.decrypt(&gcm(iv, about)?, &key, &sealed)?).await?;
    String::from_utf8(bytes_of(&clear)).map_err(|_| CryptoError)
}
