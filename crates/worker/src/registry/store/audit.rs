//! What happened, and by whom: a chain, written in the transaction of what happened.

mod read;
mod refusals;

use gatepass_core::audit::{Actor, AuditEvent, ChainHead, Means, ObjectKind};
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;

pub(in crate::registry) use read::Reading;

use super::{Store, StoreError, Stored};

/// The user that the event is listed under: who acted, or else whom it is about.
fn person_of(event: &AuditEvent) -> Option<String> {
    match (&event.actor, &event.object) {
        (Actor::User { sub, .. }, _) => Some(sub.to_string()),
        (Actor::Operator | Actor::Registry | Actor::Provisioner | Actor::Unknown, Some(object))
            if object.kind == ObjectKind::User =>
        {
            Some(object.id.clone())
        }
        (Actor::Operator | Actor::Registry | Actor::Provisioner | Actor::Unknown, _) => None,
    }
}

/// The token that the event is listed under: what it is about, or else what was shown.
fn token_of(event: &AuditEvent) -> Option<String> {
    let of_object = event.object.as_ref().filter(|object| match object.kind {
        ObjectKind::Token | ObjectKind::SiemAgent | ObjectKind::LogCollector => true,
        ObjectKind::User | ObjectKind::Group | ObjectKind::Provider | ObjectKind::Tenant => false,
    });
    match (of_object, &event.by) {
        (Some(object), _) => Some(object.id.clone()),
        (None, Means::Token(id)) => Some(id.to_string()),
        (None, _) => None,
    }
}

#[derive(Deserialize)]
struct LoggedAt {
    at: UnixSeconds,
}

impl Store {
    /// Links an event to the last one. When it was logged (`at`) never goes back, so that a moment
    /// is a place in the chain: an event told later than it happened counts as logged with the one
    /// before it.
    pub(in crate::registry) fn add_audit_event(&self, event: &AuditEvent) -> Stored<()> {
        let json = serde_json::to_string(event)
            .map_err(|error| StoreError::Unreadable(error.to_string()))?;
        let link = self.audit_head()?.next(&json, &self.audit_keys);
        let last: Option<LoggedAt> =
            self.row("SELECT at FROM audit_events ORDER BY sequence DESC LIMIT 1", vec![])?;
        let logged_at = last.map_or(event.at, |last| last.at.max(event.at));
        self.execute(
            "INSERT INTO audit_events (sequence, at, action, person, token, event, mac) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            vec![
                i64::try_from(link.sequence).unwrap_or(i64::MAX).into(),
                logged_at.0.into(),
                event.action.as_str().into(),
                person_of(event).into(),
                token_of(event).into(),
                json.into(),
                link.mac.to_string().into(),
            ],
        )?;
        Ok(())
    }

    /// The end of the chain.
    pub(in crate::registry) fn audit_head(&self) -> Stored<ChainHead> {
        let last: Option<ChainHead> = self
            .row("SELECT sequence, mac FROM audit_events ORDER BY sequence DESC LIMIT 1", vec![])?;
        Ok(match last {
            Some(head) => head,
            None => self.audit_anchor()?,
        })
    }

    /// The link that the first event kept is linked to.
    fn audit_anchor(&self) -> Stored<ChainHead> {
        Ok(self.row("SELECT sequence, mac FROM audit_anchor", vec![])?.unwrap_or_default())
    }
}
