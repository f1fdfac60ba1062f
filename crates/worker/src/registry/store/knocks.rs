//! Refused uses of tokens that have ended: a row for each such token that somebody still tries.

use std::collections::HashMap;

use gatepass_core::id::Serial;
use gatepass_core::record::TokenRecord;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::Knocks;
use serde::Deserialize;

use super::{Store, Stored, list_of, parsed};

#[derive(Deserialize)]
struct KnocksRow {
    serial: String,
    count: u64,
    first_at: UnixSeconds,
    last_at: UnixSeconds,
    last_from: Option<String>,
}

impl KnocksRow {
    fn into_knocks(self) -> Stored<(Serial, Knocks)> {
        let knocks = Knocks {
            count: self.count,
            first_at: self.first_at,
            last_at: self.last_at,
            last_from: self.last_from.map(|address| parsed(&address)).transpose()?,
        };
        Ok((parsed(&self.serial)?, knocks))
    }
}

impl Store {
    /// The knocks of one token, if anybody ever tried it after an end.
    pub(in crate::registry) fn knocks(&self, record: &TokenRecord) -> Stored<Option<Knocks>> {
        Ok(self.knocks_of(&[record.id.serial])?.remove(&record.id.serial))
    }

    /// The knocks of several tokens, of those that have any.
    pub(in crate::registry) fn knocks_of(
        &self,
        serials: &[Serial],
    ) -> Stored<HashMap<Serial, Knocks>> {
        let rows: Vec<KnocksRow> = self.rows(
            "SELECT * FROM knocks WHERE serial IN (SELECT value FROM json_each(?))",
            vec![list_of(serials)],
        )?;
        rows.into_iter().map(KnocksRow::into_knocks).collect()
    }

    pub(in crate::registry) fn remove_knocks(&self, record: &TokenRecord) -> Stored<()> {
        let serial = record.id.serial.as_str();
        self.execute("DELETE FROM knocks WHERE serial = ?", vec![serial.into()])?;
        Ok(())
    }

    pub(in crate::registry) fn save_knocks(
        &self,
        record: &TokenRecord,
        knocks: &Knocks,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO knocks (serial, count, first_at, last_at, last_from) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT (serial) DO UPDATE SET count = excluded.count, \
             first_at = excluded.first_at, last_at = excluded.last_at, \
             last_from = excluded.last_from",
            vec![
                record.id.serial.as_str().into(),
                i64::try_from(knocks.count).unwrap_or(i64::MAX).into(),
                knocks.first_at.0.into(),
                knocks.last_at.0.into(),
                knocks.last_from.map(|address| address.to_string()).into(),
            ],
        )?;
        Ok(())
    }
}
