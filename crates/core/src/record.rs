//! The token as the registry knows it.

use serde::{Deserialize, Serialize};

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
    /// By whom.
    pub by: Subject,
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
    /// That it was revoked, if so.
    pub revoked: Option<Revocation>,
    /// Counts its changes.
    pub revision: Revision,
}
