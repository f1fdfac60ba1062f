//! What is cleared away once it has ended.

use gatepass_core::idempotency::KEY_LIFE;
use gatepass_core::lifecycle::SUPERSEDED_KNOWN_FOR;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::upkeep::MOST_AT_ONCE;
use serde::Deserialize;

use super::{Store, Stored};

/// Each kind of row that is cleared away: the statement that removes up to `?2` of those that ended
/// at `?1` or before, and for how long they are kept after that.
const CLEARED: &[(&str, Seconds)] = &[
    (
        "DELETE FROM sessions WHERE digest IN \
         (SELECT digest FROM sessions WHERE expires_at <= ?1 LIMIT ?2) RETURNING 1 AS gone",
        Seconds(0),
    ),
    (
        "DELETE FROM sign_in_links WHERE digest IN \
         (SELECT digest FROM sign_in_links WHERE expires_at <= ?1 LIMIT ?2) RETURNING 1 AS gone",
        Seconds(0),
    ),
    (
        "DELETE FROM idempotency_keys WHERE (person, key) IN \
         (SELECT person, key FROM idempotency_keys WHERE at <= ?1 LIMIT ?2) RETURNING 1 AS gone",
        KEY_LIFE,
    ),
    (
        "DELETE FROM superseded WHERE digest IN \
         (SELECT digest FROM superseded WHERE until <= ?1 LIMIT ?2) RETURNING 1 AS gone",
        SUPERSEDED_KNOWN_FOR,
    ),
];

#[derive(Deserialize)]
struct Gone {
    #[allow(dead_code, reason = "that there is a row is all that it says")]
    gone: u8,
}

#[derive(Deserialize)]
struct Done {
    done_at: UnixSeconds,
}

impl Store {
    /// When what has ended was last cleared away, if ever.
    pub(in crate::registry) fn upkeep_done_at(&self) -> Stored<Option<UnixSeconds>> {
        let done: Option<Done> = self.row("SELECT done_at FROM upkeep", vec![])?;
        Ok(done.map(|done| done.done_at))
    }

    pub(in crate::registry) fn save_upkeep(&self, now: UnixSeconds) -> Stored<()> {
        self.execute(
            "INSERT INTO upkeep (only, done_at) VALUES (1, ?) \
             ON CONFLICT (only) DO UPDATE SET done_at = excluded.done_at",
            vec![now.0.into()],
        )?;
        Ok(())
    }

    /// Clears away what ended long enough ago, a bounded part of each kind, and says how many rows
    /// of each.
    pub(in crate::registry) fn clear_ended(&self, now: UnixSeconds) -> Stored<Vec<usize>> {
        let mut cleared = Vec::with_capacity(CLEARED.len());
        for (statement, kept) in CLEARED {
            let ended_by = (now - *kept).0;
            let gone: Vec<Gone> =
                self.rows(statement, vec![ended_by.into(), i64::from(MOST_AT_ONCE).into()])?;
            cleared.push(gone.len());
        }
        Ok(cleared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::store::schema::tests::database;

    #[test]
    fn what_is_cleared_away_is_found_by_an_index() {
        let database = database();
        for (statement, _) in CLEARED {
            let mut explained =
                database.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
            let plan: Vec<String> = explained
                .query_map([0, 500], |row| row.get("detail"))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let is_scan = |step: &String| step.starts_with("SCAN");
            assert!(!plan.is_empty() && !plan.iter().any(is_scan), "{statement}: {plan:?}");
        }
    }

    #[test]
    fn a_step_clears_away_what_ended_and_no_more_than_it_may() {
        let database = database();
        let add = "INSERT INTO superseded (digest, serial, until) VALUES (?1, 'x', ?1)";
        for until in 0..700 {
            database.execute(add, [until]).unwrap();
        }
        let (statement, _) =
            CLEARED.iter().find(|(statement, _)| statement.contains("superseded")).unwrap();
        for left in [200, 100, 100] {
            let mut clearing = database.prepare(statement).unwrap();
            let _gone = clearing.query_map([599, 500], |_| Ok(())).unwrap().count();
            let count: i64 = database
                .query_row("SELECT count(*) FROM superseded", [], |row| row.get(0))
                .unwrap();
            assert_eq!(count, left);
        }
    }
}
