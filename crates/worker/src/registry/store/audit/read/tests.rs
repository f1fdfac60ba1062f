use rusqlite::types::Value;

use super::*;
use crate::registry::store::schema::tests::database;

fn every_query() -> Vec<ActivityQuery> {
    let topic = Action::TokenRevoked.topic();
    let mut queries = Vec::new();
    for order in [Order::Newest, Order::Oldest] {
        for person in [None, Some("0123456789ab".parse().unwrap())] {
            for token in [None, Some("tenant0123456789".parse().unwrap())] {
                for kind in
                    [None, Some(Kind::Action(Action::TokenRevoked)), Some(Kind::Topic(topic))]
                {
                    queries.push(ActivityQuery {
                        order,
                        person,
                        token,
                        kind,
                        ..Default::default()
                    });
                }
            }
        }
    }
    queries
}

fn plan(database: &rusqlite::Connection, statement: Statement) -> Vec<String> {
    let Statement { text, parameters } = statement;
    let parameters = parameters.into_iter().map(|value| match value {
        SqlStorageValue::Integer(number) => Value::from(number),
        SqlStorageValue::String(text) => Value::from(text),
        SqlStorageValue::Null
        | SqlStorageValue::Boolean(_)
        | SqlStorageValue::Float(_)
        | SqlStorageValue::Blob(_) => panic!("{value:?}"),
    });
    let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
    let rows = explained
        .query_map(rusqlite::params_from_iter(parameters), |row| row.get("detail"))
        .unwrap();
    rows.map(Result::unwrap).collect()
}

/// The index that a query is to be answered from.
fn index_for(query: &ActivityQuery) -> &'static str {
    match (query.token, query.person, query.kind) {
        (Some(_), _, _) => "USING INDEX audit_by_token (token=? AND rowid>? AND rowid<?)",
        (None, Some(_), None) => "USING INDEX audit_by_person (person=? AND rowid>? AND rowid<?)",
        (None, Some(_), Some(_)) => {
            "USING INDEX audit_by_person_and_topic (person=? AND topic=? AND rowid>? AND rowid<?)"
        }
        (None, None, Some(Kind::Action(_))) => {
            "USING INDEX audit_by_action (action=? AND rowid>? AND rowid<?)"
        }
        (None, None, Some(Kind::Topic(_))) => {
            "USING INDEX audit_by_topic (topic=? AND rowid>? AND rowid<?)"
        }
        (None, None, None) => "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)",
    }
}

#[test]
fn every_part_of_the_log_comes_from_an_index_in_its_order() {
    let database = database();
    for query in every_query() {
        for hidden in [&[][..], &[Action::TokenRefused, Action::SignInRefused]] {
            let reading = Reading { query: &query, after: None, up_to: None, most: 50, hidden };
            let plan = plan(&database, statement(&reading, (3, 9)));
            assert_eq!(plan.len(), 1, "{query:?}: {plan:?}");
            let expected = format!("SEARCH audit_events {}", index_for(&query));
            let plan = plan[0].replace("sequence>?", "rowid>?").replace("sequence<?", "rowid<?");
            assert_eq!(plan, expected, "{query:?}");
        }
    }
}

#[test]
fn a_moment_is_found_by_an_index() {
    for (text, parameters, index) in [
        (FIRST_SINCE, vec![7.into()], "COVERING INDEX audit_by_time (at>?)"),
        (OLDEST, vec![7.into(), 500.into()], "INDEX audit_by_time (at<?)"),
    ] {
        let statement = Statement { text: text.to_owned(), parameters };
        let plan = plan(&database(), statement);
        assert_eq!(plan, [format!("SEARCH audit_events USING {index}")], "{text}");
    }
}
