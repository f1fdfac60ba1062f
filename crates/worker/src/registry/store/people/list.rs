//! Lists of users, by name, from an index.

use gatepass_core::id::Subject;
use gatepass_core::listing::Limit;
use gatepass_core::person::{User, UserCursor};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{UserQuery, UserView};
use serde::Deserialize;
use worker::SqlStorageValue;

use crate::registry::store::{Store, Stored};

/// A part of the users, and whether more come after it.
pub(in crate::registry) struct ListedUsers {
    /// How many users there are, the search aside.
    pub(in crate::registry) total: u64,
    /// The users.
    pub(in crate::registry) data: Vec<UserView>,
    /// Where they end, if more come.
    pub(in crate::registry) cursor: Option<UserCursor>,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

#[derive(Deserialize)]
struct Key {
    name_key: String,
}

/// The statement that finds one row more than is wanted, to tell whether more come.
fn statement(query: &UserQuery, wanted: usize) -> (String, Vec<SqlStorageValue>) {
    let mut conditions = vec!["1"];
    let mut parameters: Vec<SqlStorageValue> = Vec::new();
    if let Some(search) = query.search.as_deref().filter(|text| !text.trim().is_empty()) {
        let search = search.trim().to_lowercase();
        conditions.push("(instr(name_key, ?) > 0 OR instr(email_key, ?) > 0)");
        parameters.extend([search.clone().into(), search.into()]);
    }
    if let Some(cursor) = &query.cursor {
        conditions.push("(name_key, subject) > (?, ?)");
        parameters.extend([cursor.name_key.as_str().into(), cursor.subject.as_str().into()]);
    }
    let conditions = conditions.join(" AND ");
    let text = format!(
        "SELECT * FROM users WHERE {conditions} ORDER BY name_key, subject LIMIT {}",
        wanted + 1
    );
    (text, parameters)
}

impl Store {
    /// A part of the users.
    pub(in crate::registry) fn list_users(
        &self,
        query: &UserQuery,
        now: UnixSeconds,
    ) -> Stored<ListedUsers> {
        let wanted = u32::from(query.limit.unwrap_or(Limit::MOST)) as usize;
        self.settle(now)?;
        let (text, parameters) = statement(query, wanted);
        let mut users: Vec<User> = self.rows(&text, parameters)?;
        let has_next = users.len() > wanted;
        users.truncate(wanted);
        let cursor = match users.last().filter(|_| has_next) {
            Some(last) => self.user_cursor(last.subject)?,
            None => None,
        };
        let total: Option<Count> = self.row("SELECT count(*) AS count FROM users", vec![])?;
        let data: Stored<Vec<UserView>> =
            users.into_iter().map(|user| self.settled_view(user)).collect();
        Ok(ListedUsers { total: total.map_or(0, |total| total.count), data: data?, cursor })
    }

    /// The key is the stored one: it may differ from what would be made of the name today.
    fn user_cursor(&self, after: Subject) -> Stored<Option<UserCursor>> {
        let found: Option<Key> =
            self.row("SELECT name_key FROM users WHERE subject = ?", vec![after.as_str().into()])?;
        Ok(found.map(|Key { name_key }| UserCursor { name_key, subject: after }))
    }

    /// The user as the table shows them.
    pub(in crate::registry) fn user_view(&self, user: User, now: UnixSeconds) -> Stored<UserView> {
        self.settle(now)?;
        self.settled_view(user)
    }

    fn settled_view(&self, user: User) -> Stored<UserView> {
        let tokens = self.api_tokens_of(user.subject)?;
        Ok(UserView::of(user, tokens))
    }

    /// How many live API tokens somebody has, from the totals that are kept.
    fn api_tokens_of(&self, owner: Subject) -> Stored<u64> {
        let counts: Vec<Count> = self.rows(
            "SELECT count FROM status_totals WHERE owner = ? AND ended = 0",
            vec![owner.as_str().into()],
        )?;
        Ok(counts.iter().map(|found| found.count).sum())
    }
}

#[cfg(test)]
mod tests {
    use gatepass_core::person::UserCursor;
    use gatepass_core::wire::UserQuery;

    use super::statement;
    use crate::registry::store::schema::MIGRATIONS;
    use crate::registry::store::schema::tests::database;

    #[test]
    fn who_was_there_before_users_were_listed_has_signed_in_and_is_found_by_name() {
        let migration = include_str!("../schema/0010_users.sql");
        let database = rusqlite::Connection::open_in_memory().unwrap();
        for before in MIGRATIONS.iter().take_while(|other| **other != migration) {
            database.execute_batch(before).unwrap();
        }
        let add = "INSERT INTO users (subject, name, role, created_at) \
                   VALUES ('000000000ada', 'Ada Admin', 'global-administrator', 7)";
        database.execute(add, []).unwrap();
        database.execute_batch(migration).unwrap();
        let found: (String, Option<String>, i64) = database
            .query_row("SELECT name_key, email_key, last_sign_in_at FROM users", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!(found, ("ada admin".to_owned(), None, 7));
    }

    #[test]
    fn every_list_of_users_comes_from_the_index_in_its_order() {
        let subject = "0123456789ab".parse().unwrap();
        let cursor = UserCursor { name_key: "ada".to_owned(), subject };
        let database = database();
        for search in [None, Some("a".to_owned())] {
            for cursor in [None, Some(cursor.clone())] {
                let query = UserQuery { search: search.clone(), cursor, limit: None };
                let (text, parameters) = statement(&query, 100);
                let explained = format!("EXPLAIN QUERY PLAN {text}");
                let plan: Vec<String> = database
                    .prepare(&explained)
                    .unwrap()
                    .query_map(rusqlite::params_from_iter(parameters.iter().map(|_| "x")), |row| {
                        row.get("detail")
                    })
                    .unwrap()
                    .map(Result::unwrap)
                    .collect();
                assert_eq!(plan.len(), 1, "{text}: {plan:?}");
                assert!(plan[0].contains("USING INDEX users_by_name"), "{text}: {plan:?}");
            }
        }
    }
}
