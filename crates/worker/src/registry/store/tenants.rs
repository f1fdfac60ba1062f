//! Tenants: in a registry the one that it is of, in the directory all.

use gatepass_core::tenant::{Tenant, TenantLabel};

use super::{Store, Stored};

impl Store {
    pub(in crate::registry) fn add_tenant(&self, tenant: &Tenant) -> Stored<()> {
        self.execute(
            "INSERT INTO tenants (id, label, region, created_at) VALUES (?, ?, ?, ?)",
            vec![
                tenant.id.as_str().into(),
                tenant.label.as_str().into(),
                tenant.region.as_str().into(),
                tenant.created_at.0.into(),
            ],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn tenant_by_label(
        &self,
        label: &TenantLabel,
    ) -> Stored<Option<Tenant>> {
        self.row("SELECT * FROM tenants WHERE label = ?", vec![label.as_str().into()])
    }

    pub(in crate::registry) fn tenants(&self) -> Stored<Vec<Tenant>> {
        self.rows("SELECT * FROM tenants ORDER BY label", vec![])
    }

    /// The tenant that this registry is of.
    pub(in crate::registry) fn own_tenant(&self) -> Stored<Option<Tenant>> {
        self.row("SELECT * FROM tenants LIMIT 1", vec![])
    }
}
