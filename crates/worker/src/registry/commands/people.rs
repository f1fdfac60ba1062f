//! Signing in by a link or for development, and who one is.

use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::authority::Authority;
use gatepass_core::id::Subject;
use gatepass_core::people::sign_in;
use gatepass_core::person::{PersonName, User};
use gatepass_core::policy::Role;
use gatepass_core::scope::Scope;
use gatepass_core::session::SeenFrom;
use gatepass_core::time::UnixSeconds;

use super::sessions::{NewSession, open_session};
use crate::call::{Asker, Declined, Identified, OpenDevelopmentSession, SpendSignInLink};
use crate::platform::entropy;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::StoreError;

/// A subject that nobody has.
pub(super) fn new_subject() -> Result<Subject, StoreError> {
    let bytes = entropy::draw().map_err(|_| StoreError::NoEntropy)?;
    Subject::random(&mut bytes.into_iter()).map_err(|_| StoreError::NoEntropy)
}

fn new_user(name: PersonName, role: Role, now: UnixSeconds) -> Result<User, StoreError> {
    let subject = new_subject()?;
    let (email, deprovisioned_at) = (None, None);
    let last_sign_in_at = Some(now);
    Ok(User { subject, name, email, role, created_at: now, last_sign_in_at, deprovisioned_at })
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
        let from = SeenFrom { address, browser: call.browser };
        let session = NewSession { digest: call.session, from, replaced: call.replaced };
        let spent = self.store.transaction(|store| {
            let spent = store.spend_sign_in_link(&call.link, now)?.ok_or(Declined::LinkSpent)?;
            let user = match (spent.subject, call.name) {
                (Some(_), _) if store.providers()?.iter().any(|it| it.enabled_at.is_some()) => {
                    return Err(Declined::LinkNeedsProvider.into());
                }
                (Some(subject), _) => {
                    let user = store.user(subject)?.ok_or(Declined::LinkSpent)?;
                    let provisioning = self.provisioning_of(store, &user)?;
                    provisioning.admit().map_err(|_| Declined::NotProvisioned)?;
                    let user = sign_in(&user, now).map_err(|_| Declined::LinkSpent)?;
                    store.save_user(&user)?;
                    user
                }
                (None, Some(name)) => {
                    let role = self.policy().role_of_first_administrator().clone();
                    let user = new_user(name, role, now)?;
                    store.add_user(&user)?;
                    user
                }
                (None, None) => return Err(Declined::LinkSpent.into()),
            };
            let by = Means::SignInLink;
            let authority = Authority { user, by, address, signed_in_at: Some(now) };
            store.add_audit_event(&authority.event(Action::SignInLinkUsed, now))?;
            Ok(open_session(store, session, &authority, now)?)
        });
        let reason = match &spent {
            Err(Refused::Declined(Declined::LinkSpent)) => Some("link_spent"),
            Err(Refused::Declined(Declined::NotProvisioned)) => Some("not_provisioned"),
            Ok(()) | Err(_) => None,
        };
        if let Some(reason) = reason {
            self.note_refused_sign_in(Actor::Unknown, Means::SignInLink, address, reason);
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
        let (by, address) = (Means::DevelopmentSignIn, call.address);
        let known = self.store.user_by_development_name(&call.name)?;
        let user = match &known {
            None => Ok(new_user(call.name.clone(), call.role, now)?),
            Some(user) => sign_in(user, now),
        };
        let user = user.map_err(|error| {
            let actor = known.as_ref().map_or(Actor::Unknown, |user| Actor::User {
                sub: user.subject,
                name: user.name.clone(),
            });
            self.note_refused_sign_in(actor, by.clone(), address, "deprovisioned");
            Declined::from(error)
        })?;
        self.store.transaction(|store| {
            match known {
                Some(_) => store.save_user(&user)?,
                None => {
                    store.add_user(&user)?;
                    store.save_development_name(&user, &call.name)?;
                }
            }
            let authority = Authority { user, by, address, signed_in_at: Some(now) };
            let from = SeenFrom { address, browser: call.browser };
            let session = NewSession { digest: call.session, from, replaced: call.replaced };
            Ok(open_session(store, session, &authority, now)?)
        })
    }

    pub(in crate::registry) fn who_is(&self, asker: &Asker) -> Result<Identified, Refused> {
        let user = self.authority(asker, &Scope::MANAGE)?.user;
        let longest_life_days = self.store.settings()?.longest_life_days;
        Ok(Identified { user, tenant: self.tenant()?, longest_life_days })
    }
}
