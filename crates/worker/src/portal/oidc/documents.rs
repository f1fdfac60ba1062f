//! What providers say of themselves, as this isolate keeps it: as bytes, read anew each time.

use gatepass_core::oidc::{
    Discovery, DiscoveryError, IdTokenError, Issuer, Jwks, Kept, SignedToken, SigningKey,
};

use crate::isolate::with_documents;
use crate::platform::outside::{self, OutsideError};
use crate::platform::{clock, log};

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

async fn fetch(url: &str) -> Result<Kept, OutsideError> {
    let fetched_at = clock::now();
    let bytes = outside::ask(url, None).await?;
    let kept = Kept { bytes, fetched_at, sought_at: None };
    with_documents(|documents| documents.insert(url, kept.clone()));
    Ok(kept)
}

/// The document at the URL: as it is kept, if that is fresh, or if nobody can be asked.
async fn read(url: &str) -> Result<Kept, OutsideError> {
    let kept = with_documents(|documents| documents.find(url));
    if let Some(kept) = kept.clone().filter(|kept| kept.is_fresh(clock::now())) {
        return Ok(kept);
    }
    let fetched = fetch(url).await;
    match (fetched, kept) {
        (Err(error), Some(kept)) if kept.is_usable(clock::now()) => {
            log::fault("a provider's document is used as it is kept", error);
            Ok(kept)
        }
        (fetched, _) => fetched,
    }
}

/// What the provider says of itself.
pub(super) async fn description(issuer: &Issuer) -> Result<Discovery, ProviderError> {
    let kept = read(&issuer.discovery_url()).await?;
    Ok(Discovery::parse(&kept.bytes, issuer)?)
}

/// The provider's key that the token names. For one that is not known the provider is asked once.
pub(super) async fn key_for(
    provider: &Discovery,
    token: &SignedToken,
) -> Result<Result<SigningKey, IdTokenError>, ProviderError> {
    let find = |kept: &Kept| Jwks::parse(&kept.bytes)?.key_for(token);
    let url = provider.jwks_uri.as_str();
    let kept = read(url).await?;
    match find(&kept) {
        Err(_) if kept.may_be_refetched(clock::now()) => {
            let sought_at = Some(clock::now());
            let fetched = fetch(url).await.unwrap_or(kept);
            let sought = Kept { sought_at, ..fetched };
            with_documents(|documents| documents.insert(url, sought.clone()));
            Ok(find(&sought))
        }
        found => Ok(found),
    }
}
