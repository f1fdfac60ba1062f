//! What strangers report of tokens that they found.
//!
//! Nobody signs in here: whoever holds a token may end it. What is no token, or whose seal fails, is
//! refused before any storage is asked, and of what is well sealed nothing is told: the answer is the
//! same whether it is known, has ended, or was never issued.

pub(crate) mod github;

use gatepass_core::refusal::Refusal;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::{Problem, ReportLeaked};
use worker::{Request, Response};

use crate::answer::{Failure, done};
use crate::call::{Leaked, RevokeLeaked};
use crate::edge::Edge;
use crate::isolate::LeaveToAsk;
use crate::platform::{body, headers};
use crate::registry::RegistryClient;
use crate::validate;

/// Revokes the token that the body shows.
pub(crate) async fn report(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let address = headers::address(request.headers());
    validate::count_address(edge, address).await.map_err(Failure::Refused)?;
    let report = body::json::<ReportLeaked>(&mut request).await?;
    let token = report.token(&edge.config.prefixes).ok();
    let Some(token) = token.filter(|token| is_ours(edge, token)) else {
        return Err(Problem::of_field("token", "This is no token of this installation.").into());
    };
    let tenant = token.id().tenant;
    let _leave = LeaveToAsk::take(tenant).ok_or(Failure::Refused(Refusal::Unavailable))?;
    let found = vec![Leaked { digest: token.digest(), found_at: report.found_at().cloned() }];
    RegistryClient::of(&edge.env, &tenant).call(RevokeLeaked { found, address }).await?;
    Ok(done()?)
}

/// Whether it was issued here, and for a tenant that is at home at the host that was asked.
fn is_ours(edge: &Edge, token: &SecretToken) -> bool {
    token.is_sealed(&edge.config.seal_keys) && edge.site.admits(token.id().tenant)
}
