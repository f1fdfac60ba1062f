//! The outbox: what KV still has to be told.
//!
//! A change and the KV writes that it causes are one transaction of the registry. The writes are
//! delivered afterwards, for as long as it takes. Those of one *lane* (one token, one label) go in
//! order, one at a time; a lane that keeps failing holds up no other. Delivering twice does nothing.

mod drain;

use serde::{Deserialize, Serialize};

pub use drain::{Drain, Draining, MOST_ROUNDS, SAFETY_NET, SHORTEST_WAIT};

use crate::standing::{Standing, TOMBSTONE_LIFE, standing_key, tombstone_key};
use crate::tenant::{Tenant, directory_key};
use crate::time::{Millis, Seconds, UnixMillis};
use crate::token::TokenDigest;

/// How many deliveries are under way at once.
pub const DELIVERED_AT_ONCE: usize = 50;

/// The wait after the first failure; it doubles with each further one.
const FIRST_WAIT: Millis = Millis::seconds(1);

/// The longest wait between two attempts, so that all is caught up within a minute of recovery.
const LONGEST_WAIT: Millis = Millis::seconds(30);

/// A write that takes the place of a value is delivered again this long after it was first delivered:
/// a report of success says nothing about a late write of the value before it.
const REPEATED_AFTER: [Millis; 2] = [Millis::seconds(60), Millis::seconds(600)];

/// A write to KV.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KvWrite {
    /// Store a value.
    Put {
        /// Where.
        key: String,
        /// What: JSON.
        value: String,
        /// For how long, if not for good.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        life: Option<Seconds>,
    },
    /// Store a value in the place of another, and store it again later.
    PutRepeatedly {
        /// Where.
        key: String,
        /// What: JSON.
        value: String,
    },
    /// Remove a value, and remove it again later.
    Delete {
        /// Where.
        key: String,
    },
}

/// What a change does to who may do what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The token is new: KV has nothing of it yet.
    Begins,
    /// Nothing that was allowed is refused from now on.
    Gives,
    /// Something that was allowed is refused from now on.
    TakesAway,
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl KvWrite {
    /// Stores how a token stands, after a change of this effect. Whichever way it changes, KV is told
    /// more than once: what was before it may be written late, and let in whom it should not or refuse
    /// whom it should let in.
    pub fn put_standing(digest: &TokenDigest, standing: &Standing, effect: Effect) -> Self {
        let (key, value) = (standing_key(digest), to_json(standing));
        match effect {
            Effect::Begins => Self::Put { key, value, life: None },
            Effect::Gives | Effect::TakesAway => Self::PutRepeatedly { key, value },
        }
    }

    /// Stores that a token was revoked, under a key of its own.
    pub fn put_tombstone(digest: &TokenDigest, standing: &Standing) -> Self {
        let life = Some(TOMBSTONE_LIFE);
        Self::Put { key: tombstone_key(digest), value: to_json(standing), life }
    }

    /// Stores where a label leads.
    pub fn put_tenant(tenant: &Tenant) -> Self {
        Self::Put { key: directory_key(&tenant.label), value: to_json(tenant), life: None }
    }

    /// Removes how a token stands.
    pub fn delete_standing(digest: &TokenDigest) -> Self {
        Self::Delete { key: standing_key(digest) }
    }
}

/// A write in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its place in the order of all writes.
    pub sequence: i64,
    /// What it must stay in order with.
    pub lane: String,
    /// The write.
    pub write: KvWrite,
    /// How often it failed since it was last delivered.
    pub failures: u32,
    /// How often it was delivered.
    pub deliveries: u32,
    /// When it is to be delivered next.
    pub due_at: UnixMillis,
}

impl Delivery {
    /// Where it stands in its lane.
    pub fn place(&self) -> Place {
        Place { sequence: self.sequence, deliveries: self.deliveries, due_at: self.due_at }
    }
}

/// Where a write stands in its lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its place in the order of all writes.
    pub sequence: i64,
    /// How often it was delivered.
    pub deliveries: u32,
    /// When it is to be delivered next.
    pub due_at: UnixMillis,
}

/// What waits in an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutboxGauge {
    /// How many writes KV is to be told for the first time.
    pub waiting: u64,
    /// For how long the oldest of them has waited, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Millis>,
    /// How many writes only wait to be repeated.
    pub repeating: u64,
}

/// What a new write does to its lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enqueued {
    /// The writes that it makes void: those that only wait to be repeated.
    pub superseded: Vec<i64>,
    /// When it is due: not before those of its lane that were not delivered yet.
    pub due_at: UnixMillis,
}

/// Whether KV is still to be told something of the lane for the first time.
pub fn has_news(lane: &[Place]) -> bool {
    lane.iter().any(|place| place.deliveries == 0)
}

/// Puts a new write in a lane that holds `lane` already.
pub fn enqueue(lane: &[Place], now: UnixMillis) -> Enqueued {
    let (repeats, waiting): (Vec<&Place>, Vec<&Place>) =
        lane.iter().partition(|row| row.deliveries > 0);
    Enqueued {
        superseded: repeats.into_iter().map(|row| row.sequence).collect(),
        due_at: waiting.into_iter().map(|row| row.due_at).fold(now, Ord::max),
    }
}

/// Of the writes that are due, in their order, those to deliver now: the first of each lane.
pub fn next(due: Vec<Delivery>) -> Vec<Delivery> {
    let mut lanes = std::collections::HashSet::new();
    let first_of_lane = due.into_iter().filter(|row| lanes.insert(row.lane.clone()));
    first_of_lane.take(DELIVERED_AT_ONCE).collect()
}

/// What an attempt leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The write is done with: remove it.
    Done,
    /// The write is to be delivered again, unless a later one of its lane comes before that.
    Repeat {
        /// How often it was delivered by now.
        deliveries: u32,
        /// When it is to be delivered again.
        due_at: UnixMillis,
    },
    /// The whole lane waits.
    Postpone {
        /// How often the write failed by now.
        failures: u32,
        /// Until when.
        due_at: UnixMillis,
    },
}

/// What to do after KV took the write. `followers` is how many writes of its lane come after it.
pub fn delivered(row: &Delivery, followers: usize, now: UnixMillis) -> Outcome {
    let waits = match row.write {
        KvWrite::PutRepeatedly { .. } | KvWrite::Delete { .. } => REPEATED_AFTER.as_slice(),
        KvWrite::Put { .. } => &[],
    };
    let repeated = usize::try_from(row.deliveries).unwrap_or(usize::MAX);
    match waits.get(repeated) {
        Some(wait) if followers == 0 => {
            Outcome::Repeat { deliveries: row.deliveries.saturating_add(1), due_at: now + *wait }
        }
        Some(_) | None => Outcome::Done,
    }
}

/// When to look again at a write that cannot be read, as one of a later version: it holds up no
/// other, and is kept.
pub fn unreadable(now: UnixMillis) -> UnixMillis {
    now + LONGEST_WAIT
}

/// What to do after KV did not take the write, or did not say so.
pub fn failed(row: &Delivery, now: UnixMillis) -> Outcome {
    let doubled = FIRST_WAIT.0.saturating_mul(1 << row.failures.min(16));
    let wait = Millis(doubled.min(LONGEST_WAIT.0));
    Outcome::Postpone { failures: row.failures.saturating_add(1), due_at: now + wait }
}

#[cfg(test)]
mod tests;
