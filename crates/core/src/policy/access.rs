//! The decision on what a request to the API behind needs.

use super::path::{AmbiguousPath, ApiPath};
use super::reading::Reading;
use super::rule::{Access, Demand, Freshness};
use super::{Policy, RouteRule};
use crate::scope::Scope;

/// Where a log collector uploads its logs, by `POST`.
pub const LOG_UPLOAD_PATH: &str = "/api/v1/discovery/logs";

/// What of a request to the API behind the decision turns on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiRequest<'a> {
    /// The method, as on the wire.
    pub method: &'a str,
    /// The path that is forwarded, without a query.
    pub path: &'a str,
    /// Its `Origin`.
    pub origin: Option<&'a str>,
    /// Its `Access-Control-Request-Method`.
    pub requested_method: Option<&'a str>,
}

impl ApiRequest<'_> {
    /// Whether a browser asks whether it may ask. Source: Fetch standard, "CORS-preflight request".
    fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && self.origin.is_some() && self.requested_method.is_some()
    }
}

impl Policy {
    /// What a request to the API behind needs: what the first rule for it says, else, to upload logs,
    /// a token with `logs:write`, and to do anything else one with `read` or `write`, by its method.
    ///
    /// # Errors
    /// [`AmbiguousPath`], for a policy with rules: the API may read the path in another way than the
    /// rules do, and in one that needs something else.
    pub fn access(&self, request: &ApiRequest<'_>) -> Result<Access, AmbiguousPath> {
        let is_let_through = self.lets_preflights && request.is_preflight();
        if self.routes.is_empty() {
            return Ok(if is_let_through { Access::Public } else { self.unnamed(request) });
        }
        let path: ApiPath = request.path.parse()?;
        if is_let_through {
            return Ok(Access::Public);
        }
        let as_read = |reading| {
            let rule = self.routes.iter().find(|rule| rule.covers(request.method, &path, reading));
            rule.map_or_else(|| self.unnamed(request), |rule| rule.access().clone())
        };
        let access = as_read(Reading::EXACT);
        match Reading::LOOSE.into_iter().all(|reading| as_read(reading) == access) {
            true => Ok(access),
            false => Err(AmbiguousPath::Spelling),
        }
    }

    /// What is asked of a token where no rule is for the request.
    pub fn demand(&self, method: &str) -> Demand {
        Demand { scope: self.scope_needed(method), freshness: Freshness::Cached }
    }

    /// The exact path alone: a token for uploading logs gets nowhere by another spelling of it, and
    /// one that may write loses nothing by this.
    fn unnamed(&self, request: &ApiRequest<'_>) -> Access {
        let demand = self.demand(request.method);
        match (request.method, request.path) {
            ("POST", LOG_UPLOAD_PATH) => {
                Access::Token(Demand { scope: Scope::LOGS_WRITE, ..demand })
            }
            (_, _) => Access::Token(demand),
        }
    }

    /// The rules for routes of the API behind, in the policy's order.
    pub fn routes(&self) -> impl Iterator<Item = &RouteRule> {
        self.routes.iter()
    }

    /// Whether CORS preflights go through without a token.
    pub fn lets_preflights(&self) -> bool {
        self.lets_preflights
    }
}

#[cfg(test)]
mod tests;
