//! Users and their sessions.

use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::authority::Authority;
use gatepass_core::id::Subject;
use gatepass_core::person::{PersonName, User};
use gatepass_core::policy::Role;
use gatepass_core::scope::Scope;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::token::TokenDigest;

use crate::call::{Asker, Declined, Identified, OpenDevelopmentSession, Shown, SpendSignInLink};
use crate::platform::entropy;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

/// How long a session lasts at most.
const SESSION_LIFE: Seconds = Seconds::hours(12);

fn new_user(name: PersonName, role: Role, now: UnixSeconds) -> Result<User, StoreError> {
    let bytes = entropy::draw().map_err(|_| StoreError::NoEntropy)?;
    let subject = Subject::random(&mut bytes.into_iter()).map_err(|_| StoreError::NoEntropy)?;
    Ok(User { subject, name, email: None, role, created_at: now, deprovisioned_at: None })
}

fn open_session(
    store: &Store,
    session: &TokenDigest,
    authority: &Authority,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    store.remove_ended_sessions(now)?;
    store.add_session(session, authority.user.subject, now, now + SESSION_LIFE)?;
    store.add_audit_event(&authority.event(Action::SessionOpened, now))
}

impl Instance {
    pub(in crate::registry) fn spend_sign_in_link(
        &self,
        call: SpendSignInLink,
    ) -> Result<(), Refused> {
        let now = self.now();
        if !self.store.is_made()? {
            return Err(Declined::LinkSpent.into());
        }
        let address = call.address;
        let spent = self.store.transaction(|store| {
            if !store.spend_sign_in_link(&call.link, now)? {
                return Err(Declined::LinkSpent.into());
            }
            let role = self.policy().role_of_first_administrator().clone();
            let user = new_user(call.name, role, now)?;
            store.add_user(&user)?;
            let authority = Authority { user, by: Means::SignInLink, address };
            store.add_audit_event(&authority.event(Action::SignInLinkUsed, now))?;
            Ok(open_session(store, &call.session, &authority, now)?)
        });
        if let Err(Refused::Declined(Declined::LinkSpent)) = spent {
            self.note_refused_sign_in(Actor::Unknown, Means::SignInLink, address, "link_spent");
        }
        spent
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
            let (by, address) = (Means::DevelopmentSignIn, call.address);
            let authority = Authority { user, by, address };
            Ok(open_session(store, &call.session, &authority, now)?)
        })
    }

    pub(in crate::registry) fn who_is(&self, asker: &Asker) -> Result<Identified, Refused> {
        let user = self.authority(asker, &Scope::MANAGE)?.user;
        let longest_life_days = self.store.settings()?.longest_life_days;
        Ok(Identified { user, tenant: self.tenant()?, longest_life_days })
    }

    pub(in crate::registry) fn close_session(&self, asker: &Asker) -> Result<(), Refused> {
        let (now, authority) = (self.now(), self.person(asker)?);
        let Shown::Session(session) = asker.shown else {
            return Err(Declined::NoSession.into());
        };
        self.store.transaction(|store| {
            store.remove_session(&session)?;
            Ok(store.add_audit_event(&authority.event(Action::SessionClosed, now))?)
        })
    }
}
