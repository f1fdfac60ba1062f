//! Which registry is meant.

use crate::tenant::TenantLabel;

/// A registry, as the operator names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryName {
    /// The one that knows which tenants there are.
    Directory,
    /// A tenant's.
    Tenant(TenantLabel),
}

impl RegistryName {
    /// Its part of a path.
    pub(super) fn to_path(&self) -> String {
        match self {
            Self::Directory => "directory".to_owned(),
            Self::Tenant(label) => format!("tenants/{label}"),
        }
    }
}
