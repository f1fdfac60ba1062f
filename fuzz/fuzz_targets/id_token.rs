//! An ID token is believed only for what its signature holds and its members say, each once.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gatepass_core::oidc::{
    Algorithm, Claims, Expectation, IdTokenError, Issuer, LEEWAY, SignatureCheck, SignedToken,
    judge,
};
use gatepass_core::time::UnixSeconds;
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};

const ISSUER: &str = "https://login.example.com";
const CLIENT: &str = "gatepass";
const NONCE: &str = "n0nce";
const NOON: UnixSeconds = UnixSeconds(1_795_000_000);

fuzz_target!(|text: &str| {
    parsed(text);
    // Header, payload and signature on a line each: the encoding is no obstacle.
    let mut lines = text.splitn(3, '\n').map(|line| URL_SAFE_NO_PAD.encode(line));
    if let (Some(header), Some(payload)) = (lines.next(), lines.next()) {
        let signature = lines.next().unwrap_or_default();
        parsed(&format!("{header}.{payload}.{signature}"));
    }
});

fn parsed(text: &str) {
    let Ok(token) = SignedToken::parse(text) else { return };
    assert!(Algorithm::ALL.contains(&token.algorithm));
    let signature = URL_SAFE_NO_PAD.encode(token.signature());
    let signed = std::str::from_utf8(token.signed()).expect("what is signed is text");
    assert_eq!(format!("{signed}.{signature}"), text, "all of it is signed or the signature");
    let (header, payload) = signed.split_once('.').expect("what is signed has two parts");
    let header = object(header);
    assert_eq!(header.get("alg").and_then(Value::as_str), Some(token.algorithm.as_str()));
    assert_eq!(header.get("kid").and_then(Value::as_str), token.key_id.as_deref());
    assert!(!header.contains_key("crit"));
    let doubted = token.clone().claims_after(SignatureCheck::Fails);
    assert_eq!(doubted, Err(IdTokenError::Signature));
    let claims = token.clone().claims_after(SignatureCheck::Holds).expect("the signature holds");
    judged(&claims, &object(payload));
}

/// The same by another reader.
fn object(part: &str) -> Map<String, Value> {
    let bytes = URL_SAFE_NO_PAD.decode(part).expect("what was parsed is base64url");
    serde_json::from_slice(&bytes).expect("what was parsed is an object")
}

fn judged(claims: &Claims, read: &Map<String, Value>) {
    let issuer: Issuer = ISSUER.parse().expect("an issuer");
    let expected = Expectation { issuer: &issuer, client_id: CLIENT, nonce: Some(NONCE) };
    let Ok(identity) = judge(claims, &expected, NOON) else { return };
    let text = |name: &str| read.get(name).and_then(Value::as_str);
    assert_eq!(text("iss"), Some(ISSUER));
    assert_eq!(text("nonce"), Some(NONCE));
    assert_eq!(text("sub"), Some(identity.sub.as_str()));
    assert!(!identity.sub.is_empty());
    let is_for_us = match read.get("aud") {
        Some(Value::String(client)) => client == CLIENT,
        Some(Value::Array(clients)) => clients.iter().any(|client| client == CLIENT),
        Some(_) | None => false,
    };
    assert!(is_for_us);
    let moment = |name: &str| read.get(name).and_then(Value::as_f64);
    let (now, leeway) = (NOON.0 as f64, LEEWAY.0 as f64);
    assert!(moment("exp").is_some_and(|end| end > now - leeway));
    // A fraction of a second is cut off.
    assert!(moment("iat").is_some_and(|begin| begin < now + leeway + 1.0));
    assert!(!read.contains_key("nbf") || moment("nbf").is_some_and(|b| b < now + leeway + 1.0));
}
