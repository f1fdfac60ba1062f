use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;

use super::*;
use crate::registry::store::schema::tests::database;

const NOW: UnixSeconds = UnixSeconds(1_795_521_600);

fn every_query() -> Vec<TokenQuery> {
    let mut queries = Vec::new();
    for sort in [SortBy::Name, SortBy::Issued, SortBy::LastUsed, SortBy::Status] {
        for direction in [Direction::Ascending, Direction::Descending] {
            for status in Status::ALL.into_iter().map(Some).chain([None]) {
                for has_cursor in [false, true] {
                    let key = match sort {
                        SortBy::Name => SortKey::Name("m".to_owned()),
                        SortBy::Issued | SortBy::LastUsed => SortKey::Moment(7),
                        SortBy::Status => SortKey::StatusThenName(Status::Active, "m".to_owned()),
                    };
                    let serial = "0123456789".parse().unwrap();
                    let cursor = has_cursor.then_some(Cursor { sort, key, serial });
                    queries.push(TokenQuery {
                        sort,
                        direction,
                        status,
                        cursor,
                        ..Default::default()
                    });
                }
            }
        }
    }
    queries
}

#[test]
fn every_list_comes_from_an_index_in_its_order() {
    let database = database();
    for query in every_query() {
        for owner in [None, Some("0123456789ab".parse().unwrap())] {
            let listing = Listing { owner, query: &query, now: NOW };
            let Statement { text, parameters } = statement(&listing);
            let parameters = parameters.into_iter().map(|value| match value {
                SqlStorageValue::Integer(number) => rusqlite::types::Value::from(number),
                SqlStorageValue::String(text) => rusqlite::types::Value::from(text),
                SqlStorageValue::Null
                | SqlStorageValue::Boolean(_)
                | SqlStorageValue::Float(_)
                | SqlStorageValue::Blob(_) => panic!("{value:?}"),
            });
            let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
            let plan: Vec<String> = explained
                .query_map(rusqlite::params_from_iter(parameters), |row| row.get("detail"))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert_eq!(plan.len(), 1, "{text}: {plan:?}");
            assert!(plan[0].contains("USING INDEX"), "{text}: {plan:?}");
            // Without a condition the index is gone through from its end, and left after a page.
            let has_condition = owner.is_some() || query.status.is_some() || query.cursor.is_some();
            assert!(!has_condition || plan[0].starts_with("SEARCH"), "{text}: {plan:?}");
        }
    }
}
