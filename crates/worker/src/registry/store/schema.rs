//! The tables, and how they came to be.

use serde::Deserialize;

use super::{Store, Stored};

/// Which rows of `tokens` the API tokens table shows. Indexes and queries have to say it alike, or
/// the indexes go unused.
macro_rules! listed {
    () => {
        "kind = 'user' AND revoked_at IS NULL"
    };
}

/// The condition of the rows that the API tokens table shows.
pub(super) const LISTED: &str = listed!();

/// Each migration runs once, in this order. What has been deployed is never changed, only added to.
///
/// `status` is settled before it is read, so that a filter by it comes from an index though time
/// alone changes it. Totals are kept by triggers, so that they cost the same for any number of
/// tokens; the row whose owner is `''` is the whole tenant's.
pub(super) const MIGRATIONS: &[&str] = &[concat!(
    "
    CREATE TABLE tenants (
        id TEXT PRIMARY KEY, label TEXT NOT NULL UNIQUE, region TEXT NOT NULL,
        created_at INTEGER NOT NULL
    );
    CREATE TABLE users (
        subject TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
        created_at INTEGER NOT NULL, deprovisioned_at INTEGER
    );
    CREATE TABLE sessions (
        digest TEXT PRIMARY KEY, subject TEXT NOT NULL, issued_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    );
    CREATE INDEX sessions_by_end ON sessions (expires_at);
    CREATE TABLE sign_in_links (
        digest TEXT PRIMARY KEY, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
        used_at INTEGER
    );
    CREATE TABLE audit_events (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, principal TEXT NOT NULL,
        action TEXT NOT NULL, object TEXT NOT NULL
    );
    CREATE TABLE outbox (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, write TEXT NOT NULL,
        failures INTEGER NOT NULL, deliveries INTEGER NOT NULL, due_at INTEGER NOT NULL
    );
    CREATE INDEX outbox_by_due ON outbox (due_at, sequence);
    CREATE INDEX outbox_by_lane ON outbox (lane, sequence);
    CREATE TABLE tokens (
        serial TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        owner TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL, scope TEXT NOT NULL,
        issued_at INTEGER NOT NULL, not_before INTEGER, expires_at INTEGER,
        last_used_at INTEGER, last_used_order INTEGER AS (coalesce(last_used_at, 0)) VIRTUAL,
        status TEXT NOT NULL, revoked_at INTEGER, revoked_by TEXT, revision INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX one_name_an_owner ON tokens (owner, kind, name_key)
        WHERE revoked_at IS NULL;
    CREATE INDEX to_settle ON tokens (last_used_at) WHERE status = 'active';
    ",
    "CREATE INDEX all_by_name ON tokens (name_key, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX all_by_issued ON tokens (issued_at, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX all_by_last_used ON tokens (last_used_order, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX all_by_status ON tokens (status, name_key, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX all_by_status_issued ON tokens (status, issued_at, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX own_by_name ON tokens (owner, name_key, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX own_by_issued ON tokens (owner, issued_at, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX own_by_last_used ON tokens (owner, last_used_order, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX own_by_status ON tokens (owner, status, name_key, serial) WHERE ",
    listed!(),
    ";
     CREATE INDEX own_by_status_issued ON tokens (owner, status, issued_at, serial) WHERE ",
    listed!(),
    ";
    CREATE TABLE status_totals (
        owner TEXT NOT NULL, status TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (owner, status)
    ) WITHOUT ROWID;
    CREATE TRIGGER token_added AFTER INSERT ON tokens
    WHEN NEW.kind = 'user' AND NEW.revoked_at IS NULL BEGIN
        INSERT INTO status_totals VALUES (NEW.owner, NEW.status, 1), ('', NEW.status, 1)
            ON CONFLICT (owner, status) DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER token_left AFTER UPDATE OF status, revoked_at ON tokens
    WHEN OLD.kind = 'user' AND OLD.revoked_at IS NULL BEGIN
        UPDATE status_totals SET count = count - 1
            WHERE owner IN (OLD.owner, '') AND status = OLD.status;
    END;
    CREATE TRIGGER token_came AFTER UPDATE OF status, revoked_at ON tokens
    WHEN NEW.kind = 'user' AND NEW.revoked_at IS NULL BEGIN
        INSERT INTO status_totals VALUES (NEW.owner, NEW.status, 1), ('', NEW.status, 1)
            ON CONFLICT (owner, status) DO UPDATE SET count = count + 1;
    END;
    "
)];

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
            .prepare("SELECT status, count FROM status_totals WHERE owner = ? AND count <> 0")
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
}
