//! Who is signed in.

use gatepass_core::wire::{Me, TenantView};
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{Identified, WhoIs};
use crate::edge::Edge;
use crate::registry::RegistryClient;

/// Who is signed in, and to which tenant.
pub(crate) async fn me(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let Identified { user, tenant, longest_life_days } =
        RegistryClient::of(&edge.env, &tenant).call(WhoIs { asker }).await?;
    let me = Me {
        sub: user.subject,
        is_full_administrator: edge.config.policy.is_full(&user.role),
        scope: edge.config.policy.scopes_of(&user.role),
        name: user.name,
        role: user.role,
        tenant: TenantView::of(tenant, &edge.config.portal_host),
        token_prefixes: edge.config.prefixes.clone(),
        longest_life_days,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(json(200, &me)?)
}
