//! Reading the log: each part of it comes from an index, whatever the filter and the order.
//!
//! Events have the order of their numbers, in which they were written; a moment is turned into the
//! number of the first event that was logged then, since `at` never goes back.

use gatepass_core::activity::{ActivityQuery, Kind, Order};
use gatepass_core::audit::{Action, ChainHead, ChainedEvent, LinkMac};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ActivityView, StoredLog};
use serde::Deserialize;
use worker::SqlStorageValue;

use crate::registry::store::{Store, Stored, parsed, read};

/// What part of the log is read.
pub(in crate::registry) struct Reading<'a> {
    /// The filters and the order.
    pub(in crate::registry) query: &'a ActivityQuery,
    /// Only events beyond this one, in the query's order.
    pub(in crate::registry) after: Option<u64>,
    /// Only events up to this one.
    pub(in crate::registry) up_to: Option<u64>,
    /// How many at most.
    pub(in crate::registry) most: u32,
    /// What is kept from who reads.
    pub(in crate::registry) hidden: &'a [Action],
}

/// A part of the log.
pub(in crate::registry) struct Read {
    pub(in crate::registry) events: Vec<ActivityView>,
    pub(in crate::registry) has_next: bool,
    /// Where to go on: no event up to there that the filters let through is left out.
    pub(in crate::registry) place: u64,
}

/// A statement and its parameters.
struct Statement {
    text: String,
    parameters: Vec<SqlStorageValue>,
}

impl Statement {
    fn and(&mut self, condition: &str, parameter: impl Into<SqlStorageValue>) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.parameters.push(parameter.into());
    }
}

/// A number as SQLite has it.
fn number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}

/// The index to go by: that of the filter which lets the fewest through. What else is asked is held
/// against the rows that it finds.
fn index(query: &ActivityQuery) -> &'static str {
    match (query.token, query.person, query.kind) {
        (Some(_), _, _) => " INDEXED BY audit_by_token",
        (None, Some(_), None) => " INDEXED BY audit_by_person",
        (None, Some(_), Some(_)) => " INDEXED BY audit_by_person_and_topic",
        (None, None, Some(Kind::Action(_))) => " INDEXED BY audit_by_action",
        (None, None, Some(Kind::Topic(_))) => " INDEXED BY audit_by_topic",
        (None, None, None) => "",
    }
}

/// The statement that finds one row more than is wanted, of the events between two numbers, both
/// left out.
fn statement(reading: &Reading<'_>, (above, below): (i64, i64)) -> Statement {
    let Reading { query, most, hidden, .. } = reading;
    let index = index(query);
    let text = format!(
        "SELECT sequence, event FROM audit_events{index} WHERE sequence > ? AND sequence < ?"
    );
    let mut statement = Statement { text, parameters: vec![above.into(), below.into()] };
    if let Some(token) = query.token {
        statement.and("token = ?", token.to_string());
    }
    if let Some(person) = query.person {
        statement.and("person = ?", person.as_str());
    }
    match query.kind {
        None => {}
        Some(Kind::Topic(topic)) => statement.and("topic = ?", topic.as_str()),
        Some(Kind::Action(action)) => {
            if query.person.is_some() {
                statement.and("topic = ?", action.topic().as_str());
            }
            statement.and("action = ?", action.as_str());
        }
    }
    for action in *hidden {
        statement.and("action <> ?", action.as_str());
    }
    let order = match query.order {
        Order::Newest => "DESC",
        Order::Oldest => "ASC",
    };
    let wanted = most.saturating_add(1);
    statement.text.push_str(&format!(" ORDER BY sequence {order} LIMIT {wanted}"));
    statement
}

const FIRST_SINCE: &str =
    "SELECT sequence FROM audit_events WHERE at >= ? ORDER BY at, sequence LIMIT 1";

/// The order of `at` is that of the numbers, so these are the first of the chain.
const OLDEST: &str =
    "SELECT sequence, mac FROM audit_events WHERE at < ? ORDER BY at, sequence LIMIT ?";

#[derive(Deserialize)]
struct Number {
    sequence: u64,
}

