//! Faults on purpose, to show that they harm nothing beside them.

use gatepass_core::audit::{Action, AuditEvent};
use gatepass_core::route::Fault;
use gatepass_core::time::UnixSeconds;

use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::StoreError;

fn provoked(fault: Fault, now: UnixSeconds) -> AuditEvent {
    let event = AuditEvent::by_operator(Action::FaultProvoked, now);
    event.changing("fault", None, Some(fault.as_str()))
}

impl Instance {
    #[allow(clippy::panic, reason = "to panic is what it is for")]
    pub(in crate::registry) fn provoke(&self, fault: Fault) -> Result<(), Refused> {
        let now = self.now();
        match fault {
            Fault::PanicInWorker => Ok(()),
            Fault::PanicInRegistry => panic!("provoked in the registry"),
            Fault::PanicInTransaction => self.store.transaction(|store| {
                store.add_audit_event(&provoked(fault, now))?;
                panic!("provoked in a transaction")
            }),
            Fault::ErrorInTransaction => self.store.transaction(|store| {
                store.add_audit_event(&provoked(fault, now))?;
                Err(StoreError::Unreadable("provoked in a transaction".to_owned()).into())
            }),
        }
    }
}
