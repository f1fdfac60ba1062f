//! Tenants, for the operator.

use gatepass_core::activity::StoredLogQuery;
use gatepass_core::edge::Resident;
use gatepass_core::id::TenantId;
use gatepass_core::people::LINK_LIFE;
use gatepass_core::reference::Purpose;
use gatepass_core::tenant::{Tenant, TenantLabel};
use gatepass_core::wire::{
    CreateTenant, CreatedTenant, Problem, ProblemKind, TenantLink, TenantList,
};
use worker::{Request, Response};

use super::{link, operator};
use crate::answer::{Failure, json};
use crate::call::{AddSignInLink, EnrollTenant, Enrolled, FindTenant, ListTenants, ReadStoredLog};
use crate::edge::Edge;
use crate::isolate::with_hosts;
use crate::platform::{body, clock, entropy};
use crate::registry::RegistryClient;

/// All tenants.
pub(crate) async fn list(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    operator::require(edge, request)?;
    let data = RegistryClient::directory(&edge.env).call(ListTenants {}).await?;
    Ok(json(200, &TenantList { data })?)
}

/// Makes a tenant, with a way in for its first full administrator.
pub(crate) async fn create(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    operator::require(edge, &request)?;
    let CreateTenant { label, region } = body::json(&mut request).await?;
    let id =
        TenantId::random(&mut entropy::draw()?.into_iter()).map_err(entropy::EntropyError::from)?;
    let tenant = Tenant { id, label, region, created_at: clock::now().to_seconds() };
    let call = EnrollTenant { tenant: tenant.clone() };
    match RegistryClient::directory(&edge.env).call(call).await? {
        Enrolled::Existing(tenant) => {
            let detail = format!("There is a tenant {}. Nothing was changed.", tenant.label);
            Err(Problem::of(ProblemKind::AlreadyExists).with_detail(detail).into())
        }
        Enrolled::New => {
            // Whoever asked for its host too early is not told for a minute that there is none.
            let resident = Resident::Tenant(tenant.clone());
            with_hosts(|hosts| hosts.learn(&tenant.label, resident, clock::now()));
            let link = sign_in_link(edge, &tenant).await?;
            Ok(json(201, &CreatedTenant { tenant, link })?)
        }
    }
}

/// Another way in, for a tenant that is locked out.
pub(crate) async fn link(
    edge: &Edge,
    request: &Request,
    label: &TenantLabel,
) -> Result<Response, Failure> {
    operator::require(edge, request)?;
    let tenant = find(edge, label).await?;
    Ok(json(201, &sign_in_link(edge, &tenant).await?)?)
}

/// A tenant's activity log as it is stored, for who holds the keys of its chain to verify.
pub(crate) async fn stored_log(
    edge: &Edge,
    request: &Request,
    label: &TenantLabel,
) -> Result<Response, Failure> {
    operator::require(edge, request)?;
    let url = request.url()?;
    let StoredLogQuery { after } = StoredLogQuery::parse(url.query().unwrap_or_default())
        .map_err(|error| Problem::of_field(&error.parameter, error.to_string()))?;
    let tenant = find(edge, label).await?;
    let call = ReadStoredLog { after };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant.id).call(call).await?)?)
}

/// The tenant with this label.
pub(super) async fn find(edge: &Edge, label: &TenantLabel) -> Result<Tenant, Failure> {
    let call = FindTenant { label: label.clone() };
    RegistryClient::directory(&edge.env).call(call).await?.ok_or(Failure::NotFound)
}

async fn sign_in_link(edge: &Edge, tenant: &Tenant) -> Result<TenantLink, Failure> {
    let reference = link::draw(edge, Purpose::SignInLink, tenant.id)?;
    let expires_at = clock::now().to_seconds() + LINK_LIFE;
    let call = AddSignInLink { tenant: tenant.clone(), link: reference.digest(), expires_at };
    RegistryClient::of(&edge.env, &tenant.id).in_region(tenant.region).call(call).await?;
    Ok(TenantLink { link: link::url(edge, tenant, &reference), exp: expires_at })
}
