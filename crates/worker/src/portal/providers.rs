//! The providers that people sign in with: list, add, change, delete.

use gatepass_core::id::Base62Text;
use gatepass_core::oidc::{Issuer, ProviderId};
use gatepass_core::wire::{
    AddProvider, EditProvider, InNormalForm as _, Problem, ProviderList, ProviderView,
};
use worker::{Request, Response};

use super::oidc::{redirect_uri, seal};
use super::session::Asking;
use crate::answer::{Failure, done, json};
use crate::call::{ChangeProvider, ListProviders, RecordProvider, RemoveProvider};
use crate::edge::Edge;
use crate::platform::{body, entropy, text};
use crate::registry::RegistryClient;

/// All providers, with what they have to know of the tenant.
pub(crate) async fn list(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let listed = RegistryClient::of(&edge.env, &tenant).call(ListProviders { asker }).await?;
    let list = ProviderList {
        data: listed.providers.into_iter().map(ProviderView::from).collect(),
        redirect_uri: redirect_uri(&edge.config.portal_host, &listed.tenant),
        roles: listed.roles,
        now: listed.now,
    };
    Ok(json(200, &list)?)
}

/// A provider on the very machine is for a developer.
fn reachable(edge: &Edge, issuer: Option<&Issuer>) -> Result<(), Problem> {
    match issuer {
        Some(issuer) if issuer.is_local() && !edge.config.portal_host.is_local() => {
            Err(Problem::of_field("issuer", "Enter a URL that begins with https://."))
        }
        Some(_) | None => Ok(()),
    }
}

/// Adds a provider, switched off until it was tried.
pub(crate) async fn add(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let mut asked = body::json::<AddProvider>(&mut request).await?.in_normal_form(text::to_nfc)?;
    reachable(edge, Some(&asked.issuer))?;
    let id: ProviderId = Base62Text::random(&mut entropy::draw()?.into_iter())
        .map_err(entropy::EntropyError::from)?;
    let secret = match asked.client_secret.take() {
        None => None,
        Some(clear) => Some(seal(edge, tenant, id, &clear).await?),
    };
    let call = RecordProvider { asker, id, request: asked, secret };
    let provider = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    Ok(json(201, &ProviderView::from(provider))?)
}

/// Changes a provider, or switches it on or off.
pub(crate) async fn edit(
    edge: &Edge,
    mut request: Request,
    id: ProviderId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let mut asked = body::json::<EditProvider>(&mut request).await?.in_normal_form(text::to_nfc)?;
    reachable(edge, asked.issuer.as_ref())?;
    let secret = match asked.client_secret.take() {
        None => None,
        Some(None) => Some(None),
        Some(Some(clear)) => Some(Some(seal(edge, tenant, id, &clear).await?)),
    };
    let call = ChangeProvider { asker, id, request: asked, secret };
    let provider = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    Ok(json(200, &ProviderView::from(provider))?)
}

/// Deletes a provider.
pub(crate) async fn delete(
    edge: &Edge,
    request: &Request,
    id: ProviderId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = RemoveProvider { asker, id };
    RegistryClient::of(&edge.env, &tenant).call(call).await?;
    Ok(done()?)
}
