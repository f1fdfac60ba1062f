//! People who come from a provider.

use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::authority::Authority;
use gatepass_core::name::TokenName;
use gatepass_core::oidc::{Admitted, Arrival, Holder, ProviderSignInError, admit};
use gatepass_core::session::SeenFrom;
use gatepass_core::time::UnixSeconds;

use super::people::new_subject;
use super::providers::bind;
use super::sessions::{NewSession, open_session};
use crate::call::{CompleteSignIn, Declined, NoteRefusedSignIn};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::Store;

fn declined(error: ProviderSignInError) -> Refused {
    Declined::from(error).into()
}

impl Instance {
    pub(in crate::registry) fn complete_sign_in(
        &self,
        call: &CompleteSignIn,
    ) -> Result<(), Refused> {
        let now = self.now();
        if !self.store.is_made()? {
            return Err(Declined::NoProvider.into());
        }
        let name = self.store.provider(call.provider)?.map(|provider| provider.name);
        let completed = self.store.transaction(|store| self.complete(store, call, now));
        if let (Err(Refused::Declined(Declined::ProviderSignIn(error))), Some(name)) =
            (&completed, name)
        {
            let known = self.store.user_by_identity(&call.identity)?;
            let actor = known
                .map_or(Actor::Unknown, |user| Actor::User { sub: user.subject, name: user.name });
            let by = Means::Provider(name);
            self.note_refused_sign_in(actor, by, call.address, &error.to_string());
        }
        completed
    }

    fn complete(
        &self,
        store: &Store,
        call: &CompleteSignIn,
        now: UnixSeconds,
    ) -> Result<(), Refused> {
        if !store.end_attempt(&call.attempt, call.ends_at, now)? {
            return Err(declined(ProviderSignInError::Spent));
        }
        let provider = store.provider(call.provider)?;
        let provider = provider.filter(|provider| provider.issuer == call.identity.iss);
        let provider = provider.ok_or(ProviderSignInError::ProviderOff).map_err(declined)?;
        let holder = call.link.map(|link| {
            let spent = store.spend_sign_in_link(&link, now)?;
            let spent = spent.ok_or_else(|| declined(ProviderSignInError::Spent))?;
            let Some(subject) = spent.subject else { return Ok(Holder::Administrator) };
            let user = store.user(subject)?.ok_or(Declined::LinkSpent)?;
            Ok::<_, Refused>(Holder::User(user))
        });
        let arrival = Arrival {
            provider: &provider,
            bound: store.user_by_identity(&call.identity)?,
            provisioning: self.provisioning(store, call.external_id.as_ref())?,
            holder: holder.transpose()?,
            name: call.name.clone(),
            role_values: &call.role_values,
            role_source: self.role_source(store)?,
            subject: new_subject()?,
            administrators: &store.administrators(self.policy())?,
        };
        let admitted = admit(&arrival, self.policy(), now).map_err(declined)?;
        self.let_in(store, call, admitted, provider.name.clone(), now)
    }

    fn let_in(
        &self,
        store: &Store,
        call: &CompleteSignIn,
        admitted: Admitted,
        provider: TokenName,
        now: UnixSeconds,
    ) -> Result<(), Refused> {
        let Admitted { user, before, is_bound_now } = admitted;
        let by = Means::Provider(provider);
        let address = call.address;
        let authority = Authority { user, by, address, signed_in_at: Some(now) };
        let user = &authority.user;
        match &before {
            None => {
                store.add_user(user)?;
                let event = authority.event(Action::UserAdded, now).on(user);
                store.add_audit_event(&event.changing("role", None, Some(&user.role)))?;
            }
            Some(before) if before.role != user.role => {
                let event = authority.event(Action::UserChanged, now);
                self.save_changed(store, event, before, user.clone(), now)?;
            }
            Some(_) => store.save_user(user)?,
        }
        if call.link.is_some() {
            store.add_audit_event(&authority.event(Action::SignInLinkUsed, now))?;
        }
        if is_bound_now {
            bind(store, &authority, &call.identity, now)?;
        }
        let from = SeenFrom { address, browser: call.browser.clone() };
        let session = NewSession { digest: call.session, from, replaced: call.replaced };
        Ok(open_session(store, session, &authority, now)?)
    }

    /// Takes note of a sign-in that was refused before anybody was known by it.
    pub(in crate::registry) fn note_refused_arrival(
        &self,
        call: &NoteRefusedSignIn,
    ) -> Result<(), Refused> {
        if self.store.is_made()? {
            let by = Means::Provider(call.provider.clone());
            self.note_refused_sign_in(Actor::Unknown, by, call.address, &call.reason);
        }
        Ok(())
    }
}
