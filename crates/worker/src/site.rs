//! Where a request is: on which tenant's own host, if on any.

use gatepass_core::challenge::MetadataUrl;
use gatepass_core::edge::{Asked, Resident};
use gatepass_core::id::TenantId;
use gatepass_core::route::Route;
use gatepass_core::tenant::{Place, PortalHost, Tenant, TenantLabel};
use gatepass_core::time::UnixMillis;
use worker::Request;

use crate::answer::Failure;
use crate::call::FindTenant;
use crate::edge::Edge;
use crate::isolate::{LeaveToAsk, with_hosts};
use crate::platform::{clock, kv, log};
use crate::registry::RegistryClient;

/// Where a request is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Site {
    /// On the generic host: what is shown says of which tenant it is.
    Generic,
    /// On any other host by which it was led here, or on whichever, for what is answered at all of
    /// them. Likewise, and none of them says anything of itself.
    Elsewhere,
    /// On this tenant's own host: what is another's is worth nothing there.
    Own(Tenant),
}

impl Site {
    /// Whether what belongs to this tenant is worth something here.
    pub(crate) fn admits(&self, tenant: TenantId) -> bool {
        match self {
            Self::Generic | Self::Elsewhere => true,
            Self::Own(own) => own.id == tenant,
        }
    }

    /// The tenant whose own host it is.
    pub(crate) fn tenant(&self) -> Option<&Tenant> {
        match self {
            Self::Generic | Self::Elsewhere => None,
            Self::Own(tenant) => Some(tenant),
        }
    }

    /// The issuer that this host is: the tenant's own URL at its own host, the portal's at the
    /// generic one.
    pub(crate) fn issuer(&self, portal: &PortalHost) -> Option<String> {
        match self {
            Self::Generic => Some(portal.portal_url()),
            Self::Own(tenant) => Some(portal.own_url(tenant)),
            Self::Elsewhere => None,
        }
    }

    /// Where it says what takes tokens here, if it does.
    pub(crate) fn metadata_url(&self, portal: &PortalHost) -> Option<MetadataUrl> {
        self.issuer(portal).map(|issuer| MetadataUrl::of(&issuer))
    }
}

/// Where a request for this route is.
///
/// # Errors
/// [`Failure::UnknownHost`] where the route is not answered, and [`Failure::Registry`] where nobody
/// can say whose host it is.
pub(crate) async fn find(edge: &Edge, request: &Request, route: &Route) -> Result<Site, Failure> {
    if route.is_at_every_host() {
        return Ok(Site::Elsewhere);
    }
    let url = request.url()?;
    match edge.config.portal_host.place(url.host_str().unwrap_or_default()) {
        Place::Generic => Ok(Site::Generic),
        Place::Own { label, region } => {
            let tenant = resident(edge, &label).await?.in_region(region);
            tenant.map(Site::Own).ok_or(Failure::UnknownHost)
        }
        Place::Elsewhere if route.is_for_programs() => Ok(Site::Elsewhere),
        Place::Elsewhere | Place::Unknown => Err(Failure::UnknownHost),
    }
}

/// Where a program's request to this host is, as far as this isolate knows it.
pub(crate) fn recall(portal: &PortalHost, host: &str, now: UnixMillis) -> Option<Site> {
    match portal.place(host) {
        Place::Generic => Some(Site::Generic),
        Place::Elsewhere => Some(Site::Elsewhere),
        Place::Own { label, region } => {
            let resident = with_hosts(|hosts| hosts.find(&label, now))?;
            resident.in_region(region).map(Site::Own)
        }
        Place::Unknown => None,
    }
}

/// Whose label it is. A miss in KV, or a failure of it, is not a no: the directory knows.
async fn resident(edge: &Edge, label: &TenantLabel) -> Result<Resident, Failure> {
    let asked_at = clock::now();
    if let Some(resident) = with_hosts(|hosts| hosts.find(label, asked_at)) {
        return Ok(resident);
    }
    let read = kv::read_tenant(&edge.env, label).await.unwrap_or_else(|failure| {
        log::fault("a host is looked up in the directory", failure);
        None
    });
    let resident = match read {
        Some(tenant) => Resident::Tenant(tenant),
        None => ask(edge, label).await?,
    };
    with_hosts(|hosts| hosts.learn(label, resident.clone(), asked_at));
    Ok(resident)
}

async fn ask(edge: &Edge, label: &TenantLabel) -> Result<Resident, Failure> {
    let _leave = LeaveToAsk::take(Asked::Directory).ok_or(Failure::Registry)?;
    let call = FindTenant { label: label.clone() };
    let found = RegistryClient::directory(&edge.env).call(call).await?;
    Ok(found.map_or(Resident::Nobody, Resident::Tenant))
}
