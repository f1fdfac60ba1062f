//! Users and their sessions.

use gatepass_core::id::Subject;
use gatepass_core::person::{PersonName, User};
use gatepass_core::policy::Role;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::token::TokenDigest;

use crate::call::{Declined, Identified, OpenDevelopmentSession, SpendSignInLink};
use crate::platform::entropy;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{AuditEvent, Store, StoreError};

/// How long a session lasts at most.
const SESSION_LIFE: Seconds = Seconds::hours(12);

fn new_user(name: PersonName, role: Role, now: UnixSeconds) -> Result<User, StoreError> {
    let bytes = entropy::draw().map_err(|_| StoreError::NoEntropy)?;
    let subject = Subject::random(&mut bytes.into_iter()).map_err(|_| StoreError::NoEntropy)?;
    Ok(User { subject, name, role, created_at: now, deprovisioned_at: None })
}

fn open_session(
    store: &Store,
    session: &TokenDigest,
    user: &User,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    store.remove_ended_sessions(now)?;
    store.add_session(session, user.subject, now, now + SESSION_LIFE)?;
    store.add_audit_event(&AuditEvent::by(user, "session.opened", &user.subject), now)
}

impl Instance {
    /// The session's user, as known now.
    pub(super) fn user_of(&self, session: &TokenDigest) -> Result<User, Refused> {
        if !self.store.is_made()? {
            return Err(Declined::NoTenant.into());
        }
        let user = self.store.user_by_session(session, self.now())?;
        let live = user.filter(|user| user.deprovisioned_at.is_none());
        Ok(live.ok_or(Declined::NoSession)?)
    }

    pub(in crate::registry) fn spend_sign_in_link(
        &self,
        call: SpendSignInLink,
    ) -> Result<(), Refused> {
        let now = self.now();
        if !self.store.is_made()? {
            return Err(Declined::LinkSpent.into());
        }
        self.store.transaction(|store| {
            if !store.spend_sign_in_link(&call.link, now)? {
                return Err(Declined::LinkSpent.into());
            }
            let user = new_user(call.name, Role::FULL_ADMINISTRATOR, now)?;
            store.add_user(&user)?;
            let event = AuditEvent::by(&user, "sign_in_link.used", &user.subject);
            store.add_audit_event(&event, now)?;
            Ok(open_session(store, &call.session, &user, now)?)
        })
    }

    pub(in crate::registry) fn open_development_session(
        &self,
        call: OpenDevelopmentSession,
    ) -> Result<(), Refused> {
        let now = self.now();
        if !self.store.is_made()? {
            return Err(Declined::NoTenant.into());
        }
        self.store.transaction(|store| {
            let user = match store.user_by_name(&call.name, &call.role)? {
                Some(user) => user,
                None => {
                    let user = new_user(call.name, call.role, now)?;
                    store.add_user(&user)?;
                    user
                }
            };
            Ok(open_session(store, &call.session, &user, now)?)
        })
    }

    pub(in crate::registry) fn who_is(&self, session: &TokenDigest) -> Result<Identified, Refused> {
        let user = self.user_of(session)?;
        Ok(Identified { user, tenant: self.tenant()? })
    }

    pub(in crate::registry) fn close_session(&self, session: &TokenDigest) -> Result<(), Refused> {
        let now = self.now();
        let user = self.user_of(session)?;
        self.store.transaction(|store| {
            store.remove_session(session)?;
            let event = AuditEvent::by(&user, "session.closed", &user.subject);
            Ok(store.add_audit_event(&event, now)?)
        })
    }
}
