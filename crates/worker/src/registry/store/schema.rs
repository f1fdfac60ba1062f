//! The tables, and how they came to be.

use serde::Deserialize;

use super::{Store, Stored};

/// Each migration runs once, in this order. What has been deployed is never changed, only added to.
///
/// `status` and `expired` are settled before they are read, so that a filter by them comes from an
/// index though time alone changes them. Totals are kept by triggers, so that they cost the same for
/// any number of tokens; the rows whose owner is `''` are the whole tenant's.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("schema/0001_tokens.sql"),
    include_str!("schema/0002_audit.sql"),
    include_str!("schema/0003_refusals.sql"),
    include_str!("schema/0004_knocks.sql"),
    include_str!("schema/0005_activity.sql"),
    include_str!("schema/0006_lists.sql"),
    include_str!("schema/0007_search.sql"),
    include_str!("schema/0008_days.sql"),
    include_str!("schema/0009_life.sql"),
    include_str!("schema/0010_users.sql"),
    include_str!("schema/0011_agents.sql"),
    include_str!("schema/0012_outbox_age.sql"),
    include_str!("schema/0013_exposed.sql"),
    include_str!("schema/0014_sign_in.sql"),
    include_str!("schema/0015_sessions.sql"),
    include_str!("schema/0016_scim.sql"),
];

#[derive(Deserialize)]
struct Count {
    count: usize,
}

impl Store {
    /// Whether there is anything here: only the operator's commands make a registry.
    pub(in crate::registry) fn is_made(&self) -> Stored<bool> {
        if self.is_up_to_date.get() {
            return Ok(true);
        }
        let found: Option<Count> = self
            .row("SELECT count(*) AS count FROM sqlite_schema WHERE name = 'migrations'", vec![])?;
        if found.is_none_or(|found| found.count == 0) {
            return Ok(false);
        }
        self.migrate()?;
        Ok(true)
    }

    /// Makes the tables, or brings them up to date.
    pub(in crate::registry) fn make(&self) -> Stored<()> {
        self.execute(
            "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)",
            vec![],
        )?;
        self.migrate()
    }

    fn migrate(&self) -> Stored<()> {
        let done: Option<Count> = self.row("SELECT count(*) AS count FROM migrations", vec![])?;
        let done = done.map_or(0, |done| done.count);
        for (migration, version) in MIGRATIONS.iter().zip(1_i32..).skip(done) {
            self.transaction(|store| {
                store.execute(migration, vec![])?;
                store.execute("INSERT INTO migrations VALUES (?)", vec![version.into()])
            })?;
        }
        self.is_up_to_date.set(true);
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::MIGRATIONS;

    /// The tables, in the same engine outside the platform.
    pub(in crate::registry::store) fn database() -> rusqlite::Connection {
        let database = rusqlite::Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            database.execute_batch(migration).unwrap();
        }
        database
    }

    fn totals(database: &rusqlite::Connection, owner: &str) -> Vec<(String, i64)> {
        let mut statement = database
            .prepare("SELECT status, count FROM status_totals WHERE owner = ? AND ended = 0 AND count <> 0")
            .unwrap();
        statement
            .query_map([owner], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn totals_follow_every_change_of_a_token() {
        let database = database();
        let add = "INSERT INTO tokens (serial, digest, kind, owner, name, name_key, scope, \
                   issued_at, status, revision) VALUES (?1, ?1, ?2, ?3, ?1, ?1, 'read', 0, \
                   'generated', 1)";
        for (serial, kind, owner) in
            [("1", "user", "ada"), ("2", "user", "bob"), ("3", "siem_agent", "ada")]
        {
            database.execute(add, [serial, kind, owner]).unwrap();
        }
        assert_eq!(totals(&database, ""), [("generated".to_owned(), 2)]);
        assert_eq!(totals(&database, "ada"), [("generated".to_owned(), 1)]);

        database.execute("UPDATE tokens SET status = 'active' WHERE serial = '1'", []).unwrap();
        let expected = [("active".to_owned(), 1), ("generated".to_owned(), 1)];
        assert_eq!(totals(&database, ""), expected);

        database.execute("UPDATE tokens SET revoked_at = 1 WHERE serial = '1'", []).unwrap();
        database.execute("UPDATE tokens SET status = 'inactive' WHERE serial = '1'", []).unwrap();
        assert_eq!(totals(&database, "ada"), []);
        assert_eq!(totals(&database, ""), [("generated".to_owned(), 1)]);
    }

    #[test]
    fn every_table_is_in_the_account_of_what_is_stored() {
        let account = include_str!("../../../../../docs/storage.md");
        let database = database();
        let mut statement = database
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
            )
            .unwrap();
        let tables = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let is_shadow = |table: &String| {
            ["config", "content", "data", "docsize", "idx"]
                .iter()
                .any(|part| *table == format!("search_{part}"))
        };
        let tables: Vec<String> =
            tables.map(Result::unwrap).filter(|table| !is_shadow(table)).collect();
        assert!(tables.len() > 15, "{tables:?}");
        for table in tables {
            let row = account.lines().find(|line| {
                let mut cells = line.split('|').skip(1);
                cells.next().is_some_and(|cell| cell.contains(&format!("`{table}`")))
            });
            assert!(row.is_some(), "{table}");
        }
    }

    #[test]
    fn a_name_is_its_owners_once_among_what_is_live() {
        let database = database();
        let add = "INSERT INTO tokens (serial, digest, kind, owner, name, name_key, scope, \
                   issued_at, status, revision, expired, revoked_at) VALUES (?1, ?1, ?2, 'ada', \
                   'ci', 'ci', 'read', 0, 'generated', 1, ?3, ?4)";
        let add = |serial: &str, kind: &str, expired: u8, revoked_at: Option<i64>| {
            database.execute(add, (serial, kind, expired, revoked_at)).is_ok()
        };
        assert!(add("1", "user", 1, None) && add("2", "user", 0, Some(1)));
        assert!(add("3", "user", 0, None) && add("4", "siem_agent", 0, None));
        assert!(!add("5", "user", 0, None));
        assert!(add("6", "user", 1, None));
    }
}
