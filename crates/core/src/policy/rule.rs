//! A rule for some routes of the API behind the gateway.

use super::method::ApiMethod;
use super::path::ApiPath;
use super::pattern::Pattern;
use super::reading::Reading;
use crate::edge::Answer;
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

impl Freshness {
    /// Whether what an edge remembers will do: for a strict demand, only what never changes.
    pub fn takes(self, remembered: &Answer) -> bool {
        match (self, remembered) {
            (Self::Cached, _) => true,
            (Self::Strict, Answer::Known(standing)) => standing.is_final(),
            (Self::Strict, Answer::Unknown) => false,
        }
    }
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

    /// Whether it leaves no request for the other, should that come after it.
    pub(super) fn hides(&self, other: &Self) -> bool {
        let is_named = |method: &ApiMethod| {
            self.methods.iter().any(|known| known.covers(|name| name == method.as_str()))
        };
        let has_methods = self.methods.is_empty()
            || (!other.methods.is_empty() && other.methods.iter().all(is_named));
        has_methods && self.pattern.holds_all_of(&other.pattern)
    }

    /// Whether it is for a request that is read in this way.
    pub(super) fn covers(&self, method: &str, path: &ApiPath, reading: Reading) -> bool {
        let is_method = |known: &ApiMethod| known.covers(|name| reading.is_same(name, method));
        (self.methods.is_empty() || self.methods.iter().any(is_method))
            && self.pattern.matches(path, reading)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Role;
    use crate::record::{Generation, Revision};
    use crate::samples::{NOON, record, user};
    use crate::standing::{Standing, Verdict, Withheld};

    #[test]
    fn of_what_is_remembered_only_an_end_for_good_will_do_where_it_is_strict() {
        let withheld = |why| {
            Answer::Known(Standing { revision: Revision(2), verdict: Verdict::Withheld(why) })
        };
        let owner = user(Role::GLOBAL_ADMINISTRATOR);
        let granted = Standing::of(&record(), Generation::Current, &owner, NOON);
        for (remembered, is_taken) in [
            (Answer::Known(granted), false),
            (withheld(Withheld::OwnerDeprovisioned), false),
            (Answer::Unknown, false),
            (withheld(Withheld::Revoked), true),
            (withheld(Withheld::Expired), true),
            (withheld(Withheld::Superseded), true),
        ] {
            assert_eq!(Freshness::Strict.takes(&remembered), is_taken, "{remembered:?}");
            assert!(Freshness::Cached.takes(&remembered));
        }
    }
}
