//! Faults on purpose, to show that they harm nothing beside them.

use gatepass_core::route::Fault;

use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{AuditEvent, StoreError};

impl Instance {
    #[allow(clippy::panic, reason = "to panic is what it is for")]
    pub(in crate::registry) fn provoke(&self, fault: Fault) -> Result<(), Refused> {
        let now = self.now();
        match fault {
            Fault::PanicInWorker => Ok(()),
            Fault::PanicInRegistry => panic!("provoked in the registry"),
            Fault::PanicInTransaction => self.store.transaction(|store| {
                store.add_audit_event(&AuditEvent::by_operator("fault", &"panic"), now)?;
                panic!("provoked in a transaction")
            }),
            Fault::ErrorInTransaction => self.store.transaction(|store| {
                store.add_audit_event(&AuditEvent::by_operator("fault", &"error"), now)?;
                Err(StoreError::Unreadable("provoked in a transaction".to_owned()).into())
            }),
        }
    }
}
