//! What KV still has to be told.

use gatepass_core::outbox::{Delivery, KvWrite, OutboxGauge, Outcome, Place, unreadable};
use gatepass_core::time::{Millis, UnixMillis};
use serde::Deserialize;

use super::{Store, StoreError, Stored, read};
use crate::platform::log;

/// How many due writes are looked at in one round.
const LOOKED_AT_ONCE: i32 = 200;

#[derive(Deserialize)]
struct Row {
    sequence: i64,
    lane: String,
    write: String,
    failures: u32,
    deliveries: u32,
    due_at: UnixMillis,
}

impl TryFrom<Row> for Delivery {
    type Error = StoreError;

    fn try_from(row: Row) -> Stored<Self> {
        let write = read(&row.write)?;
        let Row { sequence, lane, failures, deliveries, due_at, .. } = row;
        Ok(Self { sequence, lane, write, failures, deliveries, due_at })
    }
}

#[derive(Deserialize)]
struct Due {
    due_at: Option<UnixMillis>,
}

/// The writes that KV was never told: the index of them alone answers it.
const WAITING: &str = "SELECT count(*) AS count, min(added_at) AS oldest_at FROM outbox \
                       WHERE deliveries = 0";

#[derive(Deserialize)]
struct Waiting {
    count: u64,
    oldest_at: Option<UnixMillis>,
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

impl Store {
    pub(in crate::registry) fn add_delivery(
        &self,
        lane: &str,
        write: &KvWrite,
        due_at: UnixMillis,
        now: UnixMillis,
    ) -> Stored<()> {
        let json = serde_json::to_string(write)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        self.execute(
            "INSERT INTO outbox (lane, write, failures, deliveries, due_at, added_at) \
             VALUES (?, ?, 0, 0, ?, ?)",
            vec![lane.into(), json.into(), due_at.0.into(), now.0.into()],
        )?;
        Ok(())
    }

    /// Where the writes of one lane stand, in their order.
    pub(in crate::registry) fn lane(&self, lane: &str) -> Stored<Vec<Place>> {
        self.rows(
            "SELECT sequence, deliveries, due_at FROM outbox WHERE lane = ? ORDER BY sequence",
            vec![lane.into()],
        )
    }

    /// The writes that are due, in their order. One that cannot be read is put off with its lane.
    pub(in crate::registry) fn due_deliveries(&self, now: UnixMillis) -> Stored<Vec<Delivery>> {
        let rows: Vec<Row> = self.rows(
            "SELECT * FROM outbox WHERE due_at <= ? ORDER BY sequence LIMIT ?",
            vec![now.0.into(), LOOKED_AT_ONCE.into()],
        )?;
        let mut deliveries = Vec::with_capacity(rows.len());
        for row in rows {
            let lane = row.lane.clone();
            match Delivery::try_from(row) {
                Ok(delivery) => deliveries.push(delivery),
                Err(error) => {
                    log::fault("a delivery is put off", error);
                    self.postpone(&lane, unreadable(now))?;
                    deliveries.retain(|delivery: &Delivery| delivery.lane != lane);
                }
            }
        }
        Ok(deliveries)
    }

    fn postpone(&self, lane: &str, due_at: UnixMillis) -> Stored<()> {
        self.execute(
            "UPDATE outbox SET due_at = max(due_at, ?) WHERE lane = ?",
            vec![due_at.0.into(), lane.into()],
        )?;
        Ok(())
    }

    /// When the next write is due, if there is one.
    pub(in crate::registry) fn next_due(&self) -> Stored<Option<UnixMillis>> {
        let due: Option<Due> = self.row("SELECT min(due_at) AS due_at FROM outbox", vec![])?;
        Ok(due.and_then(|due| due.due_at))
    }

    /// What waits at `now`.
    pub(in crate::registry) fn outbox_gauge(&self, now: UnixMillis) -> Stored<OutboxGauge> {
        let waiting: Option<Waiting> = self.row(WAITING, vec![])?;
        let repeating: Option<Count> =
            self.row("SELECT count(*) AS count FROM outbox WHERE deliveries > 0", vec![])?;
        let (count, oldest_at) =
            waiting.map_or((0, None), |waiting| (waiting.count, waiting.oldest_at));
        Ok(OutboxGauge {
            waiting: count,
            oldest: oldest_at.map(|oldest_at| (now - oldest_at).max(Millis(0))),
            repeating: repeating.map_or(0, |repeating| repeating.count as u64),
        })
    }

    /// How many writes come after it in its lane.
    pub(in crate::registry) fn followers(&self, delivery: &Delivery) -> Stored<usize> {
        let count: Option<Count> = self.row(
            "SELECT count(*) AS count FROM outbox WHERE lane = ? AND sequence > ?",
            vec![delivery.lane.as_str().into(), delivery.sequence.into()],
        )?;
        Ok(count.map_or(0, |count| count.count))
    }

    pub(in crate::registry) fn remove_delivery(&self, sequence: i64) -> Stored<()> {
        self.execute("DELETE FROM outbox WHERE sequence = ?", vec![sequence.into()])?;
        Ok(())
    }

    pub(in crate::registry) fn save_outcome(
        &self,
        delivery: &Delivery,
        outcome: Outcome,
    ) -> Stored<()> {
        let sequence = delivery.sequence;
        match outcome {
            Outcome::Done => self.remove_delivery(sequence),
            Outcome::Repeat { deliveries, due_at } => {
                self.execute(
                    "UPDATE outbox SET deliveries = ?, failures = 0, due_at = ? \
                     WHERE sequence = ?",
                    vec![i64::from(deliveries).into(), due_at.0.into(), sequence.into()],
                )?;
                Ok(())
            }
            Outcome::Postpone { failures, due_at } => {
                self.execute(
                    "UPDATE outbox SET failures = ? WHERE sequence = ?",
                    vec![i64::from(failures).into(), sequence.into()],
                )?;
                self.postpone(&delivery.lane, due_at)
            }
        }
    }
}
