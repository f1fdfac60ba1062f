//! What a user's tokens may do, and what becomes of that when something about the user changes.

use crate::outbox::Effect;
use crate::person::User;
use crate::policy::Policy;
use crate::record::TokenRecord;
use crate::scope::ScopeSet;

/// A token after a change of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// The record, with a revision of its own: the edge has to learn of it.
    pub record: TokenRecord,
    /// Whether the token may do less than before.
    pub effect: Effect,
}

/// What a token that is not revoked may do: what it was given ∩ what its owner's role allows now.
/// Nothing, once its owner was deprovisioned.
pub fn may_do(record: &TokenRecord, owner: &User, policy: &Policy) -> ScopeSet {
    match owner.deprovisioned_at {
        Some(_) => ScopeSet::default(),
        None => record.scopes.intersection(&policy.scopes_of(&owner.role)),
    }
}

/// A token that is not revoked, after its owner changed from `before` to `after`.
pub fn follow(record: &TokenRecord, before: &User, after: &User, policy: &Policy) -> Follow {
    let (had, has) = (may_do(record, before, policy), may_do(record, after, policy));
    let effect = match had.first_beyond(&has) {
        Some(_) => Effect::TakesAway,
        None => Effect::Gives,
    };
    let record = TokenRecord { revision: record.revision.next(), ..record.clone() };
    Follow { record, effect }
}
