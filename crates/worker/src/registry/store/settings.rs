//! What the tenant's administrators have set: one row of JSON, or none.

use gatepass_core::settings::{LongestLife, TenantSettings};
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;

use super::{Store, StoreError, Stored, read};

#[derive(Deserialize)]
struct Row {
    settings: String,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

impl Store {
    pub(in crate::registry) fn settings(&self) -> Stored<TenantSettings> {
        let row: Option<Row> = self.row("SELECT settings FROM settings", vec![])?;
        match row {
            None => Ok(TenantSettings::default()),
            Some(row) => read(&row.settings),
        }
    }

    pub(in crate::registry) fn save_settings(&self, settings: &TenantSettings) -> Stored<()> {
        let json = serde_json::to_string(settings)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        self.execute(
            "INSERT INTO settings (only, settings) VALUES (1, ?) \
             ON CONFLICT (only) DO UPDATE SET settings = excluded.settings",
            vec![json.into()],
        )?;
        Ok(())
    }

    /// How many of the users' live tokens end later than such a longest life allows from `now` on,
    /// or never.
    pub(in crate::registry) fn tokens_beyond(
        &self,
        longest_life: Option<LongestLife>,
        now: UnixSeconds,
    ) -> Stored<u64> {
        let Some(most) = longest_life else { return Ok(0) };
        let count: Option<Count> = self.row(
            "SELECT count(*) AS count FROM tokens WHERE kind = 'user' AND revoked_at IS NULL \
             AND (expires_at IS NULL OR expires_at > ?)",
            vec![(now + most.span()).0.into()],
        )?;
        Ok(count.map_or(0, |count| count.count))
    }
}
