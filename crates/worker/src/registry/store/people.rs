//! Users, and the links that let them in.

mod list;

use gatepass_core::id::Subject;
use gatepass_core::person::{Email, PersonName, User};
use gatepass_core::policy::Policy;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Deserialize;

use super::{Store, Stored};

impl Store {
    pub(in crate::registry) fn add_user(&self, user: &User) -> Stored<()> {
        self.execute(
            "INSERT INTO users (subject, name, name_key, email, email_key, role, created_at, \
             last_sign_in_at, deprovisioned_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            vec![
                user.subject.as_str().into(),
                user.name.as_str().into(),
                user.name.to_key().into(),
                user.email.as_ref().map(|email| email.as_str()).into(),
                user.email.as_ref().map(Email::to_key).into(),
                user.role.as_str().into(),
                user.created_at.0.into(),
                user.last_sign_in_at.map(|at| at.0).into(),
                user.deprovisioned_at.map(|at| at.0).into(),
            ],
        )?;
        Ok(())
    }

    /// Saves all that can change of a user.
    pub(in crate::registry) fn save_user(&self, user: &User) -> Stored<()> {
        self.execute(
            "UPDATE users SET name = ?, name_key = ?, email = ?, email_key = ?, role = ?, \
             last_sign_in_at = ?, deprovisioned_at = ? WHERE subject = ?",
            vec![
                user.name.as_str().into(),
                user.name.to_key().into(),
                user.email.as_ref().map(|email| email.as_str()).into(),
                user.email.as_ref().map(Email::to_key).into(),
                user.role.as_str().into(),
                user.last_sign_in_at.map(|at| at.0).into(),
                user.deprovisioned_at.map(|at| at.0).into(),
                user.subject.as_str().into(),
            ],
        )?;
        Ok(())
    }

    /// Notes that the user is one of the people for development.
    pub(in crate::registry) fn save_development_name(
        &self,
        user: &User,
        name: &PersonName,
    ) -> Stored<()> {
        self.execute(
            "UPDATE users SET development_name = ? WHERE subject = ?",
            vec![name.as_str().into(), user.subject.as_str().into()],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn user(&self, subject: Subject) -> Stored<Option<User>> {
        self.row("SELECT * FROM users WHERE subject = ?", vec![subject.as_str().into()])
    }

    /// The user who stands for one of the people for development, whatever they are called by now.
    pub(in crate::registry) fn user_by_development_name(
        &self,
        name: &PersonName,
    ) -> Stored<Option<User>> {
        self.row("SELECT * FROM users WHERE development_name = ?", vec![name.as_str().into()])
    }

    /// The user with this address, in whatever case.
    pub(in crate::registry) fn user_by_email(&self, email: &Email) -> Stored<Option<User>> {
        self.row("SELECT * FROM users WHERE email_key = ?", vec![email.to_key().into()])
    }

    /// The users whose role administers the tenant, however they stand.
    pub(in crate::registry) fn administrators(&self, policy: &Policy) -> Stored<Vec<User>> {
        let mut users = Vec::new();
        for known in policy.roles().filter(|known| known.is_full) {
            let of_role: Vec<User> =
                self.rows("SELECT * FROM users WHERE role = ?", vec![known.role.as_str().into()])?;
            users.extend(of_role);
        }
        Ok(users)
    }

    /// Keeps a link: for one user, or for whoever has it.
    pub(in crate::registry) fn add_sign_in_link(
        &self,
        link: &TokenDigest,
        user: Option<Subject>,
        issued_at: UnixSeconds,
        expires_at: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO sign_in_links (digest, subject, issued_at, expires_at) \
             VALUES (?, ?, ?, ?)",
            vec![
                link.to_string().into(),
                user.map(|user| user.to_string()).into(),
                issued_at.0.into(),
                expires_at.0.into(),
            ],
        )?;
        Ok(())
    }

    /// Ends the links of a user that were not used.
    pub(in crate::registry) fn remove_unspent_links_of(&self, subject: Subject) -> Stored<()> {
        self.execute(
            "DELETE FROM sign_in_links WHERE subject = ? AND used_at IS NULL",
            vec![subject.as_str().into()],
        )?;
        Ok(())
    }

    /// Marks a link as used, and gives it; nothing where it does not exist, was used, or has ended.
    pub(in crate::registry) fn spend_sign_in_link(
        &self,
        link: &TokenDigest,
        now: UnixSeconds,
    ) -> Stored<Option<SpentLink>> {
        self.row(
            "UPDATE sign_in_links SET used_at = ? \
             WHERE digest = ? AND used_at IS NULL AND expires_at > ? RETURNING subject",
            vec![now.0.into(), link.to_string().into(), now.0.into()],
        )
    }
}

/// A sign-in link that was just used.
#[derive(Deserialize)]
pub(in crate::registry) struct SpentLink {
    /// The one user that it lets in; nobody yet, where it makes an administrator.
    pub(in crate::registry) subject: Option<Subject>,
}
