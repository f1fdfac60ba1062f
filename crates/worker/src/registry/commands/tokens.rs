//! Tokens: list, issue, revoke.

use gatepass_core::audit::Action;
use gatepass_core::lifecycle::{
    REFUSED_ELSEWHERE_WITHIN, REFUSED_IN_USE_WITHIN, RevokeError, issue, revoke,
};
use gatepass_core::outbox::Effect;
use gatepass_core::scope::Scope;
use gatepass_core::tenant::Tenant;
use gatepass_core::wire::{RevokedToken, TokenPage, TokenView};

use crate::call::{Declined, ListTokens, RecordToken, Recorded, RevokeToken};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::Listing;

impl Instance {
    pub(super) fn tenant(&self) -> Result<Tenant, Refused> {
        Ok(self.store.own_tenant()?.ok_or(Declined::NoTenant)?)
    }

    pub(in crate::registry) fn list_tokens(&self, call: &ListTokens) -> Result<TokenPage, Refused> {
        let (authority, now) = (self.authority(&call.asker, &Scope::MANAGE)?, self.now());
        let owner = authority.sees_tokens_of(self.policy());
        let listing = Listing { owner, query: &call.query, now };
        let mut page = self.store.list_tokens(&listing)?;
        self.tell_uses(&mut page.data, now)?;
        Ok(page)
    }

    pub(in crate::registry) fn record_token(
        &self,
        call: &RecordToken,
    ) -> Result<Recorded, Refused> {
        let (authority, now, tenant) = (self.person(&call.asker)?, self.now(), self.tenant()?);
        let user = &authority.user;
        self.store.transaction(|store| {
            let namesake = store.live_token_named(user.subject, &call.request.name)?;
            let record =
                issue(call.token, &call.request, user, namesake.as_ref(), self.policy(), now)
                    .map_err(Declined::from)?;
            store.add_token(&record, now)?;
            store.add_audit_event(&authority.event(Action::TokenIssued, now).on(&record))?;
            self.project(store, &record, user, Effect::Gives)?;
            Ok(Recorded { view: TokenView::of(&record, user, now), tenant })
        })
    }

    pub(in crate::registry) fn revoke_token(
        &self,
        call: &RevokeToken,
    ) -> Result<RevokedToken, Refused> {
        let (authority, now) = (self.authority(&call.asker, &Scope::MANAGE)?, self.now());
        self.store.transaction(|store| {
            let record = store
                .token_by_id(&call.id)?
                .filter(|record| authority.may_touch(record, self.policy()))
                .ok_or(Declined::from(RevokeError::NotFound))?;
            let revoked = revoke(&record, authority.user.subject, now);
            if let Some(record) = &revoked {
                store.save_token(record)?;
                store.add_audit_event(&authority.event(Action::TokenRevoked, now).on(record))?;
                self.withdraw(store, record)?;
            }
            let record = revoked.unwrap_or(record);
            let revoked_at = record.revoked.map_or(now, |revocation| revocation.at);
            Ok(RevokedToken {
                id: record.id,
                revoked_at,
                refused_in_use_by: revoked_at + REFUSED_IN_USE_WITHIN,
                refused_elsewhere_by: revoked_at + REFUSED_ELSEWHERE_WITHIN,
            })
        })
    }
}
