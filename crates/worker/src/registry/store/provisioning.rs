//! Whether users are provisioned by SCIM, and what administrators have set of it: one row, or none.

use gatepass_core::id::Subject;
use gatepass_core::scim::ProvisioningSettings;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Deserialize;

use super::{Store, StoreError, Stored, read};

/// Whether users are provisioned by SCIM, and by which token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::registry) struct ScimAccess {
    /// The digest of the token; nothing, where SCIM is off.
    pub(in crate::registry) digest: Option<TokenDigest>,
    /// When the token was made.
    pub(in crate::registry) issued_at: Option<UnixSeconds>,
    /// When it was last used.
    pub(in crate::registry) last_used_at: Option<UnixSeconds>,
}

#[derive(Deserialize)]
struct Row {
    digest: Option<String>,
    issued_at: Option<UnixSeconds>,
    last_used_at: Option<UnixSeconds>,
}

#[derive(Deserialize)]
struct Settings {
    settings: String,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

impl Store {
    /// What is no digest is none: then SCIM is off.
    pub(in crate::registry) fn scim_access(&self) -> Stored<ScimAccess> {
        let row: Option<Row> =
            self.row("SELECT digest, issued_at, last_used_at FROM provisioning", vec![])?;
        let Some(row) = row else { return Ok(ScimAccess::default()) };
        match row.digest.and_then(|text| text.parse().ok()) {
            None => Ok(ScimAccess::default()),
            digest => {
                Ok(ScimAccess { digest, issued_at: row.issued_at, last_used_at: row.last_used_at })
            }
        }
    }

    pub(in crate::registry) fn save_scim_token(
        &self,
        digest: Option<&TokenDigest>,
        now: UnixSeconds,
    ) -> Stored<()> {
        let digest = digest.map(ToString::to_string);
        let issued_at = digest.as_ref().map(|_| now.0);
        self.execute(
            "INSERT INTO provisioning (only, digest, issued_at) VALUES (1, ?, ?) \
             ON CONFLICT (only) DO UPDATE SET digest = excluded.digest, \
             issued_at = excluded.issued_at, last_used_at = NULL",
            vec![digest.into(), issued_at.into()],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn save_scim_use(&self, now: UnixSeconds) -> Stored<()> {
        self.execute("UPDATE provisioning SET last_used_at = ?", vec![now.0.into()])?;
        Ok(())
    }

    pub(in crate::registry) fn provisioning_settings(&self) -> Stored<ProvisioningSettings> {
        let row: Option<Settings> = self.row("SELECT settings FROM provisioning", vec![])?;
        row.map_or(Ok(ProvisioningSettings::default()), |row| read(&row.settings))
    }

    pub(in crate::registry) fn save_provisioning_settings(
        &self,
        settings: &ProvisioningSettings,
    ) -> Stored<()> {
        let json = serde_json::to_string(settings)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        self.execute(
            "INSERT INTO provisioning (only, settings) VALUES (1, ?) \
             ON CONFLICT (only) DO UPDATE SET settings = excluded.settings",
            vec![json.into()],
        )?;
        Ok(())
    }

    /// Notes that SCIM may take over a user who was added by hand.
    pub(in crate::registry) fn add_handover(
        &self,
        subject: Subject,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO scim_handovers (subject, at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            vec![subject.as_str().into(), now.0.into()],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn is_handed_over(&self, subject: Subject) -> Stored<bool> {
        let found: Option<Count> = self.row(
            "SELECT count(*) AS count FROM scim_handovers WHERE subject = ?",
            vec![subject.as_str().into()],
        )?;
        Ok(found.is_some_and(|found| found.count > 0))
    }

    pub(in crate::registry) fn remove_handover(&self, subject: Subject) -> Stored<()> {
        self.execute(
            "DELETE FROM scim_handovers WHERE subject = ?",
            vec![subject.as_str().into()],
        )?;
        Ok(())
    }
}
