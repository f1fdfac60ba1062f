//! What happened, and by whom.

use std::fmt::Display;

use gatepass_core::person::User;
use gatepass_core::time::UnixSeconds;

use super::{Store, Stored};

/// An audit event: who did what to what.
pub(in crate::registry) struct AuditEvent<'a> {
    principal: &'a str,
    action: &'static str,
    object: String,
}

impl<'a> AuditEvent<'a> {
    /// What a user did.
    pub(in crate::registry) fn by(
        user: &'a User,
        action: &'static str,
        object: &impl Display,
    ) -> Self {
        Self { principal: user.subject.as_str(), action, object: object.to_string() }
    }

    /// What the operator did.
    pub(in crate::registry) fn by_operator(action: &'static str, object: &impl Display) -> Self {
        Self { principal: "operator", action, object: object.to_string() }
    }
}

impl Store {
    pub(in crate::registry) fn add_audit_event(
        &self,
        event: &AuditEvent<'_>,
        at: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO audit_events (at, principal, action, object) VALUES (?, ?, ?, ?)",
            vec![
                at.0.into(),
                event.principal.into(),
                event.action.into(),
                event.object.as_str().into(),
            ],
        )?;
        Ok(())
    }
}
