//! Forward-auth: what a proxy asks, and of which request.

use std::net::IpAddr;

use gatepass_core::forward::{
    DisbelievedError, Original, Question, Report, Request, SECRET_HEADER,
};
use gatepass_core::policy::{Access, ApiRequest, Policy};
use gatepass_core::wire::{Problem, ProblemKind};
use worker::Headers;

use super::caller::Caller;
use crate::answer::Failure;
use crate::platform::config::Config;
use crate::platform::{headers, log};

/// What is asked of a request before it may pass, and where it comes from.
pub(super) struct Asked {
    pub(super) access: Access,
    /// What a proxy that is believed says of its client's address; nothing, where none asks.
    told: Option<Option<IpAddr>>,
}

/// How a proxy asks, by the URL at which it does.
pub(super) fn question(url: &str) -> Question<'_> {
    Question::parse(url.split_once('?').map_or("", |(_, query)| query))
}

/// The secret that a proxy shows.
pub(super) fn secret(headers: &Headers) -> Option<String> {
    headers::value(headers, SECRET_HEADER)
}

impl Asked {
    /// What a request of this method needs of which nothing else is known.
    pub(super) fn of_sender(policy: &Policy, method: &str) -> Self {
        Self { access: Access::Token(policy.demand(method)), told: None }
    }

    /// Reads what is asked. Without a secret, it is about the asking request itself.
    ///
    /// # Errors
    /// Where a proxy is not believed, or what it says is not clear.
    pub(super) fn read(
        config: &Config,
        question: &Question<'_>,
        method: &str,
        secret: Option<&str>,
        headers: impl FnOnce() -> Headers,
    ) -> Result<Self, Failure> {
        match (secret, question.uri) {
            (Some(secret), _) if config.is_proxy_secret(secret) => {}
            (None, None) => return Ok(Self::of_sender(&config.policy, method)),
            (Some(_), _) | (None, Some(_)) => {
                log::fault("a proxy is refused", "it does not show PROXY_SECRET");
                return Err(refused(DisbelievedError));
            }
        }
        let headers = headers();
        let value = |name| headers::value(&headers, name);
        let original = (value("x-original-method"), value("x-original-uri"));
        let forwarded = (value("x-forwarded-method"), value("x-forwarded-uri"));
        let forwarded_for = value("x-forwarded-for");
        let report = Report {
            asked: Request { method: Some(method), uri: question.uri },
            original: Request { method: original.0.as_deref(), uri: original.1.as_deref() },
            forwarded: Request { method: forwarded.0.as_deref(), uri: forwarded.1.as_deref() },
            forwarded_for: forwarded_for.as_deref(),
            connected: headers::address(&headers),
        };
        let original = Original::parse(&report).map_err(refused)?;
        let (origin, requested_method) = (value("origin"), value("access-control-request-method"));
        let access = config.policy.access(&ApiRequest {
            method: original.method,
            path: original.path,
            origin: origin.as_deref(),
            requested_method: requested_method.as_deref(),
        });
        Ok(Self { access: access.map_err(refused)?, told: Some(original.address) })
    }

    /// Who presents the token: whom a proxy tells of, else whose headers these are.
    pub(super) fn caller<'a>(&self, headers: &'a Headers) -> Caller<'a> {
        self.told.map_or(Caller::Sender(headers), Caller::Client)
    }
}

fn refused(why: impl ToString) -> Failure {
    Problem::of(ProblemKind::PermissionDenied).with_detail(why.to_string()).into()
}
