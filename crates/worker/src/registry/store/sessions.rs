//! Sessions.

use gatepass_core::audit::Means;
use gatepass_core::id::Subject;
use gatepass_core::session::{SeenFrom, Session, SessionId};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, Stored, read};

#[derive(Deserialize)]
struct Row {
    id: SessionId,
    subject: Subject,
    means: String,
    issued_at: UnixSeconds,
    last_seen_at: UnixSeconds,
    seen_from: String,
}

impl Row {
    fn into_session(self) -> Stored<Session> {
        Ok(Session {
            id: self.id,
            subject: self.subject,
            by: read::<Means>(&self.means)?,
            issued_at: self.issued_at,
            last_seen_at: self.last_seen_at,
            from: read::<SeenFrom>(&self.seen_from)?,
        })
    }
}

fn json(value: &impl Serialize) -> Stored<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}

impl Store {
    /// The session with this digest, unless it is over.
    pub(in crate::registry) fn session(
        &self,
        digest: &TokenDigest,
        now: UnixSeconds,
    ) -> Stored<Option<Session>> {
        let row: Option<Row> = self.row(
            "SELECT * FROM sessions WHERE digest = ? AND expires_at > ?",
            vec![digest.to_string().into(), now.0.into()],
        )?;
        row.map(Row::into_session).transpose()
    }

    /// The session with this id, unless it is over.
    pub(in crate::registry) fn session_by_id(
        &self,
        id: SessionId,
        now: UnixSeconds,
    ) -> Stored<Option<Session>> {
        let row: Option<Row> = self.row(
            "SELECT * FROM sessions WHERE id = ? AND expires_at > ?",
            vec![id.as_str().into(), now.0.into()],
        )?;
        row.map(Row::into_session).transpose()
    }

    /// A user's sessions that are not over, the last used first.
    pub(in crate::registry) fn sessions_of(
        &self,
        subject: Subject,
        now: UnixSeconds,
    ) -> Stored<Vec<Session>> {
        let rows: Vec<Row> = self.rows(
            "SELECT * FROM sessions WHERE subject = ? AND expires_at > ? \
             ORDER BY last_seen_at DESC, id",
            vec![subject.as_str().into(), now.0.into()],
        )?;
        rows.into_iter().map(Row::into_session).collect()
    }

    pub(in crate::registry) fn add_session(
        &self,
        digest: &TokenDigest,
        session: &Session,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO sessions (digest, id, subject, means, issued_at, last_seen_at, \
             expires_at, seen_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            vec![
                digest.to_string().into(),
                session.id.as_str().into(),
                session.subject.as_str().into(),
                json(&session.by)?.into(),
                session.issued_at.0.into(),
                session.last_seen_at.0.into(),
                session.ends_at().0.into(),
                json(&session.from)?.into(),
            ],
        )?;
        Ok(())
    }

    /// Saves that a session was used.
    pub(in crate::registry) fn save_seen(&self, session: &Session) -> Stored<()> {
        self.execute(
            "UPDATE sessions SET last_seen_at = ?, expires_at = ?, seen_from = ? WHERE id = ?",
            vec![
                session.last_seen_at.0.into(),
                session.ends_at().0.into(),
                json(&session.from)?.into(),
                session.id.as_str().into(),
            ],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn remove_session(&self, id: SessionId) -> Stored<()> {
        self.execute("DELETE FROM sessions WHERE id = ?", vec![id.as_str().into()])?;
        Ok(())
    }

    pub(in crate::registry) fn remove_session_by_digest(&self, digest: &TokenDigest) -> Stored<()> {
        self.execute("DELETE FROM sessions WHERE digest = ?", vec![digest.to_string().into()])?;
        Ok(())
    }

    /// Ends all of a user's sessions.
    pub(in crate::registry) fn remove_sessions_of(&self, subject: Subject) -> Stored<()> {
        self.execute("DELETE FROM sessions WHERE subject = ?", vec![subject.as_str().into()])?;
        Ok(())
    }

    pub(in crate::registry) fn remove_ended_sessions(&self, now: UnixSeconds) -> Stored<()> {
        self.execute("DELETE FROM sessions WHERE expires_at <= ?", vec![now.0.into()])?;
        Ok(())
    }
}
