//! Public ids: random base62 text of a fixed length, safe to log, to show and to put in a URL.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The digits of base62, in the order of the `base62` crate's standard alphabet.
pub const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Random bytes handed to a rule that draws text from them.
///
/// A byte is used with a probability of 248/256, so the 48 characters that the longest draw needs
/// are short of bytes less than once in 10^80 draws.
pub type Entropy = [u8; 128];

/// The random bytes ran out before all characters were drawn; draw again with fresh ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the random bytes ran out")]
pub struct EntropyExhausted;

/// Draws `N` base62 characters, each of the 62 equally likely.
///
/// A byte of 248 (4 × 62) or more is passed over: taking it modulo 62 would favor the first eight
/// characters.
///
/// # Errors
/// [`EntropyExhausted`] if too many bytes had to be passed over.
pub fn draw<const N: usize>(
    bytes: &mut impl Iterator<Item = u8>,
) -> Result<[u8; N], EntropyExhausted> {
    let mut text = [0; N];
    for character in &mut text {
        let byte = bytes.find(|byte| *byte < 248).ok_or(EntropyExhausted)?;
        *character = BASE62.get(usize::from(byte % 62)).copied().unwrap_or(b'0');
    }
    Ok(text)
}

/// Text that is no id of the kind that it was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} letters and digits")]
pub struct ParseIdError {
    /// How many characters an id of that kind has.
    pub expected: usize,
}

/// `N` base62 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base62Text<const N: usize>([u8; N]);

impl<const N: usize> Base62Text<N> {
    /// Draws a random one; see [`draw`].
    ///
    /// # Errors
    /// [`EntropyExhausted`] if too many bytes had to be passed over.
    pub fn random(bytes: &mut impl Iterator<Item = u8>) -> Result<Self, EntropyExhausted> {
        draw(bytes).map(Self)
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> FromStr for Base62Text<N> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let bytes: [u8; N] =
            text.as_bytes().try_into().map_err(|_| ParseIdError { expected: N })?;
        if bytes.iter().all(u8::is_ascii_alphanumeric) {
            Ok(Self(bytes))
        } else {
            Err(ParseIdError { expected: N })
        }
    }
}

impl<const N: usize> fmt::Display for Base62Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Base62Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<const N: usize> Serialize for Base62Text<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Base62Text<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A tenant's id: it names the tenant's registry and stands in every token of the tenant.
pub type TenantId = Base62Text<6>;

/// The random part of a token's public id.
pub type Serial = Base62Text<10>;

/// Whom a token was issued for: a user's id within the tenant. RFC 7519 §4.1.2.
pub type Subject = Base62Text<12>;

/// A token's public id, tenant and serial: safe to log. RFC 7519 §4.1.7 (`jti`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId {
    /// The tenant that the token belongs to.
    pub tenant: TenantId,
    /// What tells it from the tenant's other tokens.
    pub serial: Serial,
}

impl FromStr for TokenId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let wrong = ParseIdError { expected: 16 };
        let (tenant, serial) = text.split_at_checked(6).ok_or(wrong)?;
        Ok(Self {
            tenant: tenant.parse().map_err(|_| wrong)?,
            serial: serial.parse().map_err(|_| wrong)?,
        })
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.tenant, self.serial)
    }
}

impl fmt::Debug for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for TokenId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TokenId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
