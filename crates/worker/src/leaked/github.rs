//! What GitHub's secret scanning reports of tokens that it found.
//!
//! A report counts only if it is signed by a key of GitHub's, over its body as it came. It may be about
//! any tenant's tokens, whichever host it is sent to. GitHub is told which of them were ours, and of
//! each nothing but its digest.

use std::collections::BTreeMap;
use std::net::IpAddr;

use gatepass_core::github::{
    GithubKeyError, GithubKeys, KEY_HEADER, KeyName, LARGEST_REPORT, ReportSignature,
    SIGNATURE_HEADER, SignatureError,
};
use gatepass_core::id::TenantId;
use gatepass_core::oidc::{SignatureCheck, SigningKey};
use gatepass_core::refusal::Refusal;
use gatepass_core::wire::{GithubFind, Problem, ProblemKind};
use worker::{Headers, Request, Response};

use crate::answer::{Failure, json};
use crate::call::{Leaked, RevokeLeaked};
use crate::documents;
use crate::edge::Edge;
use crate::isolate::LeaveToAsk;
use crate::platform::{body, crypto, headers, log};
use crate::registry::RegistryClient;
use crate::validate;

/// Revokes those of ours that the report shows, and answers with what each text was.
pub(crate) async fn report(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let address = headers::address(request.headers());
    validate::count_address(edge, address).await.map_err(Failure::Refused)?;
    let (name, signature) = shown(request.headers()).map_err(|_| not_believed())?;
    let key = key(edge, &name).await?;
    let body = body::json_bytes(&mut request, LARGEST_REPORT).await?;
    let check = crypto::verify(&key, signature.as_bytes(), &body).await.map_err(unavailable)?;
    if check == SignatureCheck::Fails {
        return Err(not_believed());
    }
    let finds = GithubFind::read_all(&body)?;
    let is_ours = revoke(edge, &finds, address).await?;
    let verdicts = finds.iter().zip(is_ours).map(|(find, is_ours)| find.verdict(is_ours));
    Ok(json(200, &verdicts.collect::<Vec<_>>())?)
}

/// One answer for all that is not GitHub's.
fn not_believed() -> Failure {
    let sentence = "This is not signed by a key of GitHub's secret scanning.";
    Problem::of(ProblemKind::PermissionDenied).with_detail(sentence).into()
}

/// GitHub sends it again, or somebody else finds the token.
fn unavailable(error: impl std::fmt::Display) -> Failure {
    log::fault("GitHub's keys", error);
    Problem::of(ProblemKind::Unavailable).into()
}

/// By which key it is said to be signed, and the signature.
fn shown(headers: &Headers) -> Result<(KeyName, ReportSignature), SignatureError> {
    let value = |name| headers::value(headers, name).unwrap_or_default();
    Ok((value(KEY_HEADER).parse()?, value(SIGNATURE_HEADER).parse()?))
}

/// GitHub's key of this name.
async fn key(edge: &Edge, name: &KeyName) -> Result<SigningKey, Failure> {
    let find = |list: &[u8]| GithubKeys::parse(list)?.find(name);
    match documents::find(&edge.config.github_keys, find).await.map_err(unavailable)? {
        Ok(key) => Ok(key),
        Err(GithubKeyError::Unknown) => Err(not_believed()),
        Err(error @ GithubKeyError::Malformed) => Err(unavailable(error)),
    }
}

/// Revokes those of ours, and tells which were ever issued here.
async fn revoke(
    edge: &Edge,
    finds: &[GithubFind],
    address: Option<IpAddr>,
) -> Result<Vec<bool>, Failure> {
    let mut by_tenant: BTreeMap<TenantId, Vec<(usize, Leaked)>> = BTreeMap::new();
    for (index, find) in finds.iter().enumerate() {
        let token = find.token(&edge.config.prefixes).ok();
        if let Some(token) = token.filter(|token| token.is_sealed(&edge.config.seal_keys)) {
            let leaked = Leaked { digest: token.digest(), found_at: find.found_at() };
            by_tenant.entry(token.id().tenant).or_default().push((index, leaked));
        }
    }
    let mut is_ours = vec![false; finds.len()];
    for (tenant, leaked) in by_tenant {
        let (indices, found): (Vec<_>, Vec<_>) = leaked.into_iter().unzip();
        let _leave = LeaveToAsk::take(tenant).ok_or(Failure::Refused(Refusal::Unavailable))?;
        let call = RevokeLeaked { found, address };
        let known = RegistryClient::of(&edge.env, &tenant).call(call).await?;
        for (index, is_known) in indices.into_iter().zip(known) {
            if let Some(place) = is_ours.get_mut(index) {
                *place = is_known;
            }
        }
    }
    Ok(is_ours)
}
