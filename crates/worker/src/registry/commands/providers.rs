//! The providers that people sign in with, as full administrators set them up.

use gatepass_core::audit::{Action, AuditEvent};
use gatepass_core::authority::Authority;
use gatepass_core::oidc::{Identity, Provider, ProviderId, add_provider, change_provider};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{OfferedProvider, RoleView};

use crate::call::{
    ChangeProvider, Declined, FindProvider, FoundProvider, ListProviders, ListedProviders,
    NoteTest, OfferProviders, RecordProvider, RemoveProvider,
};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

fn find(store: &Store, id: ProviderId) -> Result<Provider, Refused> {
    Ok(store.provider(id)?.ok_or(Declined::NoProvider)?)
}

/// A member of a provider, with how it is told.
type Member = (&'static str, fn(&Provider) -> String);

/// What became of the provider. Its secret is told by whether there is one.
fn told(event: AuditEvent, before: Option<&Provider>, after: &Provider) -> AuditEvent {
    let text = |of: fn(&Provider) -> String| (before.map(of), Some(of(after)));
    let members: [Member; 9] = [
        ("kind", |it| it.kind.as_str().to_owned()),
        ("name", |it| it.name.to_string()),
        ("issuer", |it| it.issuer.to_string()),
        ("client_id", |it| it.client_id.to_string()),
        ("role_claim", |it| it.role_claim.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("roles", |it| {
            let told = it.roles.iter().map(|it| format!("{}: {}", it.value.as_str(), it.role));
            told.collect::<Vec<_>>().join(", ")
        }),
        ("creates_users", |it| it.creates_users.to_string()),
        ("external_id_claim", |it| {
            it.external_id_claim.as_ref().map_or_else(|| "sub".to_owned(), ToString::to_string)
        }),
        ("enabled", |it| it.enabled_at.is_some().to_string()),
    ];
    let event = members.into_iter().fold(event.on(after), |event, (name, of)| {
        let (before, after) = text(of);
        event.changing(name, before, after)
    });
    // What is stored is a ciphertext, which nobody has to keep secret.
    let sealed = |it: &Provider| it.secret.clone();
    let was_sealed = before.map(sealed);
    let is_other = was_sealed.is_some_and(|before| before != sealed(after));
    event.changing("client_secret", None, is_other.then_some("changed"))
}

/// Notes that a provider's person is this user.
pub(super) fn bind(
    store: &Store,
    authority: &Authority,
    identity: &Identity,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    let user = &authority.user;
    store.add_identity(identity, user.subject, now)?;
    let event = authority.event(Action::IdentityBound, now).on(user);
    store.add_audit_event(&event.changing("identity", None, Some(identity)))
}

impl Instance {
    pub(in crate::registry) fn list_providers(
        &self,
        call: &ListProviders,
    ) -> Result<ListedProviders, Refused> {
        self.administrator(&call.asker)?;
        Ok(ListedProviders {
            providers: self.store.providers()?,
            tenant: self.tenant()?,
            roles: self.policy().roles().map(RoleView::from).collect(),
            now: self.now(),
        })
    }

    pub(in crate::registry) fn record_provider(
        &self,
        call: &RecordProvider,
    ) -> Result<Provider, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let others = store.providers()?.len();
            let sealed = call.secret.clone();
            let provider = add_provider(call.id, &call.request, sealed, others, self.policy())
                .map_err(Declined::from)?;
            store.add_provider(&provider, now)?;
            let event = authority.event(Action::ProviderAdded, now);
            store.add_audit_event(&told(event, None, &provider))?;
            Ok(provider)
        })
    }

    pub(in crate::registry) fn change_provider(
        &self,
        call: &ChangeProvider,
    ) -> Result<Provider, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let before = find(store, call.id)?;
            let sealed = call.secret.clone();
            let after = change_provider(&before, &call.request, sealed, self.policy(), now)
                .map_err(Declined::from)?;
            if before != after {
                store.save_provider(&after)?;
                let event = authority.event(Action::ProviderChanged, now);
                store.add_audit_event(&told(event, Some(&before), &after))?;
            }
            Ok(after)
        })
    }

    pub(in crate::registry) fn remove_provider(
        &self,
        call: &RemoveProvider,
    ) -> Result<(), Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let provider = find(store, call.id)?;
            store.remove_provider(provider.id)?;
            let event = authority.event(Action::ProviderDeleted, now).on(&provider);
            Ok(store.add_audit_event(&event)?)
        })
    }

    /// Those that are switched on.
    pub(in crate::registry) fn offer_providers(
        &self,
        _: &OfferProviders,
    ) -> Result<Vec<OfferedProvider>, Refused> {
        if !self.store.is_made()? {
            return Err(Declined::NoTenant.into());
        }
        let providers = self.store.providers()?.into_iter();
        let enabled = providers.filter(|provider| provider.enabled_at.is_some());
        Ok(enabled.map(|it| OfferedProvider { id: it.id, name: it.name }).collect())
    }

    /// One to sign in with; to be tried by an administrator, also one that is switched off.
    pub(in crate::registry) fn find_provider(
        &self,
        call: &FindProvider,
    ) -> Result<FoundProvider, Refused> {
        if !self.store.is_made()? {
            return Err(Declined::NoProvider.into());
        }
        if let Some(asker) = &call.asker {
            self.administrator(asker)?;
        }
        let provider = find(&self.store, call.id)?;
        let is_open = provider.enabled_at.is_some() || call.asker.is_some();
        let provider = Some(provider).filter(|_| is_open).ok_or(Declined::NoProvider)?;
        Ok(FoundProvider { provider, tenant: self.tenant()? })
    }

    /// Notes that an administrator signed in with a provider as it is set up now. What they are
    /// known by there becomes theirs, unless it is somebody's: so they are not locked out once it
    /// is switched on.
    pub(in crate::registry) fn note_test(&self, call: &NoteTest) -> Result<(), Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            if !store.end_attempt(&call.attempt, call.ends_at, now)? {
                return Err(Declined::from(gatepass_core::oidc::ProviderSignInError::Spent).into());
            }
            let stored = find(store, call.tried.id)?;
            let tried = stored.tried_as(&call.tried, now).ok_or(Declined::NoProvider)?;
            store.save_provider(&tried)?;
            let event = authority.event(Action::ProviderTested, now).on(&tried);
            store.add_audit_event(&event.changing("identity", None, Some(&call.identity)))?;
            if store.user_by_identity(&call.identity)?.is_none() {
                bind(store, &authority, &call.identity, now)?;
            }
            Ok(())
        })
    }
}
