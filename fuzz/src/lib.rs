//! What the targets have in common.
#![forbid(unsafe_code)]

use crc::{CRC_32_ISO_HDLC, Crc};
use gatepass_core::mac::Keyring;
use gatepass_core::token::{Prefixes, SecretToken, TokenKind};

const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// How many characters a check has.
pub const CHECK_LENGTH: usize = 6;

/// Two prefixes, the first of which issues.
///
/// # Panics
/// Never: they are right.
pub fn prefixes() -> Prefixes {
    "gp,acme".parse().expect("two prefixes")
}

/// The keys that seal here.
///
/// # Panics
/// Never: they are right.
pub fn keys() -> Keyring {
    let keys = format!("{},{}", "a".repeat(64), "b".repeat(64));
    keys.parse().expect("two keys")
}

/// Keys that differ with the text that they are to judge: the fuzzer sees both sides of a comparison,
/// and would hand one side in as the other the next time.
///
/// # Panics
/// Never: they are right.
pub fn keys_beside(text: &str) -> Keyring {
    let key = format!("{:08x}", CRC.checksum(text.as_bytes())).repeat(8);
    key.parse().expect("a key")
}

/// A token that is issued with this for randomness; nothing, if it is used up.
///
/// # Panics
/// Never: the tenant's id is right.
pub fn issued(data: &[u8]) -> Option<SecretToken> {
    let mut entropy = [0; 128];
    for (place, byte) in entropy.iter_mut().zip(data) {
        *place = *byte;
    }
    let tenant = "tenant".parse().expect("six characters");
    SecretToken::issue(&prefixes(), TokenKind::User, tenant, &keys(), &entropy).ok()
}

/// The check of a text: its CRC-32 in base62, written here anew.
pub fn check_of(text: &str) -> String {
    format!("{:0>CHECK_LENGTH$}", base62::encode(CRC.checksum(text.as_bytes())))
}

/// The text with its last characters made the check of what stands before them, so that what is made
/// up gets past it.
pub fn with_check(text: &str) -> Option<String> {
    let before = text.get(..text.len().checked_sub(CHECK_LENGTH)?)?;
    Some(format!("{before}{}", check_of(before)))
}
