//! The people of a tenant, for its full administrators.

use gatepass_core::id::{Subject, TenantId};
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::wire::{
    AddUser, AddedUser, EditUser, InNormalForm as _, Intent, UserLink, UserQuery,
};
use worker::{Request, Response};

use super::link;
use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{
    AskImpact, Call, ChangeUser, DeprovisionUser, KeptLink, ListUsers, RecordUser, RecordedUser,
    RenewUserLink, ReprovisionUser,
};
use crate::edge::Edge;
use crate::platform::{body, text};
use crate::registry::RegistryClient;

async fn ask<C: Call>(edge: &Edge, tenant: &TenantId, call: C) -> Result<C::Reply, Failure> {
    Ok(RegistryClient::of(&edge.env, tenant).call(call).await?)
}

fn handed_over(edge: &Edge, reference: &SecretReference, kept: &KeptLink) -> UserLink {
    UserLink { link: link::url(edge, &kept.tenant, reference), exp: kept.ends_at }
}

/// A page of the users.
pub(crate) async fn list(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let query = UserQuery::parse(request.url()?.query().unwrap_or_default())?
        .in_normal_form(text::to_nfc)?;
    Ok(json(200, &ask(edge, &tenant, ListUsers { asker, query }).await?)?)
}

/// Adds a user: this answer is the only thing that their link ever stands in.
pub(crate) async fn add(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let asked = body::json::<AddUser>(&mut request).await?.in_normal_form(text::to_nfc)?;
    let reference = link::draw(edge, Purpose::UserLink, tenant)?;
    let call = RecordUser { asker, request: asked, link: reference.digest() };
    let RecordedUser { user, link } = ask(edge, &tenant, call).await?;
    Ok(json(201, &AddedUser { user, link: handed_over(edge, &reference, &link) })?)
}

/// Changes a user.
pub(crate) async fn edit(
    edge: &Edge,
    mut request: Request,
    sub: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let asked = body::json::<EditUser>(&mut request).await?.in_normal_form(text::to_nfc)?;
    let call = ChangeUser { asker, sub, request: asked };
    Ok(json(200, &ask(edge, &tenant, call).await?)?)
}

/// Makes another link for a user: this answer is the only thing that it ever stands in.
pub(crate) async fn link(
    edge: &Edge,
    request: &Request,
    sub: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let reference = link::draw(edge, Purpose::UserLink, tenant)?;
    let call = RenewUserLink { asker, sub, link: reference.digest() };
    let link = ask(edge, &tenant, call).await?;
    Ok(json(201, &handed_over(edge, &reference, &link))?)
}

/// Shuts a user out.
pub(crate) async fn deprovision(
    edge: &Edge,
    request: &Request,
    sub: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    Ok(json(200, &ask(edge, &tenant, DeprovisionUser { asker, sub }).await?)?)
}

/// Takes a user in again.
pub(crate) async fn reprovision(
    edge: &Edge,
    request: &Request,
    sub: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    Ok(json(200, &ask(edge, &tenant, ReprovisionUser { asker, sub }).await?)?)
}

/// What a change of a user would do to their tokens.
pub(crate) async fn impact(
    edge: &Edge,
    request: &Request,
    sub: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let intent = Intent::parse(request.url()?.query().unwrap_or_default())?;
    Ok(json(200, &ask(edge, &tenant, AskImpact { asker, sub, intent }).await?)?)
}
