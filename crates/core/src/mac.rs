//! Keys of HMAC-SHA256 (FIPS 198-1): the first makes, all verify.

use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// How many characters a seal has: 64 bits in base62.
pub const SEAL_LENGTH: usize = 11;

/// How many bytes a whole code has.
pub(crate) const CODE_LENGTH: usize = 32;

/// A whole HMAC-SHA256.
pub(crate) type Code = [u8; CODE_LENGTH];

/// A seal: the first 64 bits of an HMAC, in base62.
pub(crate) type Seal = [u8; SEAL_LENGTH];

/// Several keys, of which the first makes seals and all verify them. Prints nothing of itself.
#[derive(Clone)]
pub struct Keyring {
    first: Hmac<Sha256>,
    others: Vec<Hmac<Sha256>>,
}

/// Why a text is no [`Keyring`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseKeyringError {
    /// There is no key.
    #[error("it is empty; set it to 64 hexadecimal digits")]
    Empty,
    /// A key is not 64 hexadecimal digits.
    #[error("key {position} is not 64 hexadecimal digits")]
    Malformed {
        /// Which of the keys, counted from 1.
        position: usize,
    },
}

impl FromStr for Keyring {
    type Err = ParseKeyringError;

    /// Reads keys of 32 bytes, each as 64 hexadecimal digits, with commas between them.
    fn from_str(text: &str) -> Result<Self, ParseKeyringError> {
        if text.trim().is_empty() {
            return Err(ParseKeyringError::Empty);
        }
        let mut keys = Vec::new();
        for (part, position) in text.split(',').zip(1..) {
            let mut key = Zeroizing::new([0; 32]);
            hex::decode_to_slice(part.trim(), key.as_mut_slice())
                .map_err(|_| ParseKeyringError::Malformed { position })?;
            let key = Hmac::new_from_slice(key.as_slice())
                .map_err(|_| ParseKeyringError::Malformed { position })?;
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let first = keys.next().ok_or(ParseKeyringError::Empty)?;
        Ok(Self { first, others: keys.collect() })
    }
}

impl Keyring {
    /// The seal of `text` under the first key.
    pub(crate) fn seal(&self, text: &[u8]) -> Seal {
        seal_under(&self.first, text)
    }

    /// Whether `seal` is that of `text` under any of the keys, in a time that tells nothing of where
    /// the two differ.
    pub(crate) fn verifies(&self, text: &[u8], seal: &[u8]) -> bool {
        std::iter::once(&self.first)
            .chain(&self.others)
            .fold(subtle::Choice::from(0), |holds, key| holds | seal_under(key, text).ct_eq(seal))
            .into()
    }

    /// Keys for something else, one made of each: the first encrypts, any may have. An HMAC is a
    /// pseudorandom function of its text, so nothing of the key itself is in them (NIST SP 800-108r1,
    /// §4.1).
    pub fn derive(&self, topic: &str) -> Vec<Zeroizing<[u8; 32]>> {
        let keys = std::iter::once(&self.first).chain(&self.others);
        keys.map(|key| Zeroizing::new(code_under(key, topic.as_bytes()))).collect()
    }

    /// The code of `text` under the first key.
    pub(crate) fn code(&self, text: &[u8]) -> Code {
        code_under(&self.first, text)
    }

    /// Whether `code` is that of `text` under any of the keys, in a time that tells nothing of where
    /// the two differ.
    pub(crate) fn verifies_code(&self, text: &[u8], code: &Code) -> bool {
        std::iter::once(&self.first)
            .chain(&self.others)
            .fold(subtle::Choice::from(0), |holds, key| holds | code_under(key, text).ct_eq(code))
            .into()
    }
}

fn code_under(key: &Hmac<Sha256>, text: &[u8]) -> Code {
    key.clone().chain_update(text).finalize().into_bytes().into()
}

fn seal_under(key: &Hmac<Sha256>, text: &[u8]) -> Seal {
    let code = code_under(key, text);
    let first = code.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    to_base62(first)
}

/// The number in base62, padded with zeros on the left to `N` characters.
pub(crate) fn to_base62<const N: usize>(number: u64) -> [u8; N] {
    let digits = base62::encode(number);
    let mut text = [b'0'; N];
    for (place, digit) in text.iter_mut().rev().zip(digits.bytes().rev()) {
        *place = digit;
    }
    text
}
