//! Providers that people sign in with, and whom they know them as.

use gatepass_core::id::Subject;
use gatepass_core::oidc::{Identity, Provider, ProviderId};
use gatepass_core::person::User;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Deserialize;
use worker::SqlStorageValue;

use super::{Store, StoreError, Stored, read};

#[derive(Deserialize)]
struct Row {
    settings: String,
}

fn settings_value(provider: &Provider) -> Stored<SqlStorageValue> {
    let json = serde_json::to_string(provider);
    Ok(json.map_err(|error| StoreError::Unreadable(error.to_string()))?.into())
}

impl Store {
    /// All providers, in the order in which they came. There are few.
    pub(in crate::registry) fn providers(&self) -> Stored<Vec<Provider>> {
        let rows: Vec<Row> =
            self.rows("SELECT settings FROM providers ORDER BY created_at, id", vec![])?;
        rows.iter().map(|row| read(&row.settings)).collect()
    }

    pub(in crate::registry) fn provider(&self, id: ProviderId) -> Stored<Option<Provider>> {
        let row: Option<Row> =
            self.row("SELECT settings FROM providers WHERE id = ?", vec![id.as_str().into()])?;
        row.map(|row| read(&row.settings)).transpose()
    }

    pub(in crate::registry) fn add_provider(
        &self,
        provider: &Provider,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO providers (id, created_at, settings) VALUES (?, ?, ?)",
            vec![provider.id.as_str().into(), now.0.into(), settings_value(provider)?],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn save_provider(&self, provider: &Provider) -> Stored<()> {
        self.execute(
            "UPDATE providers SET settings = ? WHERE id = ?",
            vec![settings_value(provider)?, provider.id.as_str().into()],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn remove_provider(&self, id: ProviderId) -> Stored<()> {
        self.execute("DELETE FROM providers WHERE id = ?", vec![id.as_str().into()])?;
        Ok(())
    }

    /// The user whom a provider knows as this.
    pub(in crate::registry) fn user_by_identity(
        &self,
        identity: &Identity,
    ) -> Stored<Option<User>> {
        self.row(
            "SELECT users.* FROM identities JOIN users USING (subject) WHERE iss = ? AND sub = ?",
            vec![identity.iss.as_str().into(), identity.sub.as_str().into()],
        )
    }

    pub(in crate::registry) fn add_identity(
        &self,
        identity: &Identity,
        subject: Subject,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO identities (iss, sub, subject, bound_at) VALUES (?, ?, ?, ?)",
            vec![
                identity.iss.as_str().into(),
                identity.sub.as_str().into(),
                subject.as_str().into(),
                now.0.into(),
            ],
        )?;
        Ok(())
    }

    /// Marks an attempt to sign in as ended, and says whether it was not before. What could not be
    /// ended any more in any case is forgotten.
    pub(in crate::registry) fn end_attempt(
        &self,
        attempt: &TokenDigest,
        ends_at: UnixSeconds,
        now: UnixSeconds,
    ) -> Stored<bool> {
        self.execute("DELETE FROM ended_attempts WHERE ends_at <= ?", vec![now.0.into()])?;
        let rows_written = self.execute(
            "INSERT INTO ended_attempts (digest, ends_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            vec![attempt.to_string().into(), ends_at.0.into()],
        )?;
        Ok(rows_written > 0)
    }
}
