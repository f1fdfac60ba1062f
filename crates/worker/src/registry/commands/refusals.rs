//! Sign-ins that were refused.

use std::net::IpAddr;

use gatepass_core::audit::{Action, Actor, AuditEvent, Means};

use crate::platform::log;
use crate::registry::Instance;
use crate::registry::store::StoreError;

/// How many kinds of refusals are looked at beside another.
const MOST_LOOKED_AT: u32 = 20;

impl Instance {
    /// Takes note that a sign-in was refused, in a transaction of its own: what was refused has left
    /// no trace. Who was refused is told so whether or not it could be noted.
    pub(super) fn note_refused_sign_in(
        &self,
        actor: Actor,
        by: Means,
        address: Option<IpAddr>,
        reason: &str,
    ) {
        let now = self.now();
        let event = AuditEvent::new(Action::SignInRefused, actor, by, now)
            .from_address(address)
            .changing("reason", None, Some(reason));
        let noted = self.store.transaction(|store| -> Result<(), StoreError> {
            store.write_due_refusals(now, MOST_LOOKED_AT)?;
            store.add_refusal(event, now)
        });
        if let Err(error) = noted {
            log::fault("a refused sign-in was not noted", error);
        }
    }
}
