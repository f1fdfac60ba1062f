//! Signing in by Cloudflare Access: the very request says who sends it.

use gatepass_core::oidc::{ACCESS_ASSERTION, Claims, Identity, Provider, judge_access};
use gatepass_core::route::{ReturnTo, Route, View};
use gatepass_core::wire::{Problem, ProblemKind, SignInBegun};
use worker::{Request, Response};

use super::arrival::{Arrived, Ending};
use super::refused::Refused;
use super::verified::claims_of;
use crate::answer::{Failure, json};
use crate::edge::Edge;
use crate::platform::{clock, headers};
use crate::portal::session;

/// Lets in who sends the request, or says why not.
pub(super) async fn arrive(
    edge: &Edge,
    request: &Request,
    ending: Ending,
) -> Result<Response, Failure> {
    let assertion = headers::value(request.headers(), ACCESS_ASSERTION).ok_or_else(|| {
        let sentence = "This address is not behind Cloudflare Access, or Access lets requests \
            through here without saying who sends them.";
        Problem::of(ProblemKind::PermissionDenied).with_detail(sentence)
    })?;
    let known = identify(&ending.provider, &assertion).await;
    let arrived = ending.end(edge, request, known).await.map_err(|refused| refused.told())?;
    let begun = |view| SignInBegun { url: Route::View(view).to_path() };
    match arrived {
        Arrived::SignedIn { session, to } => {
            let view = to.map_or(View::Home, ReturnTo::view);
            Ok(session::open(json(200, &begun(view))?, &session)?)
        }
        Arrived::Tested => Ok(json(200, &begun(View::SignInProviders))?),
    }
}

async fn identify(provider: &Provider, assertion: &str) -> Result<(Identity, Claims), Refused> {
    let claims = claims_of(assertion, &provider.issuer.access_keys_url()).await?;
    let identity = judge_access(&claims, provider, clock::now().to_seconds())?;
    Ok((identity, claims))
}
