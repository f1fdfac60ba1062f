//! Who is signed in.

use gatepass_core::wire::{Me, TenantView};
use worker::{Request, Response};

use super::session::Session;
use crate::answer::{Failure, json};
use crate::call::{Identified, WhoIs};
use crate::edge::Edge;
use crate::registry::RegistryClient;

/// Who is signed in, and to which tenant.
pub(crate) async fn me(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Session { tenant, digest } = Session::of(edge, request)?;
    let Identified { user, tenant } =
        RegistryClient::of(&edge.env, &tenant).call(WhoIs { session: digest }).await?;
    let me = Me {
        sub: user.subject,
        sees_all_tokens: edge.config.policy.sees_all_tokens(&user.role),
        name: user.name,
        role: user.role,
        tenant: TenantView {
            url: edge.config.portal_host.own_url(&tenant),
            id: tenant.id,
            label: tenant.label,
            region: tenant.region,
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(json(200, &me)?)
}
