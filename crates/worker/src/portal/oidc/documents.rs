//! What providers say of themselves.

use gatepass_core::oidc::{
    Discovery, DiscoveryError, IdTokenError, Issuer, Jwks, SignedToken, SigningKey,
};

use crate::documents;
use crate::platform::outside::OutsideError;

/// Why a provider can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ProviderError {
    /// It cannot be asked.
    #[error("{0}")]
    Outside(#[from] OutsideError),
    /// What it says of itself does not hold.
    #[error("{0}")]
    Discovery(#[from] DiscoveryError),
}

/// What the provider says of itself.
pub(super) async fn description(issuer: &Issuer) -> Result<Discovery, ProviderError> {
    let kept = documents::read(&issuer.discovery_url()).await?;
    Ok(Discovery::parse(&kept.bytes, issuer)?)
}

/// The key at this URL that the token names. For one that is not known the provider is asked once.
pub(super) async fn key_for(
    url: &str,
    token: &SignedToken,
) -> Result<Result<SigningKey, IdTokenError>, ProviderError> {
    let key = |keys: &[u8]| Jwks::parse(keys)?.key_for(token);
    Ok(documents::find(url, key).await?)
}
