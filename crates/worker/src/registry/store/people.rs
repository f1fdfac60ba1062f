//! Users, their sessions, and the links that let the first one in.

use gatepass_core::id::Subject;
use gatepass_core::person::{PersonName, User};
use gatepass_core::policy::Role;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;

use super::{Store, Stored};

impl Store {
    pub(in crate::registry) fn add_user(&self, user: &User) -> Stored<()> {
        self.execute(
            "INSERT INTO users (subject, name, email, role, created_at, deprovisioned_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
            vec![
                user.subject.as_str().into(),
                user.name.as_str().into(),
                user.email.as_ref().map(|email| email.as_str()).into(),
                user.role.as_str().into(),
                user.created_at.0.into(),
                user.deprovisioned_at.map(|at| at.0).into(),
            ],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn user(&self, subject: Subject) -> Stored<Option<User>> {
        self.row("SELECT * FROM users WHERE subject = ?", vec![subject.as_str().into()])
    }

    pub(in crate::registry) fn user_by_name(
        &self,
        name: &PersonName,
        role: &Role,
    ) -> Stored<Option<User>> {
        self.row(
            "SELECT * FROM users WHERE name = ? AND role = ?",
            vec![name.as_str().into(), role.as_str().into()],
        )
    }

    pub(in crate::registry) fn user_by_session(
        &self,
        session: &TokenDigest,
        now: UnixSeconds,
    ) -> Stored<Option<User>> {
        self.row(
            "SELECT users.* FROM sessions JOIN users USING (subject) \
             WHERE digest = ? AND expires_at > ?",
            vec![session.to_string().into(), now.0.into()],
        )
    }

    pub(in crate::registry) fn add_session(
        &self,
        session: &TokenDigest,
        subject: Subject,
        issued_at: UnixSeconds,
        expires_at: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO sessions (digest, subject, issued_at, expires_at) VALUES (?, ?, ?, ?)",
            vec![
                session.to_string().into(),
                subject.as_str().into(),
                issued_at.0.into(),
                expires_at.0.into(),
            ],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn remove_session(&self, session: &TokenDigest) -> Stored<()> {
        self.execute("DELETE FROM sessions WHERE digest = ?", vec![session.to_string().into()])?;
        Ok(())
    }

    pub(in crate::registry) fn remove_ended_sessions(&self, now: UnixSeconds) -> Stored<()> {
        self.execute("DELETE FROM sessions WHERE expires_at <= ?", vec![now.0.into()])?;
        Ok(())
    }

    pub(in crate::registry) fn add_sign_in_link(
        &self,
        link: &TokenDigest,
        issued_at: UnixSeconds,
        expires_at: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO sign_in_links (digest, issued_at, expires_at) VALUES (?, ?, ?)",
            vec![link.to_string().into(), issued_at.0.into(), expires_at.0.into()],
        )?;
        Ok(())
    }

    /// Marks a link as used; says no where it does not exist, was used, or has ended.
    pub(in crate::registry) fn spend_sign_in_link(
        &self,
        link: &TokenDigest,
        now: UnixSeconds,
    ) -> Stored<bool> {
        let written = self.execute(
            "UPDATE sign_in_links SET used_at = ? \
             WHERE digest = ? AND used_at IS NULL AND expires_at > ?",
            vec![now.0.into(), link.to_string().into(), now.0.into()],
        )?;
        Ok(written > 0)
    }
}
