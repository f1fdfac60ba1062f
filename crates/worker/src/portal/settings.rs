//! The tenant's settings.

use gatepass_core::wire::SettingsQuery;
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{ChangeSettings, ShowSettings};
use crate::edge::Edge;
use crate::platform::body;
use crate::registry::RegistryClient;

/// What the tenant's administrators have set, and what goes beyond it, or would.
pub(crate) async fn show(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let query = SettingsQuery::parse(request.url()?.query().unwrap_or_default())?;
    let call = ShowSettings { asker, query };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Changes what is named.
pub(crate) async fn change(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let change = body::json(&mut request).await?;
    let call = ChangeSettings { asker, change };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}
