//! Roles, by name.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A role's name, as the policy spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Role(Cow<'static, str>);

impl Role {
    /// Everything, other people's tokens included.
    pub const GLOBAL_ADMINISTRATOR: Self = Self(Cow::Borrowed("global-administrator"));
    /// Everything likewise.
    pub const SECURITY_ADMINISTRATOR: Self = Self(Cow::Borrowed("security-administrator"));
    /// Everything likewise.
    pub const CLOUD_APP_SECURITY_ADMINISTRATOR: Self =
        Self(Cow::Borrowed("cloud-app-security-administrator"));
    /// Reading, and acting on what was read.
    pub const COMPLIANCE_ADMINISTRATOR: Self = Self(Cow::Borrowed("compliance-administrator"));
    /// Reading, and acting on what was read.
    pub const SECURITY_OPERATOR: Self = Self(Cow::Borrowed("security-operator"));
    /// Reading alone.
    pub const SECURITY_READER: Self = Self(Cow::Borrowed("security-reader"));
    /// Reading alone.
    pub const GLOBAL_READER: Self = Self(Cow::Borrowed("global-reader"));

    /// The name on the wire and in storage.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as people read it: "Security reader".
    pub fn to_words(&self) -> String {
        let words = self.0.replace('-', " ");
        let mut characters = words.chars();
        match characters.next() {
            Some(first) => first.to_uppercase().chain(characters).collect(),
            None => words,
        }
    }
}

/// Text that is no role's name: those are 1 to 40 lowercase letters and hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is 1 to 40 lowercase letters and hyphens")]
pub struct ParseRoleError;

impl FromStr for Role {
    type Err = ParseRoleError;

    fn from_str(text: &str) -> Result<Self, ParseRoleError> {
        let is_role = (1..=40).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if is_role { Ok(Self(Cow::Owned(text.to_owned()))) } else { Err(ParseRoleError) }
    }
}

impl TryFrom<String> for Role {
    type Error = ParseRoleError;

    fn try_from(text: String) -> Result<Self, ParseRoleError> {
        text.parse()
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.0.into_owned()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_role_reads_as_words() {
        assert_eq!(Role::GLOBAL_ADMINISTRATOR.to_words(), "Global administrator");
    }

    #[test]
    fn a_role_is_lowercase_letters_and_hyphens() {
        for role in ["", "Admin", "a b", "a_b", &"x".repeat(41)] {
            assert!(role.parse::<Role>().is_err(), "{role:?}");
        }
    }
}
