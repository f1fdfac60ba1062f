//! Forward-auth from memory: what this isolate can answer by itself, at once.
//!
//! `entry.js` asks here first, before the SDK makes anything of the request. Whatever is not wholly in
//! memory, or has to be told to somebody, is checked as everywhere, and answered with a promise. What
//! is left open is for [`super::verify`], whose answers these are.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use gatepass_core::credentials;
use gatepass_core::decision::{Principal, RequestFacts, decide};
use gatepass_core::edge::{Answer, TokenRefusal};
use gatepass_core::forward::Outage;
use gatepass_core::policy::{Access, Demand};
use gatepass_core::record::Revision;
use gatepass_core::refusal::Refusal;
use gatepass_core::route::{Route, Routed};
use gatepass_core::time::UnixMillis;
use gatepass_core::token::{SecretToken, TokenDigest};
use js_sys::Object;
use js_sys::futures::future_to_promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{Context, Env, Headers, worker_sys};

use super::caller::Caller;
use super::check::check_token;
use super::forward::{self, Asked};
use super::verify::pass;
use super::{mould, usage};
use crate::answer::{Failure, answer_to_proxy, answer_with};
use crate::edge::Edge;
use crate::isolate::with_cache;
use crate::platform::config::{self, Config};
use crate::platform::counts::{self, Counted};
use crate::platform::{clock, log};
use crate::site;

/// Does nothing. After a trap, the next call puts a new instance of the module in the place of the one
/// that is lost; a call with text would first write the text to the lost one. So this is called before.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "wasm-bindgen exports what is public")]
pub fn renew() {}

/// Answers a request, at once or with a promise, or leaves it to others.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "wasm-bindgen exports what is public")]
pub fn validate(
    request: &web_sys::Request,
    env: &Env,
    context: &worker_sys::Context,
    method: &str,
    url: &str,
    authorization: Option<String>,
    secret: Option<String>,
) -> Option<Object> {
    let (config, now) = (config::load(env).ok()?, clock::now());
    // Who counts answers with a promise, before anything else is looked at.
    if !config.policy.limits().is_none() {
        return None;
    }
    let site = site::recall(&config.portal_host, host_of(method, url)?, now)?;
    let (question, headers) = (forward::question(url), || Headers(request.headers()));
    let outage = question.outage;
    let asked = match Asked::read(&config, &question, method, secret.as_deref(), headers) {
        Ok(asked) => asked,
        Err(failure) => {
            let metadata = site.metadata_url(&config.portal_host);
            return sent(answer_to_proxy(&failure, outage, metadata.as_ref()));
        }
    };
    let demand = match &asked.access {
        Access::Public => return sent(pass(None)),
        Access::Token(demand) => demand,
    };
    let token = match credentials::parse(authorization.as_deref(), &config.prefixes) {
        Ok(token) => token,
        Err(error) => return mould::refuse(error.into(), &site, &config).map(Into::into),
    };
    let question = Question { request, asked: &asked, demand, config: &config, token: &token };
    if site.admits(token.id().tenant)
        && let Some(outcome) = question.answer(now)
    {
        if !matches!(outcome, Err(Refusal::Forged)) {
            counts::count(Counted::Found);
        }
        let refuse = |refusal| mould::refuse(refusal, &site, &config);
        let answer = outcome.map_or_else(refuse, mould::pass);
        return answer.map(Into::into);
    }
    let demand = demand.clone();
    let context = Context::new(JsValue::clone(context).unchecked_into());
    let edge = Edge { env: env.clone(), context, config, site };
    let headers = headers();
    let asking = AssertUnwindSafe(async move {
        ask(&edge, asked.caller(&headers), &token, demand, outage).await
    });
    Some(future_to_promise(asking).into())
}

/// An answer that is no mould; it is left to others, if it cannot be made.
fn sent(answer: worker::Result<worker::Response>) -> Option<Object> {
    answer.ok().map(|answer| web_sys::Response::from(answer).into())
}

/// Answers with what others know. A panic on the way is this request's alone.
async fn ask(
    edge: &Edge,
    caller: Caller<'_>,
    token: &SecretToken,
    demand: Demand,
    outage: Outage,
) -> Result<JsValue, JsValue> {
    let checking = AssertUnwindSafe(check_token(edge, caller, token, demand));
    let outcome = checking.catch_unwind().await;
    let answer = outcome.ok().and_then(|decided| match decided {
        Ok(principal) => mould::made_for(&principal),
        // What it comes to depends on who asks.
        Err(refusal @ Refusal::Unavailable) => {
            let answer =
                answer_to_proxy(&Failure::Refused(refusal), outage, edge.metadata_url().as_ref());
            answer.ok().map(Into::into)
        }
        Err(refusal) => mould::refuse(refusal, &edge.site, &edge.config),
    });
    match answer {
        Some(answer) => Ok(answer.into()),
        None => {
            log::fault("a request", "panicked");
            Ok(web_sys::Response::from(answer_with(&Failure::Internal, None)?).into())
        }
    }
}

