//! The tokens of a record, by their digests: the present one, and those that it took the place of.

use gatepass_core::record::{Generation, Predecessor, TokenRecord};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Deserialize;

use crate::registry::store::{Store, Stored};

/// A token that was presented, as the registry knows it.
pub(in crate::registry) struct Presented {
    /// Its record.
    pub(in crate::registry) record: TokenRecord,
    /// Which of the record's tokens it is.
    pub(in crate::registry) generation: Generation,
}

#[derive(Deserialize)]
struct Superseded {
    serial: String,
    until: UnixSeconds,
}

#[derive(Deserialize)]
struct Ending {
    digest: String,
}

#[derive(Deserialize)]
struct Next {
    at: Option<UnixSeconds>,
}

impl Store {
    /// The record that a digest belongs to, be it the present one or one of before.
    pub(in crate::registry) fn token_by_digest(
        &self,
        digest: &TokenDigest,
    ) -> Stored<Option<Presented>> {
        if let Some(record) = self.token("digest = ?", vec![digest.to_string().into()])? {
            return Ok(Some(Presented { record, generation: Generation::Current }));
        }
        let superseded: Option<Superseded> = self.row(
            "SELECT serial, until FROM superseded WHERE digest = ?",
            vec![digest.to_string().into()],
        )?;
        let Some(Superseded { serial, until }) = superseded else { return Ok(None) };
        let record = self.token("serial = ?", vec![serial.into()])?;
        let generation = Generation::Superseded { until };
        Ok(record.map(|record| Presented { record, generation }))
    }

    /// Keeps whose a token was that another took the place of, and until when it works.
    pub(in crate::registry) fn save_superseded(
        &self,
        record: &TokenRecord,
        superseded: &Predecessor,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO superseded (digest, serial, until) VALUES (?, ?, ?) \
             ON CONFLICT (digest) DO UPDATE SET until = min(until, excluded.until)",
            vec![
                superseded.digest.to_string().into(),
                record.id.serial.as_str().into(),
                superseded.until.0.into(),
            ],
        )?;
        Ok(())
    }

    /// Keeps when what KV holds of a token is to be taken out, if ever.
    pub(in crate::registry) fn save_grant_end(
        &self,
        digest: &TokenDigest,
        ends_at: Option<UnixSeconds>,
    ) -> Stored<()> {
        let digest = digest.to_string();
        match ends_at {
            None => self.execute("DELETE FROM grant_ends WHERE digest = ?", vec![digest.into()]),
            Some(at) => self.execute(
                "INSERT INTO grant_ends (digest, at) VALUES (?, ?) \
                 ON CONFLICT (digest) DO UPDATE SET at = excluded.at",
                vec![digest.into(), at.0.into()],
            ),
        }?;
        Ok(())
    }

    /// Tokens whose time in KV is over, `most` if there may be more.
    pub(in crate::registry) fn ended_grants(
        &self,
        now: UnixSeconds,
        most: u32,
    ) -> Stored<Vec<TokenDigest>> {
        let rows: Vec<Ending> = self.rows(
            "SELECT digest FROM grant_ends WHERE at <= ? ORDER BY at LIMIT ?",
            vec![now.0.into(), i64::from(most).into()],
        )?;
        rows.iter().map(|row| crate::registry::store::parsed(&row.digest)).collect()
    }

    /// When the next token's time in KV is over, if any's ever is.
    pub(in crate::registry) fn next_grant_end(&self) -> Stored<Option<UnixSeconds>> {
        let next: Option<Next> = self.row("SELECT min(at) AS at FROM grant_ends", vec![])?;
        Ok(next.and_then(|next| next.at))
    }
}
