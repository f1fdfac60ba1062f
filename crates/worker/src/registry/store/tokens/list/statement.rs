//! The statements of lists. Each comes from an index:
//!
//! - in the order of an index, left as soon as a page is full; both halves, what still works and what
//!   has ended, are merged where both are listed;
//! - where something is looked for and few tokens match, or none of many for a long way of that
//!   order, from the index that finds what matches, sorted.

use gatepass_core::listing::{Direction, EXPIRES_SOON, Lookup, Search, SortBy, TokenQuery};
use gatepass_core::time::UnixSeconds;
use worker::SqlStorageValue;

use super::Listing;
use super::range::{Place, limit, names};

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

    pub(super) fn and(
        &mut self,
        condition: &str,
        parameters: impl IntoIterator<Item = SqlStorageValue>,
    ) {
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

/// The statement that finds one row more than is wanted, to tell whether more come, in the order of
/// an index; not beyond `last`, if that is given.
pub(super) fn in_order(
    listing: &Listing<'_>,
    search: Option<&Search>,
    last: Option<&Place>,
) -> Statement {
    let mut statement = halves(listing, "*", |half| {
        limit(half, listing, last);
        narrow(half, listing, search);
    });
    order(&mut statement, listing.query);
    statement.text.push_str(&format!(" LIMIT {}", listing.query.wanted() + 1));
    statement
}

/// The statement that finds the place that so many rows of the list's order, whatever is looked for,
/// stand before; none, if they are fewer.
pub(super) fn place_after(listing: &Listing<'_>, rows: u64) -> Statement {
    let columns = names(listing.query).join(", ");
    let mut statement = halves(listing, &columns, |half| limit(half, listing, None));
    order(&mut statement, listing.query);
    statement.text.push_str(&format!(" LIMIT 1 OFFSET {rows}"));
    statement
}

/// What is listed, in the order of its index: both halves, where both are.
fn halves(listing: &Listing<'_>, what: &str, narrow: impl Fn(&mut Statement)) -> Statement {
    let index = index(listing);
    let half = |ended: i64| {
        let mut half = Statement::new(
            &format!("SELECT {what} FROM tokens INDEXED BY {index} WHERE {LISTED} AND ended = ?"),
            vec![SqlStorageValue::Integer(ended)],
        );
        narrow(&mut half);
        half
    };
    let mut statement = half(0);
    if listing.has_ended() {
        statement.text.push_str(" UNION ALL ");
        statement.append(half(1));
    }
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
    limit(&mut statement, listing, None);
    narrow(&mut statement, listing, search);
    order(&mut statement, listing.query);
    statement.text.push_str(&format!(" LIMIT {}", listing.query.wanted() + 1));
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

/// Leaves what is looked for.
fn narrow(statement: &mut Statement, listing: &Listing<'_>, search: Option<&Search>) {
    if listing.query.expiring {
        statement.and("expires_at <= ?", [(listing.now + EXPIRES_SOON).0.into()]);
    }
    if let Some(search) = search {
        statement.and("instr(search_key, ?) > 0", [search.as_str().into()]);
    }
}

fn order(statement: &mut Statement, query: &TokenQuery) {
    let order = match query.direction {
        Direction::Ascending => "ASC",
        Direction::Descending => "DESC",
    };
    let names = names(query);
    let order: Vec<String> = names.iter().map(|name| format!("{name} {order}")).collect();
    statement.text.push_str(&format!(" ORDER BY {}", order.join(", ")));
}

#[cfg(test)]
mod tests;
