//! The outbox's rows: as the registry keeps them, and two naive ways that this simulation has to tell
//! from it.

use crate::outbox::{
    Delivery, Enqueued, KvWrite, Outcome, Place, delivered, enqueue, failed, has_news, next,
};
use crate::standing::tombstone_key;
use crate::time::UnixMillis;
use crate::token::TokenDigest;

/// Which outbox it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutboxKind {
    /// Gatepass's own.
    Gatepass,
    /// Naive: it knows the latest write for each key alone, and no tombstones.
    Coalescing,
    /// Naive: it forgets a write that failed once.
    GivingUp,
}

/// The rows.
pub(super) struct Outbox {
    kind: OutboxKind,
    rows: Vec<Delivery>,
    last: i64,
}

impl Outbox {
    pub(super) fn new(kind: OutboxKind) -> Self {
        Self { kind, rows: Vec::new(), last: 0 }
    }

    pub(super) fn enqueue(&mut self, digest: &TokenDigest, write: KvWrite, now: UnixMillis) {
        let lane = digest.to_string();
        let due_at = match self.kind {
            OutboxKind::Gatepass | OutboxKind::GivingUp => {
                let Enqueued { superseded, due_at } = enqueue(&self.lane(&lane), now);
                self.rows.retain(|row| !superseded.contains(&row.sequence));
                due_at
            }
            OutboxKind::Coalescing => {
                if key_of(&write) == tombstone_key(digest) {
                    return;
                }
                self.rows.retain(|row| row.lane != lane);
                now
            }
        };
        self.last += 1;
        let (sequence, failures, deliveries) = (self.last, 0, 0);
        self.rows.push(Delivery { sequence, lane, write, failures, deliveries, due_at });
    }

    pub(super) fn lane(&self, lane: &str) -> Vec<Place> {
        self.rows.iter().filter(|row| row.lane == lane).map(Delivery::place).collect()
    }

    pub(super) fn has_news_of(&self, digest: &TokenDigest) -> bool {
        has_news(&self.lane(&digest.to_string()))
    }

    /// Whether something is still to be delivered of a token, be it again.
    pub(super) fn holds(&self, digest: &TokenDigest) -> bool {
        !self.lane(&digest.to_string()).is_empty()
    }

    /// A write that should have been delivered by then.
    pub(super) fn overdue(&self, by: UnixMillis) -> Option<&Delivery> {
        self.rows.iter().find(|row| row.failures > 0 || (row.deliveries == 0 && row.due_at < by))
    }

    /// What is to be delivered now.
    pub(super) fn due(&self, now: UnixMillis) -> Vec<Delivery> {
        next(self.rows.iter().filter(|row| row.due_at <= now).cloned().collect())
    }

    pub(super) fn next_due(&self) -> Option<UnixMillis> {
        self.rows.iter().map(|row| row.due_at).min()
    }

    /// Takes in what came of one delivery.
    pub(super) fn settle(&mut self, row: &Delivery, is_taken: bool, now: UnixMillis) {
        let is_later = |other: &&Delivery| other.lane == row.lane && other.sequence > row.sequence;
        let followers = self.rows.iter().filter(is_later).count();
        let outcome = match (self.kind, is_taken) {
            (OutboxKind::Gatepass, true) => delivered(row, followers, now),
            (OutboxKind::Coalescing | OutboxKind::GivingUp, true)
            | (OutboxKind::GivingUp, false) => Outcome::Done,
            (OutboxKind::Gatepass | OutboxKind::Coalescing, false) => failed(row, now),
        };
        let is_it = |other: &Delivery| other.sequence == row.sequence;
        match outcome {
            Outcome::Done => self.rows.retain(|other| !is_it(other)),
            Outcome::Repeat { deliveries, due_at } => {
                for other in self.rows.iter_mut().filter(|other| is_it(other)) {
                    (other.deliveries, other.failures, other.due_at) = (deliveries, 0, due_at);
                }
            }
            Outcome::Postpone { failures, due_at } => {
                for other in self.rows.iter_mut().filter(|other| other.lane == row.lane) {
                    other.due_at = other.due_at.max(due_at);
                    if is_it(other) {
                        other.failures = failures;
                    }
                }
            }
        }
    }
}

fn key_of(write: &KvWrite) -> &str {
    match write {
        KvWrite::Put { key, .. } | KvWrite::PutRepeatedly { key, .. } | KvWrite::Delete { key } => {
            key
        }
    }
}
