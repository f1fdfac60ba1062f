mod order;
mod plans;

use gatepass_core::listing::{Cursor, SortKey, search_key};
use gatepass_core::name::Description;
use gatepass_core::status::Status;
use gatepass_core::time::Seconds;
use rusqlite::Connection;

use super::*;
use crate::registry::store::schema::tests::database;

const NOW: UnixSeconds = UnixSeconds(1_795_521_600);
const SORTS: [SortBy; 4] = [SortBy::Name, SortBy::Issued, SortBy::LastUsed, SortBy::Status];
const OWNERS: [&str; 2] = ["0123456789ab", "cdefghijklmn"];
const SEARCHES: [&str; 7] = ["e", "b", "er", "eploy", "Kiel", "ü", "\"-*"];

fn parameters(statement: &Statement) -> Vec<rusqlite::types::Value> {
    let value = |value: &SqlStorageValue| match value {
        SqlStorageValue::Integer(number) => rusqlite::types::Value::from(*number),
        SqlStorageValue::String(text) => rusqlite::types::Value::from(text.clone()),
        SqlStorageValue::Null
        | SqlStorageValue::Boolean(_)
        | SqlStorageValue::Float(_)
        | SqlStorageValue::Blob(_) => panic!("{value:?}"),
    };
    statement.parameters.iter().map(value).collect()
}

fn texts(database: &Connection, text: &str, statement: &Statement, column: &str) -> Vec<String> {
    let mut prepared = database.prepare(text).unwrap();
    prepared
        .query_map(rusqlite::params_from_iter(parameters(statement)), |row| row.get(column))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn plan(database: &Connection, statement: &Statement) -> Vec<String> {
    let explained = format!("EXPLAIN QUERY PLAN {}", statement.text);
    texts(database, &explained, statement, "detail")
}

fn serials(database: &Connection, statement: &Statement) -> Vec<String> {
    texts(database, &statement.text, statement, "serial")
}

fn every_query() -> Vec<TokenQuery> {
    let mut queries = Vec::new();
    for sort in SORTS {
        for direction in [Direction::Ascending, Direction::Descending] {
            for status in Status::ALL.into_iter().map(Some).chain([None]) {
                for (revoked, expiring) in [(false, false), (true, false), (false, true)] {
                    for search in SEARCHES.into_iter().map(Some).chain([None]) {
                        queries.push(TokenQuery {
                            status,
                            search: search.map(str::to_owned),
                            revoked,
                            expiring,
                            sort,
                            direction,
                            cursor: None,
                            limit: Some(7.try_into().unwrap()),
                        });
                    }
                }
            }
        }
    }
    queries
}

fn cursor(sort: SortBy) -> Cursor {
    let key = match sort {
        SortBy::Name => SortKey::Name("m".to_owned()),
        SortBy::Issued | SortBy::LastUsed => SortKey::Moment(7),
        SortBy::Status => SortKey::StatusThenName(Status::Active, "m".to_owned()),
    };
    Cursor { sort, key, serial: "0123456789".parse().unwrap(), tenant: "tenant".parse().unwrap() }
}

/// A place in every order.
fn somewhere() -> Place {
    Place {
        name_key: Some("n".to_owned()),
        issued_at: Some(8),
        last_used_order: Some(8),
        status: Some("active".to_owned()),
        serial: "0123456789".to_owned(),
    }
}

fn every_listing(mut check: impl FnMut(&Listing<'_>, Option<&Search>)) {
    for query in every_query() {
        let search = query.search.as_deref().and_then(Search::new);
        for owner in [None, Some(OWNERS[0].parse().unwrap())] {
            check(&Listing { owner, query: &query, now: NOW }, search.as_ref());
        }
    }
}
