//! What tests provoke, on the machine that they run on and nowhere else.

use gatepass_core::route::Fault;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::wire;
use worker::{Request, Response};

use super::{operator, tenants};
use crate::answer::{Failure, done};
use crate::call::{AdvanceClock, ProvokeFault};
use crate::edge::Edge;
use crate::platform::body;
use crate::registry::RegistryClient;

fn require_permission(edge: &Edge, request: &Request) -> Result<(), Failure> {
    let url = request.url().ok();
    let host = url.as_ref().and_then(|url| url.host_str());
    if !host.is_some_and(|host| edge.config.allows_faults(host)) {
        return Err(Failure::NotFound);
    }
    operator::require(edge, request)
}

/// Provokes a fault in the Worker or in a tenant's registry.
pub(crate) async fn provoke(
    edge: &Edge,
    request: &Request,
    fault: Fault,
    label: &TenantLabel,
) -> Result<Response, Failure> {
    require_permission(edge, request)?;
    panic_if_asked(fault);
    let tenant = tenants::find(edge, label).await?;
    RegistryClient::of(&edge.env, &tenant.id).call(ProvokeFault { fault }).await?;
    Ok(done()?)
}

/// Lets a tenant's registry think that it is later.
pub(crate) async fn advance_clock(
    edge: &Edge,
    mut request: Request,
    label: &TenantLabel,
) -> Result<Response, Failure> {
    require_permission(edge, &request)?;
    let wire::AdvanceClock { seconds } = body::json(&mut request).await?;
    let tenant = tenants::find(edge, label).await?;
    RegistryClient::of(&edge.env, &tenant.id).call(AdvanceClock { by: seconds }).await?;
    Ok(done()?)
}

#[allow(clippy::panic, reason = "to panic is what it is for")]
fn panic_if_asked(fault: Fault) {
    match fault {
        Fault::PanicInWorker => panic!("provoked in the Worker"),
        Fault::PanicInRegistry | Fault::PanicInTransaction | Fault::ErrorInTransaction => {}
    }
}
