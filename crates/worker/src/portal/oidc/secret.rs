//! Client secrets: encrypted where they are stored, under keys made of the deployment's own.

use gatepass_core::id::TenantId;
use gatepass_core::oidc::{ClientSecret, Provider, ProviderId, SealedSecret};

use crate::edge::Edge;
use crate::platform::crypto::{self, CryptoError};

const TOPIC: &str = "client secrets of providers";

/// A secret that is moved to another tenant or provider cannot be read there.
fn about(tenant: TenantId, provider: ProviderId) -> Vec<u8> {
    format!("{tenant}{provider}").into_bytes()
}

/// Encrypts a provider's client secret.
pub(in crate::portal) async fn seal(
    edge: &Edge,
    tenant: TenantId,
    provider: ProviderId,
    secret: &ClientSecret,
) -> Result<SealedSecret, CryptoError> {
    let keys = edge.config.session_keys.derive(TOPIC);
    let key = keys.first().ok_or(CryptoError)?;
    let sealed = crypto::encrypt(key, &about(tenant, provider), secret.expose()).await?;
    Ok(SealedSecret::of(&sealed))
}

/// The provider's client secret, if it has one.
pub(super) async fn open(
    edge: &Edge,
    tenant: TenantId,
    provider: &Provider,
) -> Result<Option<ClientSecret>, CryptoError> {
    let Some(sealed) = &provider.secret else { return Ok(None) };
    let (about, sealed) = (about(tenant, provider.id), sealed.to_bytes());
    for key in edge.config.session_keys.derive(TOPIC) {
        if let Ok(clear) = crypto::decrypt(&key, &about, &sealed).await {
            return ClientSecret::try_from(clear).map(Some).map_err(|_| CryptoError);
        }
    }
    Err(CryptoError)
}
