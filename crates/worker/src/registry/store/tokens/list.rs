//! Lists of tokens: each comes from an index, whatever the filter and the order.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use gatepass_core::id::{Serial, Subject};
use gatepass_core::lifecycle::shown_knocks;
use gatepass_core::listing::{Cursor, Direction, SortBy, SortKey, TokenQuery};
use gatepass_core::record::TokenRecord;
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{StatusTotals, TokenPage, TokenView};
use serde::Deserialize;
use worker::SqlStorageValue;

use super::TokenRow;
use crate::registry::store::schema::LISTED;
use crate::registry::store::{Store, Stored, parsed};

/// What is listed.
pub(in crate::registry) struct Listing<'a> {
    /// Only the tokens of this person.
    pub(in crate::registry) owner: Option<Subject>,
    /// What was asked for.
    pub(in crate::registry) query: &'a TokenQuery,
    /// The present moment.
    pub(in crate::registry) now: UnixSeconds,
}

/// A statement and its parameters.
struct Statement {
    text: String,
    parameters: Vec<SqlStorageValue>,
}

impl Statement {
    fn and(&mut self, condition: &str, parameters: impl IntoIterator<Item = SqlStorageValue>) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.parameters.extend(parameters);
    }
}

/// The columns that an order goes by, the last of which tells all rows apart.
fn columns(sort: SortBy) -> &'static [&'static str] {
    match sort {
        SortBy::Name => &["name_key", "serial"],
        SortBy::Issued => &["issued_at", "serial"],
        SortBy::LastUsed => &["last_used_order", "serial"],
        SortBy::Status => &["status", "name_key", "serial"],
    }
}

fn key_of(row: &TokenRow, sort: SortBy, now: UnixSeconds) -> SortKey {
    match sort {
        SortBy::Name => SortKey::Name(row.name_key.clone()),
        SortBy::Issued => SortKey::Moment(row.issued_at.0),
        SortBy::LastUsed => SortKey::Moment(row.last_used_at.unwrap_or_default().0),
        SortBy::Status => {
            SortKey::StatusThenName(Status::at(row.last_used_at, now), row.name_key.clone())
        }
    }
}

fn key_values(cursor: &Cursor) -> Vec<SqlStorageValue> {
    let mut values: Vec<SqlStorageValue> = match &cursor.key {
        SortKey::Moment(at) => vec![SqlStorageValue::Integer(*at)],
        SortKey::Name(name) => vec![name.as_str().into()],
        SortKey::StatusThenName(status, name) => vec![status.as_str().into(), name.as_str().into()],
    };
    values.push(cursor.serial.as_str().into());
    values
}

/// The statement that finds one row more than is wanted, to tell whether more come.
fn statement(listing: &Listing<'_>) -> Statement {
    let query = listing.query;
    let text = format!("SELECT * FROM tokens WHERE {LISTED}");
    let mut statement = Statement { text, parameters: Vec::new() };
    if let Some(owner) = listing.owner {
        statement.and("owner = ?", [owner.as_str().into()]);
    }
    if let Some(status) = query.status {
        by_status(&mut statement, status, query.sort, listing.now);
    }
    if let Some(search) = query.search.as_deref().filter(|text| !text.trim().is_empty()) {
        statement.and("instr(name_key, ?) > 0", [search.trim().to_lowercase().into()]);
    }
    let columns = columns(query.sort);
    let (beyond, order) = match query.direction {
        Direction::Ascending => (">", "ASC"),
        Direction::Descending => ("<", "DESC"),
    };
    if let Some(cursor) = &query.cursor {
        let places = vec!["?"; columns.len()].join(", ");
        let condition = format!("({}) {beyond} ({places})", columns.join(", "));
        statement.and(&condition, key_values(cursor));
    }
    let order: Vec<String> = columns.iter().map(|column| format!("{column} {order}")).collect();
    let wanted = u32::from(query.limit.unwrap_or_default()) + 1;
    statement.text.push_str(&format!(" ORDER BY {} LIMIT {wanted}", order.join(", ")));
    statement
}

/// In the order of last use, a status is a range of it; in any other, a column of the index.
fn by_status(statement: &mut Statement, status: Status, sort: SortBy, now: UnixSeconds) {
    let active_since = SqlStorageValue::Integer(Status::active_since(now).0);
    match (sort, status) {
        (SortBy::LastUsed, Status::Generated) => statement.and("last_used_order = 0", []),
        (SortBy::LastUsed, Status::Active) => statement.and("last_used_order >= ?", [active_since]),
        (SortBy::LastUsed, Status::Inactive) => {
            statement.and("last_used_order > 0 AND last_used_order < ?", [active_since]);
        }
        (SortBy::Name | SortBy::Issued | SortBy::Status, status) => {
            statement.and("status = ?", [status.as_str().into()]);
        }
    }
}

#[derive(Deserialize)]
struct Total {
    status: Status,
    count: u64,
}

impl Store {
    /// A page of the list, with the totals per status.
    pub(in crate::registry) fn list_tokens(&self, listing: &Listing<'_>) -> Stored<TokenPage> {
        self.settle(listing.now)?;
        let Statement { text, parameters } = statement(listing);
        let mut rows: Vec<TokenRow> = self.rows(&text, parameters)?;
        let wanted = u32::from(listing.query.limit.unwrap_or_default());
        let has_next = rows.len() > wanted as usize;
        rows.truncate(wanted as usize);
        let cursor = match rows.last().filter(|_| has_next) {
            None => None,
            Some(last) => Some(Cursor {
                sort: listing.query.sort,
                key: key_of(last, listing.query.sort, listing.now),
                serial: parsed(&last.serial)?,
            }),
        };
        let totals = self.totals(listing.owner)?;
        let total = totals.of(listing.query.status);
        let data = self.views(rows, listing.now)?;
        Ok(TokenPage { total, has_next, data, cursor, totals, now: listing.now })
    }

    fn views(&self, rows: Vec<TokenRow>, now: UnixSeconds) -> Stored<Vec<TokenView>> {
        let Some(tenant) = self.own_tenant()? else {
            return Ok(Vec::new());
        };
        let records: Vec<TokenRecord> =
            rows.into_iter().map(|row| row.into_record(tenant.id)).collect::<Stored<_>>()?;
        let serials: Vec<Serial> = records.iter().map(|record| record.id.serial).collect();
        let mut knocks = self.knocks_of(&serials)?;
        let mut owners = HashMap::new();
        let mut views = Vec::with_capacity(records.len());
        for record in records {
            let owner = match owners.entry(record.owner) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(self.owner_of(&record)?),
            };
            let knocks = shown_knocks(&record, knocks.remove(&record.id.serial), now);
            views.push(TokenView { knocks, ..TokenView::of(&record, owner, now) });
        }
        Ok(views)
    }

    fn totals(&self, owner: Option<Subject>) -> Stored<StatusTotals> {
        let owner = owner.map(|owner| owner.to_string()).unwrap_or_default();
        let rows: Vec<Total> = self
            .rows("SELECT status, count FROM status_totals WHERE owner = ?", vec![owner.into()])?;
        let mut totals = StatusTotals::default();
        for Total { status, count } in rows {
            match status {
                Status::Generated => totals.generated = count,
                Status::Active => totals.active = count,
                Status::Inactive => totals.inactive = count,
            }
        }
        Ok(totals)
    }
}

#[cfg(test)]
mod tests;
