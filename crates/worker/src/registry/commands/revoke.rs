//! Revoking tokens.

use gatepass_core::audit::Action;
use gatepass_core::authority::{Authority, Denied};
use gatepass_core::edge::Answer;
use gatepass_core::lifecycle::revoke;
use gatepass_core::oauth::may_revoke;
use gatepass_core::record::TokenRecord;
use gatepass_core::scope::Scope;
use gatepass_core::wire::{RevokedToken, RevokedTokens};

use super::standing::answer;
use super::tokens::touchable;
use crate::call::{Declined, RevokeShown, RevokeToken, RevokeTokens};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

impl Instance {
    pub(in crate::registry) fn revoke_token(
        &self,
        call: &RevokeToken,
    ) -> Result<RevokedToken, Refused> {
        let authority = self.authority(&call.asker, &Scope::MANAGE)?;
        self.store.transaction(|store| {
            let record = self.touch(store, &authority, &call.id)?;
            Ok(self.withdraw_for(store, &authority, record)?)
        })
    }

    /// Revokes all of them, or none where who asks may not touch one.
    pub(in crate::registry) fn revoke_tokens(
        &self,
        call: &RevokeTokens,
    ) -> Result<RevokedTokens, Refused> {
        let authority = self.authority(&call.asker, &Scope::MANAGE)?;
        self.store.transaction(|store| {
            let mut data = Vec::with_capacity(call.ids.len());
            for (index, id) in call.ids.iter().enumerate() {
                let record = touchable(self, store, &authority, id)?;
                let record = record.ok_or(Declined::NoTokenAt { index })?;
                data.push(self.withdraw_for(store, &authority, record)?);
            }
            Ok(RevokedTokens { data })
        })
    }

    /// Revokes a token for who shows it. One that has ended for good is as good as none.
    pub(in crate::registry) fn revoke_shown(&self, call: &RevokeShown) -> Result<(), Refused> {
        if !self.store.is_made()? {
            return Err(Declined::NoTenant.into());
        }
        let shown = call.shown.map(|digest| self.store.token_by_digest(&digest));
        let shown = shown.transpose()?.flatten();
        let shown = match answer(&self.store, shown.as_ref(), self.now())? {
            Answer::Known(standing) if !standing.is_final() => shown.map(|shown| shown.record),
            Answer::Known(_) | Answer::Unknown => None,
        };
        let authority = self.revoker(&call.asker, shown.as_ref())?;
        let Some(record) = shown else { return Ok(()) };
        if !may_revoke(&authority, &record, self.policy()) {
            return Err(Denied::NotTheirToken.into());
        }
        self.store.transaction(|store| {
            // As it is now: that it was shown may have been noted in it as a use.
            let record = store.token_by_id(&record.id)?.ok_or(Declined::NoToken)?;
            self.withdraw_for(store, &authority, record)?;
            Ok(())
        })
    }

    fn withdraw_for(
        &self,
        store: &Store,
        authority: &Authority,
        record: TokenRecord,
    ) -> Result<RevokedToken, StoreError> {
        let now = self.now();
        let revoked = revoke(&record, authority.user.subject, now);
        if let Some(record) = &revoked {
            store.save_token(record)?;
            store.add_audit_event(&authority.event(Action::TokenRevoked, now).on(record))?;
            self.withdraw(store, record)?;
        }
        let record = revoked.unwrap_or(record);
        let revoked_at = record.revoked.map_or(now, |revocation| revocation.at);
        Ok(RevokedToken::of(record.id, revoked_at))
    }
}
