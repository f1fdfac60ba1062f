//! The providers to sign in with.

use gatepass_core::oidc::ProviderId;
use gatepass_core::route::Route;
use gatepass_core::wire::{AddProvider, EditProvider, ProviderList, SignInBegun};

use super::{ask, read, written};
use crate::model::Failure;

/// Lists them.
pub async fn list() -> Result<ProviderList, Failure> {
    read(ask(&Route::Providers, None, None).await?)
}

/// Adds one.
pub async fn add(asked: &AddProvider) -> Result<(), Failure> {
    ask(&Route::AddProvider, None, Some(written(asked)?)).await.map(drop)
}

/// Changes one.
pub async fn edit(id: ProviderId, change: &EditProvider) -> Result<(), Failure> {
    ask(&Route::EditProvider(id), None, Some(written(change)?)).await.map(drop)
}

/// Deletes one.
pub async fn delete(id: ProviderId) -> Result<(), Failure> {
    ask(&Route::DeleteProvider(id), None, None).await.map(drop)
}

/// Begins to try one.
pub async fn test(id: ProviderId) -> Result<SignInBegun, Failure> {
    read(ask(&Route::TestProvider(id), None, None).await?)
}
