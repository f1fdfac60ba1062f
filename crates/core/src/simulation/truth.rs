//! How each token stood in truth, at every moment.

use std::collections::HashMap;

use super::registry::Registry;
use crate::decision::{RequestFacts, decide};
use crate::edge::Answer;
use crate::policy::Policy;
use crate::standing::Standing;
use crate::time::{UnixMillis, UnixSeconds};
use crate::token::TokenDigest;

/// Each token's standings, each from when it was committed.
#[derive(Default)]
pub(super) struct Truth {
    policy: Policy,
    histories: HashMap<TokenDigest, Vec<(UnixMillis, Standing)>>,
    ends: HashMap<TokenDigest, UnixSeconds>,
}

/// What may come of a request.
pub(super) struct Outcomes {
    pub(super) is_let: bool,
    pub(super) is_refused: bool,
}

impl Truth {
    /// Takes in what a command did.
    pub(super) fn follow(&mut self, registry: &Registry, digests: &[TokenDigest], now: UnixMillis) {
        for digest in digests {
            let Answer::Known(standing) = registry.answer(digest, now) else { continue };
            let history = self.histories.entry(*digest).or_default();
            if history.last().is_none_or(|(_, last)| *last != standing) {
                history.push((now, standing));
            }
        }
    }

    /// A token is to end for good at this moment, if not before.
    pub(super) fn end(&mut self, digest: TokenDigest, at: UnixSeconds) {
        let end = self.ends.entry(digest).or_insert(at);
        *end = at.min(*end);
    }

    /// Whether it should have ended for good.
    pub(super) fn has_ended(&self, digest: &TokenDigest, now: UnixMillis) -> bool {
        self.ends.get(digest).is_some_and(|end| now.to_seconds() >= *end)
    }

    /// Whether it lets a request pass now.
    pub(super) fn lets(&self, digest: &TokenDigest, facts: &RequestFacts, now: UnixMillis) -> bool {
        self.since(digest, facts, now, now).is_let
    }

    /// What comes of a request now by how the token stood at any moment since then.
    pub(super) fn since(
        &self,
        digest: &TokenDigest,
        facts: &RequestFacts,
        then: UnixMillis,
        now: UnixMillis,
    ) -> Outcomes {
        let history = self.histories.get(digest).map(Vec::as_slice).unwrap_or_default();
        let begin = history.iter().rposition(|(since, _)| *since <= then).unwrap_or(0);
        let decided = history[begin..]
            .iter()
            .map(|(_, standing)| decide(standing, facts, &self.policy, now.to_seconds()).is_ok());
        let decided: Vec<bool> = decided.collect();
        Outcomes { is_let: decided.contains(&true), is_refused: decided.contains(&false) }
    }
}
