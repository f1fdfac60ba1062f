//! The people of a tenant.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::id::Subject;
use crate::name::{ParseNameError, TokenName, is_visible};
use crate::policy::Role;
use crate::reading::read_json;
use crate::time::UnixSeconds;

/// A person's name, as others see it: what is true of a token's name is true of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(TokenName);

impl PersonName {
    /// The name as it was given, trimmed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// What two names have in common that differ in case alone.
    pub fn to_key(&self) -> String {
        self.0.to_key()
    }
}

impl FromStr for PersonName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A mail address: a part before an `@` and a host after it, 3 to 254 characters (RFC 5321 §4.5.3.1),
/// none of them a space or invisible. Only a mail shows whether it works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Text that is no mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter an address like ada@example.com.")]
pub struct ParseEmailError;

impl Email {
    /// The address as it was given, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two addresses have in common that differ in case alone.
    pub fn to_key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for Email {
    type Err = ParseEmailError;

    fn from_str(text: &str) -> Result<Self, ParseEmailError> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@').ok_or(ParseEmailError)?;
        let is_one_word = text.chars().all(|c| is_visible(c) && !c.is_whitespace());
        match is_one_word && !local.is_empty() && !host.is_empty() && text.len() <= 254 {
            true => Ok(Self(text.to_owned())),
            false => Err(ParseEmailError),
        }
    }
}

impl TryFrom<String> for Email {
    type Error = ParseEmailError;

    fn try_from(text: String) -> Result<Self, ParseEmailError> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A user as the registry knows one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id within the tenant.
    pub subject: Subject,
    /// The user's name.
    pub name: PersonName,
    /// Where the user gets mail, if that is known. It identifies nobody.
    pub email: Option<Email>,
    /// What the user may do, by the operator's policy.
    pub role: Role,
    /// When the user came.
    pub created_at: UnixSeconds,
    /// When the user last signed in, if ever.
    #[serde(default)]
    pub last_sign_in_at: Option<UnixSeconds>,
    /// When the user was deprovisioned, if so.
    pub deprovisioned_at: Option<UnixSeconds>,
}

/// The place in a list of users, by name, after one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserCursor {
    /// The key of the user's name.
    pub name_key: String,
    /// Tells the user from others of that name.
    pub subject: Subject,
}

/// Text that is no [`UserCursor`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cursor is not one that a list gave")]
pub struct ParseUserCursorError;

impl TryFrom<String> for UserCursor {
    type Error = ParseUserCursorError;

    fn try_from(text: String) -> Result<Self, ParseUserCursorError> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| ParseUserCursorError)?;
        let (name_key, subject) = read_json(&json).map_err(|_| ParseUserCursorError)?;
        Ok(Self { name_key, subject })
    }
}

impl From<UserCursor> for String {
    fn from(cursor: UserCursor) -> Self {
        let json = serde_json::to_vec(&(cursor.name_key, cursor.subject));
        URL_SAFE_NO_PAD.encode(json.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_address_has_something_on_both_sides_of_its_at_sign_and_no_spaces() {
        for right in ["ada@example.com", " ada@example.com ", "a@b", "ada+x@mail.example"] {
            assert_eq!(right.parse::<Email>().unwrap().as_str(), right.trim());
        }
        let long = format!("{}@example.com", "a".repeat(254));
        for wrong in ["", "ada", "@example.com", "ada@", "a da@b", "ada@b\nx", "a\u{202E}@b", &long]
        {
            assert_eq!(wrong.parse::<Email>(), Err(ParseEmailError), "{wrong:?}");
        }
    }
}