/// What is asked.
struct Question<'a> {
    request: &'a web_sys::Request,
    asked: &'a Asked,
    demand: &'a Demand,
    config: &'a Config,
    token: &'a SecretToken,
}

impl Question<'_> {
    /// Whether the request may pass, and as whom, if that is wholly in memory. A use is counted, as
    /// long as a report of it is under way already.
    fn answer(&self, now: UnixMillis) -> Option<Result<Principal, Refusal>> {
        let (tenant, digest) = (self.token.id().tenant, self.token.digest());
        let Some(recalled) = self.recall(digest, now) else {
            let is_forged = !self.token.is_sealed(&self.config.seal_keys);
            return is_forged.then_some(Err(Refusal::Forged));
        };
        match recalled {
            Recalled::Unknown => Some(Err(Refusal::Unknown)),
            Recalled::ForAnAddress => None,
            Recalled::Decided(Ok(principal), revision) => {
                usage::add_to_report(tenant, now, |report| report.count(digest, revision, now))?;
                Some(Ok(principal))
            }
            Recalled::Decided(Err(refusal), revision) => {
                let from = self.asked.caller(&Headers(self.request.headers())).address();
                let refused =
                    TokenRefusal::once(digest, revision, &refusal, from, now.to_seconds());
                if let Some(refused) = refused {
                    usage::add_to_report(tenant, now, |report| report.count_refused(refused, now))?;
                }
                Some(Err(refusal))
            }
        }
    }

    /// What is remembered of the token comes to.
    fn recall(&self, digest: TokenDigest, now: UnixMillis) -> Option<Recalled> {
        let (policy, demand) = (&self.config.policy, self.demand);
        with_cache(|cache| {
            let answer =
                cache.find(&digest, now).filter(|answer| demand.freshness.takes(answer))?;
            Some(match answer {
                Answer::Unknown => Recalled::Unknown,
                Answer::Known(standing) if standing.is_for_some_addresses() => {
                    Recalled::ForAnAddress
                }
                Answer::Known(standing) => {
                    let facts = RequestFacts { scope_needed: demand.scope.clone(), address: None };
                    let decision = decide(standing, &facts, policy, now.to_seconds());
                    Recalled::Decided(decision, standing.revision)
                }
            })
        })
    }
}

/// What is remembered of a token comes to.
enum Recalled {
    /// No registry knows it.
    Unknown,
    /// It may be used from some addresses only, and nobody has looked at where the request is from.
    ForAnAddress,
    /// It stands at this revision, and so it is decided.
    Decided(Result<Principal, Refusal>, Revision),
}

/// The host at which forward-auth is asked, if it is; nothing for a URL that could be read in more
/// than one way.
fn host_of<'a>(method: &str, url: &'a str) -> Option<&'a str> {
    let (_, rest) = url.split_once("://")?;
    let (host, rest) = rest.split_at_checked(rest.find('/')?)?;
    let path = rest.split(['?', '#']).next()?;
    let is_plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
    let is_asked = Route::find(method, path) == Routed::To(Route::Verify);
    (is_plain && is_asked).then_some(host)
}

#[cfg(test)]
mod tests {
    use gatepass_core::forward::SECRET_HEADER;
    use gatepass_core::wire::{Problem, ProblemKind};

    use super::*;

    const ENTRY: &str = include_str!("../../entry.js");

    #[test]
    fn the_entry_asks_for_the_path_of_forward_auth() {
        let line = format!("const VERIFY = \"{}\";", Route::Verify.to_path());
        assert!(ENTRY.contains(&line), "{line}");
    }

    #[test]
    fn the_entry_asks_for_the_header_by_which_a_proxy_is_believed() {
        let line = format!("const SECRET = \"{SECRET_HEADER}\";");
        assert!(ENTRY.contains(&line), "{line}");
    }

    #[test]
    fn the_entry_tells_of_a_fault_as_all_else_does() {
        let Problem { kind, title, status, .. } = Problem::of(ProblemKind::Internal);
        let kind = serde_json::to_string(&kind).unwrap();
        let line = format!("{{ type: {kind}, title: \"{title}\", status: {status} }}");
        assert!(ENTRY.contains(&line), "{line}");
    }

    #[test]
    fn only_forward_auth_at_a_plain_host_is_answered() {
        for (url, host) in [
            ("http://localhost:8787/verify", Some("localhost:8787")),
            ("https://contoso.eu.example.com/verify", Some("contoso.eu.example.com")),
            ("https://example.com/verify?x=/verify", Some("example.com")),
            ("https://example.com/verify#x", Some("example.com")),
            ("https://example.com/verify/", None),
            ("https://example.com//verify", None),
            ("https://example.com/./verify", None),
            ("https://example.com/%76erify", None),
            ("https://example.com/api/verify", None),
            ("https://example.com/?/verify", None),
            ("https://example.com?/verify", None),
            ("https://someone@example.com/verify", None),
            ("https://[::1]/verify", None),
            ("https://example.com", None),
            ("/verify", None),
            ("", None),
        ] {
            for method in ["GET", "POST", "REPORT"] {
                assert_eq!(host_of(method, url), host, "{method} {url}");
            }
        }
    }
}
