//! Revoking tokens that somebody found.

use std::net::IpAddr;

use gatepass_core::lifecycle::expose;

use crate::call::{Leaked, RevokeLeaked};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Presented, StoreError};

impl Instance {
    /// Revokes each of them, of whatever kind, and tells which were ever issued here.
    pub(in crate::registry) fn revoke_leaked(
        &self,
        call: &RevokeLeaked,
    ) -> Result<Vec<bool>, Refused> {
        if !self.store.is_made()? {
            return Ok(vec![false; call.found.len()]);
        }
        let each = call.found.iter().map(|leaked| self.expose(leaked, call.address));
        Ok(each.collect::<Result<_, StoreError>>()?)
    }

    fn expose(&self, leaked: &Leaked, address: Option<IpAddr>) -> Result<bool, StoreError> {
        let now = self.now();
        self.store.transaction(|store| {
            let Some(presented) = store.token_by_digest(&leaked.digest)? else { return Ok(false) };
            let Presented { record, generation } = presented;
            let Some(exposed) = expose(&record, generation, leaked.found_at.clone(), now) else {
                return Ok(true);
            };
            store.save_token(&exposed.record)?;
            for event in exposed.events(now) {
                store.add_audit_event(&event.from_address(address))?;
            }
            if exposed.is_revoked_by_it {
                self.withdraw(store, &exposed.record)?;
            }
            Ok(true)
        })
    }
}
