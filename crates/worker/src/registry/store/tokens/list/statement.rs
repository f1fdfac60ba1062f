//! The statements of lists. Each comes from an index:
//!
//! - in the order of an index, left as soon as a page is full; both halves, what still works and what
//!   has ended, are merged where both are listed;
//! - where something is looked for and few tokens match, from the index that finds these, sorted.

use gatepass_core::listing::{
    Cursor, Direction, EXPIRES_SOON, Lookup, Search, SortBy, SortKey, TokenQuery,
};
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use worker::SqlStorageValue;

use super::Listing;

/// The condition of the rows that the API tokens table shows. The indexes say it alike, or they would
/// go unused.
const LISTED: &str = "kind = 'user'";

/// A statement and its parameters.
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) parameters: Vec<SqlStorageValue>,
}

impl Statement {
    fn new(text: &str, parameters: Vec<SqlStorageValue>) -> Self {
        Self { text: text.to_owned(), parameters }
    }

    fn and(&mut self, condition: &str, parameters: impl IntoIterator<Item = SqlStorageValue>) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
        self.parameters.extend(parameters);
    }

    fn append(&mut self, other: Self) {
        self.text.push_str(&other.text);
        self.parameters.extend(other.parameters);
    }
}

/// What finds the tokens that may match.
#[derive(Clone, Copy)]
pub(super) enum Finder<'a> {
    /// The text that is searched for.
    Text(&'a Lookup),
    /// When they expire.
    End,
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

/// The index that has what is listed in its order. It is named, since the planner would sometimes
/// rather test the owner of every row.
fn index(listing: &Listing<'_>) -> String {
    let whose = if listing.owner.is_some() { "own" } else { "all" };
    let order = match (listing.query.sort, listing.query.status) {
        (SortBy::Name, None) => "name",
        (SortBy::Issued, None) => "issued",
        (SortBy::Issued, Some(_)) => "status_issued",
        (SortBy::LastUsed, _) => "last_used",
        (SortBy::Status, _) | (SortBy::Name, Some(_)) => "status",
    };
    format!("{whose}_by_{order}")
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

/// The statement that finds one row more than is wanted, to tell whether more come, in the order of
/// an index.
pub(super) fn in_order(listing: &Listing<'_>, search: Option<&Search>) -> Statement {
    let index = index(listing);
    let half = |ended: i64| {
        let mut half = Statement::new(
            &format!("SELECT * FROM tokens INDEXED BY {index} WHERE {LISTED} AND ended = ?"),
            vec![SqlStorageValue::Integer(ended)],
        );
        narrow(&mut half, listing, search);
        half
    };
    let mut statement = half(0);
    if listing.has_ended() {
        statement.text.push_str(" UNION ALL ");
        statement.append(half(1));
    }
    end(&mut statement, listing.query);
    statement
}

/// The same of the few that match, which are found first and then sorted.
pub(super) fn sorted(
    listing: &Listing<'_>,
    search: Option<&Search>,
    finder: Finder<'_>,
) -> Statement {
    let mut statement = Statement::new("SELECT tokens.* FROM (", Vec::new());
    statement.append(places(finder, listing.now));
    statement.text.push_str(&format!(") CROSS JOIN tokens ON tokens.rowid = place WHERE {LISTED}"));
    if !listing.has_ended() {
        statement.and("ended = 0", []);
    }
    narrow(&mut statement, listing, search);
    end(&mut statement, listing.query);
    statement
}

/// The statement that counts what `finder` finds, up to `most`.
pub(super) fn count(finder: Finder<'_>, most: u64, now: UnixSeconds) -> Statement {
    let mut statement = Statement::new("SELECT count(*) AS count FROM (", Vec::new());
    statement.append(places(finder, now));
    statement.text.push_str(" LIMIT ?)");
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    statement.parameters.push(SqlStorageValue::Integer(most));
    statement
}

/// Where the tokens stand that `finder` finds, each once.
fn places(finder: Finder<'_>, now: UnixSeconds) -> Statement {
    match finder {
        Finder::Text(Lookup::Runs(runs)) => {
            let quoted = |run: &String| format!("\"{}\"", run.replace('"', "\"\""));
            let runs: Vec<String> = runs.iter().map(quoted).collect();
            Statement::new(
                "SELECT rowid AS place FROM search WHERE search MATCH ?",
                vec![runs.join(" AND ").into()],
            )
        }
        // The greatest character there is ends what begins with the text.
        Finder::Text(Lookup::RunsFrom(text)) => Statement::new(
            "SELECT DISTINCT doc AS place FROM search_runs WHERE term >= ? AND term < ?",
            vec![text.as_str().into(), format!("{text}\u{10FFFF}").into()],
        ),
        Finder::End => Statement::new(
            "SELECT rowid AS place FROM tokens WHERE ended = 0 AND expires_at <= ?",
            vec![(now + EXPIRES_SOON).0.into()],
        ),
    }
}

/// Leaves what the query asks for, after its cursor. A column behind a plus is no reason to choose
/// another index than that of the order.
fn narrow(statement: &mut Statement, listing: &Listing<'_>, search: Option<&Search>) {
    let query = listing.query;
    if let Some(owner) = listing.owner {
        statement.and("owner = ?", [owner.as_str().into()]);
    }
    if let Some(status) = query.status {
        by_status(statement, status, query.sort, listing.now);
    }
    if query.expiring {
        statement.and("+expires_at <= ?", [(listing.now + EXPIRES_SOON).0.into()]);
    }
    if let Some(search) = search {
        statement.and("instr(search_key, ?) > 0", [search.as_str().into()]);
    }
    if let Some(cursor) = &query.cursor {
        let columns = columns(query.sort);
        let beyond = match query.direction {
            Direction::Ascending => ">",
            Direction::Descending => "<",
        };
        let places = vec!["?"; columns.len()].join(", ");
        let condition = format!("({}) {beyond} ({places})", columns.join(", "));
        statement.and(&condition, key_values(cursor));
    }
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

fn end(statement: &mut Statement, query: &TokenQuery) {
    let order = match query.direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    let columns = columns(query.sort).iter();
    let order: Vec<String> = columns.map(|column| format!("{column} {order}")).collect();
    let wanted = query.wanted() + 1;
    statement.text.push_str(&format!(" ORDER BY {} LIMIT {wanted}", order.join(", ")));
}

#[cfg(test)]
mod tests;
