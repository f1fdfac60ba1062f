//! Signing in and out.

use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::tenant::{Tenant, TenantLabel};
use gatepass_core::wire::{
    DevelopmentPerson, InNormalForm as _, Problem, SignInByLink, SignInForDevelopment,
    SignInOptions,
};
use worker::{Request, Response};

use super::session::{self, Asking};
use crate::answer::{Failure, done, json};
use crate::call::{
    CloseSession, Declined, FindTenant, ListTenants, OfferProviders, OpenDevelopmentSession,
    SpendSignInLink,
};
use crate::edge::Edge;
use crate::platform::{body, headers, text};
use crate::registry::{CallError, RegistryClient};

fn allows_development(edge: &Edge, request: &Request) -> bool {
    let url = request.url().ok();
    let host = url.as_ref().and_then(|url| url.host_str());
    host.is_some_and(|host| edge.config.allows_development_sign_in(host))
}

/// How one can sign in here.
pub(crate) async fn options(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let tenant = edge.site.tenant().map(|tenant| tenant.label.clone());
    let providers = match edge.site.tenant() {
        Some(own) => RegistryClient::of(&edge.env, &own.id).call(OfferProviders {}).await?,
        None => vec![],
    };
    let options = if allows_development(edge, request) {
        let (people, tenants) = (edge.config.policy.development_people(), tenants(edge).await?);
        SignInOptions { people, tenants, tenant, providers }
    } else {
        SignInOptions { tenant, providers, ..SignInOptions::default() }
    };
    Ok(json(200, &options)?)
}

/// The tenants to choose from: on one's own host, there is no choice.
async fn tenants(edge: &Edge) -> Result<Vec<TenantLabel>, Failure> {
    match edge.site.tenant() {
        Some(tenant) => Ok(vec![tenant.label.clone()]),
        None => {
            let tenants = RegistryClient::directory(&edge.env).call(ListTenants {}).await?;
            Ok(tenants.into_iter().map(|tenant| tenant.label).collect())
        }
    }
}

/// With a one-time link.
pub(crate) async fn by_link(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let SignInByLink { link, name } =
        body::json::<SignInByLink>(&mut request).await?.in_normal_form(text::to_nfc)?;
    let purpose = match (Purpose::claimed_by(&link), &name) {
        (Some(Purpose::UserLink), None) => Purpose::UserLink,
        (Some(Purpose::UserLink), Some(_)) => {
            let sentence = "This link is for somebody whose name is known. Leave the name out.";
            return Err(Problem::of_field("name", sentence).into());
        }
        (Some(Purpose::SignInLink | Purpose::Session | Purpose::Scim) | None, Some(_)) => {
            Purpose::SignInLink
        }
        (Some(Purpose::SignInLink | Purpose::Session | Purpose::Scim) | None, None) => {
            return Err(Problem::of_field("name", "Enter a name.").into());
        }
    };
    let link = SecretReference::parse(&link, purpose, &edge.config.session_keys)
        .ok()
        .filter(|link| edge.site.admits(link.tenant()))
        .ok_or(Failure::Declined(Declined::LinkSpent))?;
    let session = session::draw(edge, link.tenant())?;
    let call = SpendSignInLink {
        link: link.digest(),
        name,
        session: session.digest(),
        address: headers::address(request.headers()),
        browser: headers::browser(request.headers()),
        replaced: session::shown(edge, &request, link.tenant()),
    };
    RegistryClient::of(&edge.env, &link.tenant()).call(call).await?;
    Ok(session::open(done()?, &session)?)
}

/// As one of the people for development.
pub(crate) async fn for_development(
    edge: &Edge,
    mut request: Request,
) -> Result<Response, Failure> {
    if !allows_development(edge, &request) {
        return Err(Failure::NotFound);
    }
    let SignInForDevelopment { tenant, person } = body::json(&mut request).await?;
    let people = edge.config.policy.development_people();
    let person = people
        .into_iter()
        .find(|known| known.name == person)
        .ok_or_else(|| Problem::of_field("person", "There is no such person."))?;
    let tenant = find_tenant(edge, tenant).await?.ok_or(Failure::Declined(Declined::NoTenant))?;
    let session = session::draw(edge, tenant.id)?;
    let DevelopmentPerson { name, role } = person;
    let call = OpenDevelopmentSession {
        name,
        role,
        session: session.digest(),
        address: headers::address(request.headers()),
        browser: headers::browser(request.headers()),
        replaced: session::shown(edge, &request, tenant.id),
    };
    RegistryClient::of(&edge.env, &tenant.id).call(call).await?;
    Ok(session::open(done()?, &session)?)
}

/// The tenant with this label that one can sign in to here.
async fn find_tenant(edge: &Edge, label: TenantLabel) -> Result<Option<Tenant>, Failure> {
    match edge.site.tenant() {
        Some(own) => Ok(Some(own).filter(|own| own.label == label).cloned()),
        None => Ok(RegistryClient::directory(&edge.env).call(FindTenant { label }).await?),
    }
}

/// Ends the session, wherever else its cookie may be.
pub(crate) async fn sign_out(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let closing = CloseSession { asker };
    match RegistryClient::of(&edge.env, &tenant).call(closing).await {
        // One that has ended already leaves its cookie to be taken away.
        Ok(()) | Err(CallError::Declined(Declined::NoSession)) => Ok(session::close(done()?)?),
        Err(error) => Err(error.into()),
    }
}
