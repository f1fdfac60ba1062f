//! Tokens: list, show, issue.

use gatepass_core::audit::Action;
use gatepass_core::authority::Authority;
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::lifecycle::{Others, RevokeError, Rules, issue};
use gatepass_core::name::TokenName;
use gatepass_core::outbox::Effect;
use gatepass_core::record::TokenRecord;
use gatepass_core::scope::Scope;
use gatepass_core::settings::TenantSettings;
use gatepass_core::tenant::Tenant;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenKind;
use gatepass_core::wire::{TokenPage, TokenView};

use super::repeated::Request;
use crate::call::{Declined, ListTokens, RecordToken, Recorded, ShowToken};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Listing, Store, StoreError};

/// What an owner has beside a token.
pub(super) struct Owned {
    namesake: Option<TokenRecord>,
    live: u64,
}

impl Owned {
    /// The owner's live tokens of a kind, one of them with the name, if there is one.
    pub(super) fn beside(
        store: &Store,
        (owner, kind): (Subject, TokenKind),
        name: &TokenName,
        now: UnixSeconds,
    ) -> Result<Self, StoreError> {
        store.settle(now)?;
        let namesake = store.live_token_named(owner, kind, name)?;
        Ok(Self { namesake, live: store.live_tokens_of(owner, kind)? })
    }

    pub(super) fn others(&self) -> Others<'_> {
        Others { namesake: self.namesake.as_ref(), live: self.live }
    }
}

/// The API token with this id, if who asks may touch it.
pub(super) fn touchable(
    instance: &Instance,
    store: &Store,
    authority: &Authority,
    id: &TokenId,
) -> Result<Option<TokenRecord>, StoreError> {
    let record = store.token_by_id(id)?;
    Ok(record.filter(|record| {
        record.kind == TokenKind::User && authority.may_touch(record, instance.policy())
    }))
}

impl Instance {
    pub(super) fn tenant(&self) -> Result<Tenant, Refused> {
        Ok(self.store.own_tenant()?.ok_or(Declined::NoTenant)?)
    }

    pub(super) fn rules<'a>(&'a self, settings: &'a TenantSettings) -> Rules<'a> {
        Rules { policy: self.policy(), settings }
    }

    /// An API token that who asks may touch.
    pub(super) fn touch(
        &self,
        store: &Store,
        authority: &Authority,
        id: &TokenId,
    ) -> Result<TokenRecord, Refused> {
        touchable(self, store, authority, id)?
            .ok_or_else(|| Declined::from(RevokeError::NotFound).into())
    }

    pub(in crate::registry) fn list_tokens(&self, call: &ListTokens) -> Result<TokenPage, Refused> {
        let (authority, now) = (self.authority(&call.asker, &Scope::MANAGE)?, self.now());
        let owner = authority.sees_tokens_of(self.policy());
        let listing = Listing { owner, query: &call.query, now };
        let mut page = self.store.list_tokens(&listing)?;
        self.tell_uses(&mut page.data, now)?;
        Ok(page)
    }

    pub(in crate::registry) fn show_token(&self, call: &ShowToken) -> Result<TokenView, Refused> {
        let authority = self.authority(&call.asker, &Scope::MANAGE)?;
        let record = self.touch(&self.store, &authority, &call.id)?;
        self.view(&self.store, &record)
    }

    /// A token as the table shows it.
    pub(super) fn view(&self, store: &Store, record: &TokenRecord) -> Result<TokenView, Refused> {
        let mut view = store.token_view(&record.id, self.now())?.ok_or(Declined::NoToken)?;
        self.tell_uses(std::slice::from_mut(&mut view), self.now())?;
        Ok(view)
    }

    pub(in crate::registry) fn record_token(
        &self,
        call: &RecordToken,
    ) -> Result<Recorded, Refused> {
        let (authority, now, tenant) = (self.person(&call.asker)?, self.now(), self.tenant()?);
        let user = &authority.user;
        let request = Request::new(user.subject, call.key.as_ref(), &("issue", &call.request));
        self.store.transaction(|store| {
            if let Some(serial) = request.made_before(store, now)? {
                let id = TokenId { tenant: tenant.id, serial };
                let view = store.token_view(&id, now)?.ok_or(Declined::NoToken)?;
                return Ok(Recorded { view, tenant, is_repeated: true });
            }
            let of = (user.subject, call.token.kind);
            let owned = Owned::beside(store, of, &call.request.name, now)?;
            let settings = store.settings()?;
            let rules = self.rules(&settings);
            let record = issue(call.token, &call.request, user, owned.others(), rules, now)
                .map_err(Declined::from)?;
            authority.require_recent_sign_in(&record.scopes, now)?;
            store.add_token(&record, now)?;
            request.remember(store, record.id.serial, now)?;
            store.add_audit_event(&authority.event(Action::TokenIssued, now).on(&record))?;
            self.project(store, &record, user, Effect::Begins)?;
            let view = TokenView::of(&record, user, now);
            Ok(Recorded { view, tenant, is_repeated: false })
        })
    }
}
