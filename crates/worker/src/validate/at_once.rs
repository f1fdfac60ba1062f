//! Forward-auth from memory: what this isolate can answer by itself, at once.
//!
//! `entry.js` asks here first, before the SDK makes anything of the request. Whatever is not wholly in
//! memory, or has to be told to somebody, is left to [`super::verify`], whose answers these are.

use gatepass_core::credentials;
use gatepass_core::decision::{Principal, RequestFacts, decide};
use gatepass_core::edge::{Answer, TokenRefusal};
use gatepass_core::record::Revision;
use gatepass_core::refusal::Refusal;
use gatepass_core::route::{Route, Routed};
use gatepass_core::time::UnixMillis;
use gatepass_core::token::TokenDigest;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::Headers;

use super::{mould, usage};
use crate::isolate::with_cache;
use crate::platform::config::{self, Config};
use crate::platform::{clock, headers};
use crate::site;

/// Does nothing. After a trap, the next call puts a new instance of the module in the place of the one
/// that is lost; a call with text would first write the text to the lost one. So this is called before.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "wasm-bindgen exports what is public")]
pub fn renew() {}

/// Answers a request, or leaves it to others.
#[wasm_bindgen]
#[allow(unreachable_pub, reason = "wasm-bindgen exports what is public")]
pub fn validate(
    request: &web_sys::Request,
    method: &str,
    url: &str,
    authorization: Option<String>,
) -> Option<web_sys::Response> {
    let question = Question { request, method, url, authorization: authorization.as_deref() };
    match question.answer(clock::now())? {
        Ok((digest, principal)) => mould::pass(digest, principal),
        Err(refusal) => mould::refuse(refusal),
    }
}

/// What is asked.
struct Question<'a> {
    request: &'a web_sys::Request,
    method: &'a str,
    url: &'a str,
    authorization: Option<&'a str>,
}

impl Question<'_> {
    /// Whether the request may pass, and as whom. A use is counted, as long as a report of it is
    /// under way already.
    fn answer(&self, now: UnixMillis) -> Option<Result<(TokenDigest, Principal), Refusal>> {
        let config = config::loaded()?;
        let host = host_of(self.method, self.url)?;
        let site = site::recall(&config.portal_host, host, now)?;
        let token = match credentials::parse(self.authorization, &config.prefixes) {
            Ok(token) => token,
            Err(error) => return Some(Err(error.into())),
        };
        let tenant = token.id().tenant;
        if !site.admits(tenant) {
            return None;
        }
        let digest = token.digest();
        let Some(recalled) = self.recall(&config, digest, now) else {
            return (!token.is_sealed(&config.seal_keys)).then_some(Err(Refusal::Forged));
        };
        match recalled {
            Recalled::Unknown => Some(Err(Refusal::Unknown)),
            Recalled::ForAnAddress => None,
            Recalled::Decided(Ok(principal), revision) => {
                usage::add_to_report(tenant, now, |report| report.count(digest, revision, now))?;
                Some(Ok((digest, principal)))
            }
            Recalled::Decided(Err(refusal), revision) => {
                let from = headers::address(&Headers(self.request.headers()));
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
    fn recall(&self, config: &Config, digest: TokenDigest, now: UnixMillis) -> Option<Recalled> {
        let demand = config.policy.demand(self.method);
        with_cache(|cache| {
            let answer =
                cache.find(&digest, now).filter(|answer| demand.freshness.takes(answer))?;
            Some(match answer {
                Answer::Unknown => Recalled::Unknown,
                Answer::Known(standing) if standing.is_for_some_addresses() => {
                    Recalled::ForAnAddress
                }
                Answer::Known(standing) => {
                    let facts = RequestFacts { scope_needed: demand.scope, address: None };
                    let decision = decide(standing, &facts, &config.policy, now.to_seconds());
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
    use gatepass_core::wire::{Problem, ProblemKind};

    use super::*;

    const ENTRY: &str = include_str!("../../entry.js");

    #[test]
    fn the_entry_asks_for_the_path_of_forward_auth() {
        let line = format!("const VERIFY = \"{}\";", Route::Verify.to_path());
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
