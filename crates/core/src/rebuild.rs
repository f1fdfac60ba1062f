//! What KV is to hold, held against what it holds, and told again where that is asked for.
//!
//! All of KV is derived from the registries. What one is told again goes through its outbox like any
//! change, with the standing that a token has at that moment and in order with all else that is told
//! of it: so it never undoes a change that is made beside it.

mod place;

use serde::{Deserialize, Serialize};

pub use place::{ParseRebuildPlaceError, RebuildPlace};

use crate::outbox::{Effect, KvWrite, Place};
use crate::person::User;
use crate::record::{Generation, TokenRecord};
use crate::standing::{Standing, TOMBSTONE_LIFE, Verdict, Withheld, standing_key, tombstone_key};
use crate::tenant::{Tenant, directory_key};
use crate::time::UnixSeconds;
use crate::token::TokenDigest;

/// The most tokens that one step looks at, and about the most keys that it puts in an outbox.
pub const AT_ONCE: u32 = 500;

/// How many more writes an outbox has room for, given how many wait in it; none, while so many wait
/// that it is better to wait as well. A few that keep failing hold up none of the others.
pub fn room(waiting: u64) -> Option<u32> {
    let room = AT_ONCE.saturating_sub(u32::try_from(waiting).unwrap_or(u32::MAX));
    (room >= AT_ONCE / 2).then_some(room)
}

/// One of a record's tokens, with whom it was issued for.
#[derive(Debug, Clone, Copy)]
pub struct TokenFacts<'a> {
    /// Which.
    pub digest: TokenDigest,
    /// Its record.
    pub record: &'a TokenRecord,
    /// Which of the record's tokens it is.
    pub generation: Generation,
    /// Its owner.
    pub owner: &'a User,
}

/// What KV is to hold under a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// How a token stands.
    Standing(Standing),
    /// That a token has ended for good.
    End,
    /// That a token has ended for good, or nothing: its time there may be over.
    EndOrNothing,
    /// Where a label leads.
    Tenant(Tenant),
    /// Nothing.
    Nothing,
}

/// A key of KV, with what it is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The key.
    pub key: String,
    /// What it is to hold.
    pub holds: Expectation,
    /// Whether KV is still to be told of it: what it holds until then says nothing.
    pub is_awaited: bool,
}

/// How KV differs from what it is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Drift {
    /// It lacks the key.
    Missing,
    /// It holds something else.
    Different,
    /// It has a key that is to be gone.
    Extra,
}

impl Drift {
    /// Every way to differ.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Different, Self::Extra];

    /// The word on the wire, and for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Different => "different",
            Self::Extra => "extra",
        }
    }
}

impl Expected {
    /// What KV is to hold of a token, under both of its keys.
    pub fn of_token(token: &TokenFacts<'_>, is_awaited: bool, now: UnixSeconds) -> [Self; 2] {
        let (standing, tombstone) = match token.ending(now) {
            Ending::None(standing) => (Expectation::Standing(standing), Expectation::Nothing),
            Ending::Told(_) => (Expectation::Nothing, Expectation::End),
            Ending::Quiet(_) => (Expectation::Nothing, Expectation::EndOrNothing),
        };
        [(standing_key(&token.digest), standing), (tombstone_key(&token.digest), tombstone)]
            .map(|(key, holds)| Self { key, holds, is_awaited })
    }

    /// What KV is to hold of a tenant's label.
    pub fn of_tenant(tenant: &Tenant, is_awaited: bool) -> Self {
        let key = directory_key(&tenant.label);
        Self { key, holds: Expectation::Tenant(tenant.clone()), is_awaited }
    }

    /// How what KV holds differs from this, if it does and that says something.
    pub fn drift(&self, found: Option<&str>) -> Option<Drift> {
        let Some(found) = found else {
            let may_be_missing =
                matches!(self.holds, Expectation::Nothing | Expectation::EndOrNothing);
            return (!self.is_awaited && !may_be_missing).then_some(Drift::Missing);
        };
        let standing = || serde_json::from_str::<Standing>(found).ok();
        let has_ended = || standing().is_some_and(|standing| standing.is_final());
        let (is_right, drift) = match &self.holds {
            Expectation::Standing(wanted) => {
                (standing().as_ref() == Some(wanted), Drift::Different)
            }
            Expectation::End => (has_ended(), Drift::Different),
            Expectation::EndOrNothing => (has_ended(), Drift::Extra),
            Expectation::Tenant(wanted) => {
                (serde_json::from_str(found).ok().as_ref() == Some(wanted), Drift::Different)
            }
            Expectation::Nothing => (false, Drift::Extra),
        };
        (!self.is_awaited && !is_right).then_some(drift)
    }
}

/// Whether and how a token has ended.
enum Ending {
    /// It has not.
    None(Standing),
    /// A tombstone says so.
    Told(Withheld),
    /// Nothing need say so: it is over for longer than a tombstone is kept, or it ran out, which its
    /// last grant said too.
    Quiet(Withheld),
}

impl TokenFacts<'_> {
    fn ending(&self, now: UnixSeconds) -> Ending {
        let Self { record, generation, owner, .. } = *self;
        let standing = Standing::of(record, generation, owner, now);
        let Some(reason) = standing.ended_for() else { return Ending::None(standing) };
        let ended_at = record.ended_for_good_at(generation, now);
        let is_recent = ended_at.is_some_and(|ended_at| now < ended_at + TOMBSTONE_LIFE);
        match reason {
            Withheld::Revoked | Withheld::Superseded if is_recent => Ending::Told(reason),
            Withheld::Revoked
            | Withheld::Superseded
            | Withheld::Expired
            | Withheld::OwnerDeprovisioned => Ending::Quiet(reason),
        }
    }

    /// What KV is to be told again of the token, given what waits in its lane, and which keys were
    /// seen there that are to be gone. While something waits, it may be the repetition of a change
    /// that this takes the place of: then this is repeated too.
    pub fn to_restore(&self, lane: &[Place], extra: &[String], now: UnixSeconds) -> Vec<KvWrite> {
        let is_extra = |key: &String| extra.contains(key);
        let (standing_key, tombstone_key) =
            (standing_key(&self.digest), tombstone_key(&self.digest));
        let has_extra = is_extra(&standing_key) || is_extra(&tombstone_key);
        match self.ending(now) {
            Ending::None(standing) => {
                let effect = if lane.is_empty() { Effect::Begins } else { Effect::TakesAway };
                let put = KvWrite::put_standing(&self.digest, &standing, effect);
                let is_stray = is_extra(&tombstone_key);
                let delete = is_stray.then_some(KvWrite::Delete { key: tombstone_key });
                std::iter::once(put).chain(delete).collect()
            }
            Ending::Told(reason) | Ending::Quiet(reason) if has_extra || !lane.is_empty() => {
                vec![self.put_tombstone(reason), KvWrite::delete_standing(&self.digest)]
            }
            Ending::Told(reason) => vec![self.put_tombstone(reason)],
            Ending::Quiet(_) => vec![],
        }
    }

    fn put_tombstone(&self, reason: Withheld) -> KvWrite {
        let revision = self.record.revision;
        let standing = Standing { revision, verdict: Verdict::Withheld(reason) };
        KvWrite::put_tombstone(&self.digest, &standing)
    }
}

#[cfg(test)]
mod tests;
