//! Tokens whose signature holds.

use gatepass_core::oidc::{Claims, IdTokenError, SignedToken};

use super::documents;
use super::refused::Refused;
use crate::platform::crypto;

/// What a token says that is signed by one of the keys at this URL.
pub(super) async fn claims_of(token: &str, keys_url: &str) -> Result<Claims, Refused> {
    let signed = SignedToken::parse(token)?;
    let key = documents::key_for(keys_url, &signed).await??;
    // A key that the platform does not take is none.
    let check = crypto::verify(&key, signed.signature(), signed.signed()).await;
    let check = check.map_err(|_| IdTokenError::UnknownKey)?;
    Ok(signed.claims_after(check)?)
}