#[derive(Deserialize)]
struct EventRow {
    sequence: u64,
    event: String,
}

#[derive(Deserialize)]
struct StoredRow {
    sequence: u64,
    event: String,
    mac: String,
}

impl EventRow {
    fn into_view(self) -> Stored<ActivityView> {
        let event = read(&self.event)?;
        Ok(ActivityView::of(self.sequence, event))
    }
}

impl Store {
    /// A part of the log, and where to go on.
    pub(in crate::registry) fn read_log(&self, reading: &Reading<'_>) -> Stored<Read> {
        let head = self.audit_head()?.sequence;
        let head = reading.up_to.map_or(head, |up_to| head.min(up_to));
        let query = reading.query;
        let (mut above, mut below) = (0, number(head).saturating_add(1));
        match (query.order, reading.after) {
            (_, None) => {}
            (Order::Oldest, Some(after)) => above = number(after),
            (Order::Newest, Some(after)) => below = below.min(number(after)),
        }
        if let Some(from) = query.from {
            above = above.max(self.first_since(from)?.map_or(below, |first| number(first) - 1));
        }
        if let Some(until) = query.until {
            below = self.first_since(until)?.map_or(below, |first| below.min(number(first)));
        }
        let Statement { text, parameters } = statement(reading, (above, below));
        let mut rows: Vec<EventRow> = self.rows(&text, parameters)?;
        let has_next = rows.len() > reading.most as usize;
        rows.truncate(reading.most as usize);
        let place = match rows.last() {
            Some(last) if has_next => last.sequence,
            // All up to the head were looked at.
            Some(_) | None => head.max(reading.after.unwrap_or_default()),
        };
        let events = rows.into_iter().map(EventRow::into_view).collect::<Stored<_>>()?;
        Ok(Read { events, has_next, place })
    }

    fn first_since(&self, moment: UnixSeconds) -> Stored<Option<u64>> {
        let first: Option<Number> = self.row(FIRST_SINCE, vec![moment.0.into()])?;
        Ok(first.map(|first| first.sequence))
    }

    /// A part of the log as it is stored, in order.
    pub(in crate::registry) fn stored_log(&self, after: u64, most: u32) -> Stored<StoredLog> {
        let mut rows: Vec<StoredRow> = self.rows(
            "SELECT sequence, event, mac FROM audit_events WHERE sequence > ? \
             ORDER BY sequence LIMIT ?",
            vec![number(after).into(), i64::from(most.saturating_add(1)).into()],
        )?;
        let has_next = rows.len() > most as usize;
        rows.truncate(most as usize);
        // A link that was edited into something else is handed out as one that holds for nothing.
        let data = rows.into_iter().map(|StoredRow { sequence, event, mac }| ChainedEvent {
            sequence,
            event,
            mac: mac.parse().unwrap_or(LinkMac::BEGINNING),
        });
        let data = data.collect();
        Ok(StoredLog { anchor: self.audit_anchor()?, data, has_next })
    }

    /// Removes up to `most` of the oldest events that were logged before a moment, within a
    /// transaction, and says how many. What comes after stays linked to the last of them.
    pub(in crate::registry) fn prune_audit(&self, before: UnixSeconds, most: u32) -> Stored<usize> {
        #[derive(Deserialize)]
        struct Old {
            sequence: u64,
            mac: String,
        }
        let old: Vec<Old> = self.rows(OLDEST, vec![before.0.into(), i64::from(most).into()])?;
        let Some(last) = old.last() else { return Ok(0) };
        let anchor = ChainHead { sequence: last.sequence, mac: parsed(&last.mac)? };
        self.execute(
            "INSERT INTO audit_anchor (only, sequence, mac) VALUES (1, ?, ?) \
             ON CONFLICT (only) DO UPDATE SET sequence = excluded.sequence, mac = excluded.mac",
            vec![number(anchor.sequence).into(), anchor.mac.to_string().into()],
        )?;
        self.execute(
            "DELETE FROM audit_events WHERE sequence <= ?",
            vec![number(anchor.sequence).into()],
        )?;
        Ok(old.len())
    }
}

#[cfg(test)]
mod tests;
