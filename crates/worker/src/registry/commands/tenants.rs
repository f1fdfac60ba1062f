//! The directory's commands, and the making of a registry.

use gatepass_core::audit::{Action, AuditEvent};
use gatepass_core::outbox::KvWrite;
use gatepass_core::tenant::Tenant;

use crate::call::{AddSignInLink, EnrollTenant, Enrolled, FindTenant};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;

impl Instance {
    pub(in crate::registry) fn enroll_tenant(
        &self,
        call: EnrollTenant,
    ) -> Result<Enrolled, Refused> {
        let (now, tenant) = (self.now(), call.tenant);
        self.store.make()?;
        self.store.transaction(|store| {
            if let Some(existing) = store.tenant_by_label(&tenant.label)? {
                return Ok(Enrolled::Existing(existing));
            }
            store.add_tenant(&tenant)?;
            let event = AuditEvent::by_operator(Action::TenantCreated, now).on(&tenant);
            store.add_audit_event(&event)?;
            let write = KvWrite::put_tenant(&tenant);
            self.enqueue(store, tenant.label.as_str(), [write])?;
            Ok(Enrolled::New)
        })
    }

    pub(in crate::registry) fn find_tenant(
        &self,
        call: &FindTenant,
    ) -> Result<Option<Tenant>, Refused> {
        match self.store.is_made()? {
            true => Ok(self.store.tenant_by_label(&call.label)?),
            false => Ok(None),
        }
    }

    pub(in crate::registry) fn list_tenants(&self) -> Result<Vec<Tenant>, Refused> {
        match self.store.is_made()? {
            true => Ok(self.store.tenants()?),
            false => Ok(Vec::new()),
        }
    }

    pub(in crate::registry) fn add_sign_in_link(
        &self,
        call: &AddSignInLink,
    ) -> Result<(), Refused> {
        let now = self.now();
        self.store.make()?;
        self.store.transaction(|store| {
            if store.own_tenant()?.is_none() {
                store.add_tenant(&call.tenant)?;
            }
            store.add_sign_in_link(&call.link, None, now, call.expires_at)?;
            let event = AuditEvent::by_operator(Action::SignInLinkCreated, now)
                .on(&call.tenant)
                .changing("role", None, Some(self.policy().role_of_first_administrator()));
            store.add_audit_event(&event)?;
            Ok(())
        })
    }
}
