//! What range of an index is listed. Of two conditions on the same side of a range the planner uses
//! one, perhaps the wider, and then goes through the rows between both for every page. So there is
//! one on each side.

use gatepass_core::listing::{Cursor, Direction, SortBy, SortKey, TokenQuery};
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;
use worker::SqlStorageValue;

use super::Listing;
use super::statement::Statement;

/// A place in the order of a list: its columns, of which other orders have others.
#[derive(Default, Deserialize)]
pub(super) struct Place {
    pub(super) name_key: Option<String>,
    pub(super) issued_at: Option<i64>,
    pub(super) last_used_order: Option<i64>,
    pub(super) status: Option<String>,
    pub(super) serial: String,
}

impl From<&Cursor> for Place {
    fn from(cursor: &Cursor) -> Self {
        let place = Self { serial: cursor.serial.as_str().to_owned(), ..Self::default() };
        match &cursor.key {
            SortKey::Moment(at) => {
                Self { issued_at: Some(*at), last_used_order: Some(*at), ..place }
            }
            SortKey::Name(name) => Self { name_key: Some(name.clone()), ..place },
            SortKey::StatusThenName(status, name) => Self {
                status: Some(status.as_str().to_owned()),
                name_key: Some(name.clone()),
                ..place
            },
        }
    }
}

/// A column of an order.
#[derive(Clone, Copy)]
enum Column {
    Name,
    Issued,
    LastUsed,
    Status,
    /// Tells all rows apart.
    Serial,
}

impl Column {
    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name_key",
            Self::Issued => "issued_at",
            Self::LastUsed => "last_used_order",
            Self::Status => "status",
            Self::Serial => "serial",
        }
    }

    fn value(self, place: &Place) -> SqlStorageValue {
        match self {
            Self::Name => place.name_key.clone().into(),
            Self::Issued => place.issued_at.into(),
            Self::LastUsed => place.last_used_order.into(),
            Self::Status => place.status.clone().into(),
            Self::Serial => place.serial.as_str().into(),
        }
    }
}

/// The columns that an order goes by. Within one status, the order by status is that by name.
fn columns(query: &TokenQuery) -> &'static [Column] {
    match (query.sort, query.status) {
        (SortBy::Name, _) | (SortBy::Status, Some(_)) => &[Column::Name, Column::Serial],
        (SortBy::Issued, _) => &[Column::Issued, Column::Serial],
        (SortBy::LastUsed, _) => &[Column::LastUsed, Column::Serial],
        (SortBy::Status, None) => &[Column::Status, Column::Name, Column::Serial],
    }
}

/// The names of the columns that an order goes by.
pub(super) fn names(query: &TokenQuery) -> Vec<&'static str> {
    columns(query).iter().map(|column| column.as_str()).collect()
}

/// What of the order of last use has a status: from the first moment on, before the second.
fn moments(status: Status, now: UnixSeconds) -> (Option<i64>, Option<i64>) {
    let active_since = Status::active_since(now).0;
    match status {
        Status::Generated => (None, Some(1)),
        Status::Inactive => (Some(1), Some(active_since)),
        Status::Active => (Some(active_since), None),
    }
}

/// Leaves what the index has together: of an owner and a status, after the query's cursor, and not
/// beyond `last`, if that is given.
pub(super) fn limit(statement: &mut Statement, listing: &Listing<'_>, last: Option<&Place>) {
    let query = listing.query;
    if let Some(owner) = listing.owner {
        statement.and("owner = ?", [owner.as_str().into()]);
    }
    let (from, before) = match (query.sort, query.status) {
        (_, None) => (None, None),
        (SortBy::LastUsed, Some(status)) => moments(status, listing.now),
        (SortBy::Name | SortBy::Issued | SortBy::Status, Some(status)) => {
            statement.and("status = ?", [status.as_str().into()]);
            (None, None)
        }
    };
    let cursor = query.cursor.as_ref().map(Place::from);
    // One that stands before the status begins leaves the beginning to the status.
    let after = cursor.as_ref().filter(|cursor| match query.direction {
        Direction::Ascending => from.is_none_or(|from| cursor.last_used_order >= Some(from)),
        Direction::Descending => before.is_none_or(|end| cursor.last_used_order < Some(end)),
    });
    let (low, high) = match query.direction {
        Direction::Ascending => (after.map(|at| (">", at)), last.map(|at| ("<=", at))),
        Direction::Descending => (last.map(|at| (">=", at)), after.map(|at| ("<", at))),
    };
    for (place, comparison, moment) in [(low, ">=", from), (high, "<", before)] {
        match (place, moment) {
            (Some((comparison, place)), _) => beside(statement, query, comparison, place),
            (None, Some(moment)) => {
                let moment = SqlStorageValue::Integer(moment);
                statement.and(&format!("last_used_order {comparison} ?"), [moment]);
            }
            (None, None) => {}
        }
    }
}

fn beside(statement: &mut Statement, query: &TokenQuery, comparison: &str, place: &Place) {
    let (names, columns) = (names(query), columns(query));
    let places = vec!["?"; columns.len()].join(", ");
    let condition = format!("({}) {comparison} ({places})", names.join(", "));
    statement.and(&condition, columns.iter().map(|column| column.value(place)));
}
