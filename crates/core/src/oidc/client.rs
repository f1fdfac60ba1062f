//! What a tenant and its provider know each other by, as text that is checked once.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Text that is not of 1 to 255 visible ASCII characters without spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Use 1 to 255 characters without spaces, none of them accented.")]
pub struct ParseWordError;

macro_rules! word {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = ParseWordError;

            fn from_str(text: &str) -> Result<Self, ParseWordError> {
                let text = text.trim();
                let is_word = (1..=255).contains(&text.len())
                    && text.bytes().all(|byte| byte.is_ascii_graphic());
                if is_word { Ok(Self(text.to_owned())) } else { Err(ParseWordError) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseWordError;

            fn try_from(text: String) -> Result<Self, ParseWordError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

word! {
    /// As whom this tenant is known to the provider. RFC 6749 §2.2.
    ClientId
}

word! {
    /// The name of a claim.
    ClaimName
}

/// What the provider gave to show that it is this client. It cannot be printed, and is zeroed when
/// dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClientSecret(String);

impl ClientSecret {
    /// The text, to be sealed or shown to the provider.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for ClientSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

impl TryFrom<String> for ClientSecret {
    type Error = ParseWordError;

    fn try_from(text: String) -> Result<Self, ParseWordError> {
        let text = text.trim();
        let is_fit = (1..=500).contains(&text.len())
            && text.chars().all(|c| !c.is_control() && !c.is_whitespace());
        if is_fit { Ok(Self(text.to_owned())) } else { Err(ParseWordError) }
    }
}

impl From<ClientSecret> for String {
    fn from(secret: ClientSecret) -> Self {
        secret.0.clone()
    }
}

/// A client secret, encrypted under a key of the deployment: all of it that is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedSecret(String);

impl SealedSecret {
    /// Of what the cipher gave.
    pub fn of(bytes: &[u8]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What the cipher gave.
    pub fn to_bytes(&self) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(&self.0).unwrap_or_default()
    }
}

/// A value of a claim, of 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimValue(crate::name::Description);

impl std::str::FromStr for ClaimValue {
    type Err = crate::name::ParseNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl ClaimValue {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_secret_cannot_be_printed() {
        let text = "hunter2hunter2".to_owned();
        assert_eq!(format!("{:?}", ClientSecret::try_from(text).unwrap()), "ClientSecret(…)");
        for wrong in ["", "a b", "a\nb"] {
            assert!(ClientSecret::try_from(wrong.to_owned()).is_err(), "{wrong:?}");
        }
    }
}
