//! The same validation as workers-rs documents it: `Request`, `Headers` and `Response` of the SDK, an
//! asynchronous handler, and what is remembered in a cache like the Worker's own.
#![forbid(unsafe_code)]

use std::cell::{OnceCell, RefCell};

use gatepass_core::challenge::MetadataUrl;
use gatepass_core::credentials;
use gatepass_core::decision::{Principal, RequestFacts, decide};
use gatepass_core::edge::{Answer, EdgeCache, Source};
use gatepass_core::policy::Policy;
use gatepass_core::refusal::Refusal;
use gatepass_core::standing::{Standing, outranking, standing_key, tombstone_key};
use gatepass_core::time::UnixMillis;
use gatepass_core::token::{Prefixes, TokenDigest};
use worker::{Context, Date, Env, Headers, Request, Response, Result, event};

thread_local! {
    static CACHE: RefCell<EdgeCache> = RefCell::default();
    static SETTINGS: (Prefixes, Policy) = <(Prefixes, Policy)>::default();
    static METADATA: OnceCell<MetadataUrl> = const { OnceCell::new() };
}

fn now() -> UnixMillis {
    UnixMillis(Date::now().as_millis() as i64)
}

#[event(fetch)]
async fn fetch(request: Request, env: Env, _: Context) -> Result<Response> {
    match check(&request, &env).await? {
        Ok(principal) => pass(&principal),
        Err(refusal) => refuse(&refusal, &env),
    }
}

async fn check(request: &Request, env: &Env) -> Result<std::result::Result<Principal, Refusal>> {
    let authorization = request.headers().get("Authorization")?;
    let parsed =
        SETTINGS.with(|(prefixes, _)| credentials::parse(authorization.as_deref(), prefixes));
    let token = match parsed {
        Ok(token) => token,
        Err(error) => return Ok(Err(error.into())),
    };
    let Answer::Known(standing) = find(env, token.digest()).await? else {
        return Ok(Err(Refusal::Unknown));
    };
    Ok(SETTINGS.with(|(_, policy)| {
        let scope_needed = policy.scope_needed(request.method().as_ref());
        let facts = RequestFacts { scope_needed, address: None };
        decide(&standing, &facts, policy, now().to_seconds())
    }))
}

async fn find(env: &Env, digest: TokenDigest) -> Result<Answer> {
    let asked_at = now();
    let known = CACHE.with_borrow_mut(|cache| cache.find(&digest, asked_at).cloned());
    if let Some(answer) = known {
        return Ok(answer);
    }
    let (standing, tombstone) = (standing_key(&digest), tombstone_key(&digest));
    let values = env.kv("GRANTS")?.get_bulk(&[&standing, &tombstone]).text().await?;
    let parsed = |key| -> Result<Option<Standing>> {
        let value = values.get(key).cloned().flatten();
        Ok(value.map(|json| serde_json::from_str(&json)).transpose()?)
    };
    let found = outranking(parsed(&standing)?, parsed(&tombstone)?);
    let answer = found.map_or(Answer::Unknown, Answer::Known);
    CACHE.with_borrow_mut(|cache| {
        cache.learn(digest, answer.clone(), Source::Registry, asked_at, now());
    });
    Ok(answer)
}

fn pass(principal: &Principal) -> Result<Response> {
    let headers = Headers::new();
    headers.set("Gatepass-Tenant", &principal.token.tenant.to_string())?;
    headers.set("Gatepass-Subject", &principal.subject.to_string())?;
    headers.set("Gatepass-Token-Id", &principal.token.to_string())?;
    headers.set("Gatepass-Kind", principal.kind.as_str())?;
    headers.set("Gatepass-Scope", &principal.scopes.to_string())?;
    headers.set("Cache-Control", "no-store")?;
    Ok(Response::empty()?.with_headers(headers))
}

fn refuse(refusal: &Refusal, env: &Env) -> Result<Response> {
    if METADATA.with(|metadata| metadata.get().is_none()) {
        let issuer = env.var("ISSUER")?.to_string();
        METADATA.with(|metadata| metadata.set(MetadataUrl::of(&issuer)).ok());
    }
    let challenge = METADATA.with(|metadata| refusal.to_challenge(metadata.get()));
    let problem = refusal.to_problem();
    let headers = Headers::new();
    headers.set("Content-Type", "application/problem+json")?;
    if let Some(challenge) = challenge {
        headers.set("WWW-Authenticate", &challenge)?;
    }
    headers.set("Cache-Control", "no-store")?;
    headers.set("X-Content-Type-Options", "nosniff")?;
    Ok(Response::from_json(&problem)?.with_status(problem.status).with_headers(headers))
}
