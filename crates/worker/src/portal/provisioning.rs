//! Provisioning by SCIM: how it stands, its token, where roles come from.

use gatepass_core::id::Subject;
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::wire::{InNormalForm as _, IssuedScimToken};
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, done, json};
use crate::call::{
    ChangeProvisioning, HandUserOver, KeepScimToken, ShowProvisioning, SwitchProvisioningOff,
};
use crate::edge::Edge;
use crate::platform::{body, entropy, text};
use crate::registry::RegistryClient;

/// How provisioning stands.
pub(crate) async fn show(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = ShowProvisioning { asker };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Changes where roles come from, and which groups give them.
pub(crate) async fn change(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let change = body::json::<gatepass_core::wire::ChangeProvisioning>(&mut request).await?;
    let change = change.in_normal_form(text::to_nfc)?;
    let call = ChangeProvisioning { asker, change };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Makes a SCIM token, in place of any before. It is in this one answer.
pub(crate) async fn issue_token(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let keys = &edge.config.session_keys;
    let token = SecretReference::issue(Purpose::Scim, tenant, keys, &entropy::draw()?)
        .map_err(entropy::EntropyError::from)?;
    let call = KeepScimToken { asker, token: token.digest() };
    let view = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    let issued = IssuedScimToken {
        token: token.expose().to_owned(),
        base_url: view.base_url,
        issued_at: view.token_issued_at.unwrap_or(view.now),
    };
    Ok(json(201, &issued)?)
}

/// Switches provisioning off.
pub(crate) async fn switch_off(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = SwitchProvisioningOff { asker };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Lets SCIM take over a user who was added by hand.
pub(crate) async fn hand_over(
    edge: &Edge,
    request: &Request,
    sub: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    RegistryClient::of(&edge.env, &tenant).call(HandUserOver { asker, sub }).await?;
    Ok(done()?)
}
