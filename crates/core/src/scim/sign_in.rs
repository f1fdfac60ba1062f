//! Whether somebody who signs in is one of those who are provisioned.

use crate::person::User;

/// What is known of somebody who signs in, to the system that provisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provisioning {
    /// Nobody is provisioned: SCIM is off.
    Off,
    /// It is on: the user who was provisioned under the id that they came with, if there is one.
    On(Option<User>),
}

/// Nobody who is provisioned and active is who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not provisioned")]
pub struct NotProvisioned;

impl Provisioning {
    /// The user whom somebody signs in as, as far as provisioning says: nothing where it is off. Every
    /// way of signing in asks this, but that of an operator's one-time link and that for development.
    ///
    /// # Errors
    /// [`NotProvisioned`] where it is on and they are nobody active.
    pub fn admit(self) -> Result<Option<User>, NotProvisioned> {
        match self {
            Self::Off => Ok(None),
            Self::On(Some(user)) if user.deprovisioned_at.is_none() => Ok(Some(user)),
            Self::On(_) => Err(NotProvisioned),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Role;
    use crate::samples::{NOON, user};

    #[test]
    fn with_scim_on_only_who_is_provisioned_and_active_signs_in() {
        let ada = user(Role::SECURITY_READER);
        let gone = User { deprovisioned_at: Some(NOON), ..ada.clone() };
        assert_eq!(Provisioning::Off.admit(), Ok(None));
        assert_eq!(Provisioning::On(Some(ada.clone())).admit(), Ok(Some(ada)));
        assert_eq!(Provisioning::On(Some(gone)).admit(), Err(NotProvisioned));
        assert_eq!(Provisioning::On(None).admit(), Err(NotProvisioned));
    }
}
