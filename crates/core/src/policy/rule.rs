//! A rule for some routes of the API behind the gateway.

use super::method::ApiMethod;
use super::path::ApiPath;
use super::pattern::Pattern;
use super::reading::Reading;
use crate::scope::Scope;

/// What a request needs to reach the API behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Nothing: it goes on as nobody's.
    Public,
    /// A token that has this.
    Token(Demand),
}

/// What is asked of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The scope that it has to have.
    pub scope: Scope,
    /// How fresh what is known of it has to be.
    pub freshness: Freshness,
}

/// How fresh what an edge knows of a token has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// As an edge knows it: seconds old.
    Cached,
    /// As its registry says it, asked for this very request.
    Strict,
}

/// A rule: which requests it is for, and what they need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteRule {
    /// Of these methods; of all, if there are none.
    pub(super) methods: Vec<ApiMethod>,
    /// To these paths.
    pub(super) pattern: Pattern,
    /// What they need.
    pub(super) access: Access,
}

impl RouteRule {
    /// The methods that it is for; none stands for all.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> {
        self.methods.iter().map(|method| method.as_str())
    }

    /// The paths that it is for.
    pub fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// What it says that they need.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Whether it is for a request that is read in this way.
    pub(super) fn covers(&self, method: &str, path: &ApiPath, reading: Reading) -> bool {
        let is_method = |known: &ApiMethod| known.covers(|name| reading.is_same(name, method));
        (self.methods.is_empty() || self.methods.iter().any(is_method))
            && self.pattern.matches(path, reading)
    }
}
