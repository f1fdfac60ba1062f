//! The check at the end of a text of ours: what was mistyped or cut is told without asking anybody.

use crc::{CRC_32_ISO_HDLC, Crc};

use crate::mac::to_base62;

/// Length of a check, in characters.
pub(crate) const CHECK_LENGTH: usize = 6;

/// The CRC-32 of zip and Ethernet, by a table of 1 KB: a larger one would weigh more in the module
/// than it saves on texts this short.
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// The check of a text: its CRC-32 in base62.
pub(crate) fn check_of(text: &[u8]) -> [u8; CHECK_LENGTH] {
    to_base62(u64::from(CRC.checksum(text)))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn it_is_the_crc_that_everybody_has() {
        // The catalogue's check value of CRC-32/ISO-HDLC.
        assert_eq!(CRC.checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(check_of(b"123456789"), to_base62(0xCBF4_3926));
    }

    #[test]
    fn another_text_has_another() {
        assert_ne!(check_of(b"gpu_a"), check_of(b"gpu_b"));
    }
}
