//! The keys of requests that made a token.

use gatepass_core::id::{Serial, Subject};
use gatepass_core::idempotency::{IdempotencyKey, Remembered};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Deserialize;

use super::{Store, Stored, parsed};

#[derive(Deserialize)]
struct Row {
    fingerprint: String,
    serial: String,
    at: UnixSeconds,
}

impl Store {
    /// What a person's key stands for, with the token that it made.
    pub(in crate::registry) fn remembered(
        &self,
        person: Subject,
        key: &IdempotencyKey,
    ) -> Stored<Option<(Remembered, Serial)>> {
        let row: Option<Row> = self.row(
            "SELECT fingerprint, serial, at FROM idempotency_keys WHERE person = ? AND key = ?",
            vec![person.as_str().into(), key.as_str().into()],
        )?;
        row.map(|row| {
            let remembered = Remembered { fingerprint: parsed(&row.fingerprint)?, at: row.at };
            Ok((remembered, parsed(&row.serial)?))
        })
        .transpose()
    }

    pub(in crate::registry) fn remember(
        &self,
        person: Subject,
        key: &IdempotencyKey,
        fingerprint: &TokenDigest,
        serial: Serial,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO idempotency_keys (person, key, fingerprint, serial, at) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, key) DO UPDATE SET \
             fingerprint = excluded.fingerprint, serial = excluded.serial, at = excluded.at",
            vec![
                person.as_str().into(),
                key.as_str().into(),
                fingerprint.to_string().into(),
                serial.as_str().into(),
                now.0.into(),
            ],
        )?;
        Ok(())
    }
}
