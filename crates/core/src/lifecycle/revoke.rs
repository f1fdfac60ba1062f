//! Revoking a token.

use crate::edge::GRANT_LIFE;
use crate::id::Subject;
use crate::record::{Generation, Revocation, TokenRecord};
use crate::time::{Seconds, UnixSeconds};

/// Within this time every edge that keeps using a revoked token refuses it: the life of a cached
/// grant from its last confirmation.
pub const REFUSED_IN_USE_WITHIN: Seconds = Seconds(GRANT_LIFE.0 / 1000);

/// An edge that takes a revoked token this long after had it from a KV that was told wrongly since:
/// the repeated writes of a withdrawal are over by then.
const KNOWN_EVERYWHERE_AFTER: Seconds = Seconds(900);

/// Within this time the other edges usually refuse it. Source: KV docs, "How KV works": changes
/// are visible elsewhere after "up to 60 seconds or more", so this is no bound.
pub const REFUSED_ELSEWHERE_WITHIN: Seconds = Seconds(60);

/// Why a token is not revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RevokeError {
    /// There is no such token, or none that the person may touch: the two are one to them.
    #[error("There is no such token.")]
    NotFound,
}

/// The record, revoked; nothing, if it was revoked already.
pub fn revoke(record: &TokenRecord, by: Subject, now: UnixSeconds) -> Option<TokenRecord> {
    record.revoked.is_none().then(|| TokenRecord {
        revoked: Some(Revocation { at: now, by }),
        revision: record.revision.next(),
        ..record.clone()
    })
}

/// Whether KV has to be told again that one of the record's tokens has ended, given that an edge was
/// just seen to take it: it should have known by now.
pub(super) fn needs_withdrawal_again(
    record: &TokenRecord,
    generation: Generation,
    now: UnixSeconds,
) -> bool {
    record
        .ended_for_good_at(generation, now)
        .is_some_and(|ended_at| now > ended_at + KNOWN_EVERYWHERE_AFTER)
}
