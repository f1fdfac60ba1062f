//! The token as the registry knows it.

use serde::{Deserialize, Serialize};

use crate::exposure::Exposure;
use crate::id::{Subject, TokenId};
use crate::name::{Description, TokenName};
use crate::network::NetworkRule;
use crate::scope::ScopeSet;
use crate::time::UnixSeconds;
use crate::token::{TokenDigest, TokenKind};

/// Counts the changes to what the edge has to know of a token; only grows.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// That of a token that was just issued.
    pub const FIRST: Self = Self(1);

    /// The next one.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// That a token was withdrawn before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When.
    pub at: UnixSeconds,
    /// By whom; its owner, where it was shown by somebody who is not known.
    pub by: Subject,
}

/// A token that another took the place of, under the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predecessor {
    /// SHA-256 of it.
    pub digest: TokenDigest,
    /// From when on it is not valid any more.
    pub until: UnixSeconds,
}

/// Which of the tokens that a record has had, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Generation {
    /// The present one.
    Current,
    /// One that another took the place of: it works until then, if the record does.
    Superseded {
        /// From when on it is not valid any more.
        until: UnixSeconds,
    },
}

/// The token as the registry knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRecord {
    /// Its public id.
    pub id: TokenId,
    /// SHA-256 of it.
    pub digest: TokenDigest,
    /// Whose program it is made for.
    pub kind: TokenKind,
    /// Whom it was issued for.
    pub owner: Subject,
    /// Its name, unique among its owner's live tokens.
    pub name: TokenName,
    /// What it is for, in its owner's words.
    pub description: Option<Description>,
    /// What it was given; what it may do is this ∩ what its owner's role allows now.
    pub scopes: ScopeSet,
    /// When it was issued.
    pub issued_at: UnixSeconds,
    /// From when on it is valid, if not at once.
    pub not_before: Option<UnixSeconds>,
    /// From when on it is not valid any more, if ever.
    pub expires_at: Option<UnixSeconds>,
    /// Where it may be used from.
    pub networks: NetworkRule,
    /// When it was last used, if ever.
    pub last_used_at: Option<UnixSeconds>,
    /// The token that the present one took the place of last, if it was ever regenerated.
    pub predecessor: Option<Predecessor>,
    /// That it was revoked, if so.
    pub revoked: Option<Revocation>,
    /// That somebody who found it reported it, if so: then it is revoked.
    #[serde(default)]
    pub exposed: Option<Exposure>,
    /// Counts its changes.
    pub revision: Revision,
}

impl TokenRecord {
    /// Whether its time ran out.
    pub fn has_expired(&self, now: UnixSeconds) -> bool {
        self.expires_at.is_some_and(|end| now >= end)
    }

    /// Whether it is neither revoked nor expired.
    pub fn is_live(&self, now: UnixSeconds) -> bool {
        self.revoked.is_none() && !self.has_expired(now)
    }

    /// The token that still works beside the present one, if there is one.
    pub fn retiring(&self, now: UnixSeconds) -> Option<Predecessor> {
        self.predecessor.filter(|predecessor| self.is_live(now) && now < predecessor.until).map(
            |predecessor| Predecessor {
                until: earlier(predecessor.until, self.expires_at),
                ..predecessor
            },
        )
    }

    /// Until when that token is valid, if not for good and if nobody revokes it.
    pub fn valid_until(&self, generation: Generation) -> Option<UnixSeconds> {
        match generation {
            Generation::Current => self.expires_at,
            Generation::Superseded { until } => Some(earlier(until, self.expires_at)),
        }
    }

    /// When that token ended for good, if it has: neither an edit nor a new token under the same id
    /// brings it back.
    pub fn ended_for_good_at(
        &self,
        generation: Generation,
        now: UnixSeconds,
    ) -> Option<UnixSeconds> {
        let revoked_at = self.revoked.map(|revocation| revocation.at);
        let ran_out_at = self.valid_until(generation).filter(|end| now >= *end);
        match (revoked_at, ran_out_at) {
            (Some(revoked_at), Some(ran_out_at)) => Some(revoked_at.min(ran_out_at)),
            (Some(at), None) | (None, Some(at)) => Some(at),
            (None, None) => None,
        }
    }
}

fn earlier(moment: UnixSeconds, other: Option<UnixSeconds>) -> UnixSeconds {
    other.map_or(moment, |other| moment.min(other))
}
