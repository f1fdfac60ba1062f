//! Uses by day: a row for each token that was used in the last 90 days.

use std::collections::HashMap;

use gatepass_core::days::{Day, UsesByDay};
use gatepass_core::id::Serial;
use serde::Deserialize;

use super::{Store, StoreError, Stored, list_of, parsed, read};

#[derive(Deserialize)]
struct DaysRow {
    serial: String,
    last_day: Day,
    counts: String,
}

impl DaysRow {
    fn into_uses(self) -> Stored<(Serial, UsesByDay)> {
        let counts = read(&self.counts)?;
        Ok((parsed(&self.serial)?, UsesByDay { last: self.last_day, counts }))
    }
}

impl Store {
    /// The uses by day of several tokens, of those that have any.
    pub(in crate::registry) fn uses_by_day(
        &self,
        serials: &[Serial],
    ) -> Stored<HashMap<Serial, UsesByDay>> {
        let rows: Vec<DaysRow> = self.rows(
            "SELECT * FROM uses_by_day WHERE serial IN (SELECT value FROM json_each(?))",
            vec![list_of(serials)],
        )?;
        rows.into_iter().map(DaysRow::into_uses).collect()
    }

    pub(in crate::registry) fn save_uses_by_day(
        &self,
        serial: Serial,
        uses: &UsesByDay,
    ) -> Stored<()> {
        let counts = serde_json::to_string(&uses.counts)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        let (serial, day) = (serial.as_str(), uses.last.0);
        // On the same day, the index by day is left alone: one row is written in place of two.
        let written = self.execute(
            "UPDATE uses_by_day SET counts = ? WHERE serial = ? AND last_day = ?",
            vec![counts.as_str().into(), serial.into(), day.into()],
        )?;
        if written > 0 {
            return Ok(());
        }
        self.execute(
            "INSERT INTO uses_by_day (serial, last_day, counts) VALUES (?, ?, ?) \
             ON CONFLICT (serial) DO UPDATE SET last_day = excluded.last_day, \
             counts = excluded.counts",
            vec![serial.into(), day.into(), counts.into()],
        )?;
        Ok(())
    }

    /// Removes the rows of at most `most` tokens that were last used before `day`.
    pub(in crate::registry) fn prune_uses_by_day(&self, day: Day, most: u32) -> Stored<()> {
        self.execute(
            "DELETE FROM uses_by_day WHERE serial IN \
             (SELECT serial FROM uses_by_day WHERE last_day < ? LIMIT ?)",
            vec![day.0.into(), i64::from(most).into()],
        )?;
        Ok(())
    }
}
