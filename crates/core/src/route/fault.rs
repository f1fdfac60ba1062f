//! Faults on purpose.

/// Where a fault is provoked, to show that it harms nothing beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// A panic in the Worker's own code.
    PanicInWorker,
    /// A panic in a registry's code.
    PanicInRegistry,
    /// A panic in a storage transaction of a registry, after a write.
    PanicInTransaction,
    /// An error in a storage transaction of a registry, after a write.
    ErrorInTransaction,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 4] = [
        Self::PanicInWorker,
        Self::PanicInRegistry,
        Self::PanicInTransaction,
        Self::ErrorInTransaction,
    ];

    /// The fault as it stands in a path.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PanicInWorker => "panic-in-worker",
            Self::PanicInRegistry => "panic-in-registry",
            Self::PanicInTransaction => "panic-in-transaction",
            Self::ErrorInTransaction => "error-in-transaction",
        }
    }
}
