//! The signature of a report, and by which key it is said to be.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use der::Decode as _;
use der::asn1::UintRef;

/// The header that names the key. Names of headers have no case.
pub const KEY_HEADER: &str = "github-public-key-identifier";

/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "github-public-key-signature";

/// How many bytes either half of a signature has on P-256. FIPS 186-5 §6.1.1.
const HALF: usize = 32;

/// The most characters that a key's name has; those of GitHub's have 64.
const LONGEST_NAME: usize = 128;

/// Why a report is not believed: it is not told which of these it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It names no key.
    #[error("it names no key")]
    KeyName,
    /// What it shows is no signature.
    #[error("it has no signature in base64 of DER")]
    Malformed,
}

/// The name of a key of GitHub's, as a report gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName(String);

impl KeyName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let is_name = (1..=LONGEST_NAME).contains(&text.len());
        let is_name = is_name && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_name { Ok(Self(text.to_owned())) } else { Err(SignatureError::KeyName) }
    }
}

/// A signature by ECDSA on P-256, as the platform takes it: r and s, each as long as the curve's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportSignature([u8; 2 * HALF]);

impl ReportSignature {
    /// r, then s. IEEE P1363.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A number in as many bytes as half a signature has; nothing, if it has more, or is 0.
fn half(number: UintRef<'_>) -> Option<[u8; HALF]> {
    let digits = number.as_bytes();
    let mut half = [0; HALF];
    let place = half.get_mut(HALF.checked_sub(digits.len())?..)?;
    place.copy_from_slice(digits);
    (half != [0; HALF]).then_some(half)
}

impl FromStr for ReportSignature {
    type Err = SignatureError;

    /// Reads base64 of DER: `SEQUENCE { r INTEGER, s INTEGER }`, and nothing after it. RFC 3279
    /// §2.2.3. An integer in DER is as short as can be, and has a zero before it only where it would
    /// be negative without.
    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let der = STANDARD.decode(text).map_err(|_| SignatureError::Malformed)?;
        let numbers = Vec::<UintRef<'_>>::from_der(&der).map_err(|_| SignatureError::Malformed)?;
        let &[r, s] = numbers.as_slice() else { return Err(SignatureError::Malformed) };
        let (r, s) = half(r).zip(half(s)).ok_or(SignatureError::Malformed)?;
        let mut both = [0; 2 * HALF];
        let (first, second) = both.split_at_mut(HALF);
        first.copy_from_slice(&r);
        second.copy_from_slice(&s);
        Ok(Self(both))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// An integer with these bytes, whatever DER has to say of them.
    fn integer(bytes: &[u8]) -> Vec<u8> {
        [&[0x02, bytes.len() as u8], bytes].concat()
    }

    fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
        let body = parts.concat();
        [&[0x30, body.len() as u8], body.as_slice()].concat()
    }

    fn read(der: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let read: ReportSignature = STANDARD.encode(der).parse()?;
        Ok(read.as_bytes().to_vec())
    }

    /// The number in DER: without zeros before it, but for one where it would be negative.
    fn shortest(half: &[u8]) -> Vec<u8> {
        let digits: Vec<u8> = half.iter().copied().skip_while(|byte| *byte == 0).collect();
        let is_high = digits.first().is_some_and(|first| *first >= 0x80);
        integer(&[vec![0; usize::from(is_high)], digits].concat())
    }

    #[test]
    fn each_half_has_32_bytes_however_long_it_came() {
        let full = |first: u8| [vec![first], vec![0x11; 31]].concat();
        for (name, r, expected) in [
            ("full", full(0x7f), full(0x7f)),
            ("with a zero before it", [vec![0], full(0x80)].concat(), full(0x80)),
            ("a byte short", vec![0x11; 31], [vec![0], vec![0x11; 31]].concat()),
            (
                "a byte short with a zero before it",
                [vec![0], vec![0x91; 31]].concat(),
                [vec![0], vec![0x91; 31]].concat(),
            ),
            ("two bytes short", vec![0x11; 30], [vec![0; 2], vec![0x11; 30]].concat()),
            ("of one byte", vec![1], [vec![0; 31], vec![1]].concat()),
        ] {
            let s = full(0x22);
            for (halves, together) in [
                ([&r, &s], [expected.clone(), s.clone()].concat()),
                ([&s, &r], [s.clone(), expected.clone()].concat()),
            ] {
                let der = sequence(&halves.map(|half| integer(half)));
                assert_eq!(read(&der), Ok(together), "{name}");
            }
        }
    }

    #[test]
    fn what_is_no_signature_in_der_is_refused() {
        let (one, right) = (integer(&[1]), integer(&[0x11; 32]));
        let whole = sequence(&[right.clone(), right.clone()]);
        let mut indefinite = [&[0x30, 0x80], &whole[2..]].concat();
        indefinite.extend([0, 0]);
        for (name, der) in [
            ("nothing", vec![]),
            ("a number alone", right.clone()),
            ("one number", sequence(std::slice::from_ref(&right))),
            ("three numbers", sequence(&[one.clone(), one.clone(), one.clone()])),
            ("trailing bytes", [whole.as_slice(), &[0]].concat()),
            ("trailing bytes within", sequence(&[right.clone(), right.clone(), vec![0]])),
            ("cut off", whole[..whole.len() - 1].to_vec()),
            ("a zero too many", sequence(&[integer(&[0, 1]), right.clone()])),
            ("33 bytes", sequence(&[integer(&[0x11; 33]), right.clone()])),
            ("a negative number", sequence(&[integer(&[0x80; 32]), right.clone()])),
            ("zero", sequence(&[integer(&[0]), right.clone()])),
            ("an empty number", sequence(&[integer(&[]), right.clone()])),
            ("a set", [&[0x31], &whole[1..]].concat()),
            ("an octet string", sequence(&[right.clone(), [&[4, 1], &[1][..]].concat()])),
            ("a long length", [&[0x30, 0x81, 68], &whole[2..]].concat()),
            ("no length", indefinite),
            ("r and s side by side", vec![0x11; 64]),
        ] {
            assert_eq!(read(&der), Err(SignatureError::Malformed), "{name}");
        }
        assert!(read(&whole).is_ok());
        for text in ["", "=", "MEUC IQ==", "MEUC-_", &STANDARD.encode(&whole).replace('=', "")] {
            assert_eq!(text.parse::<ReportSignature>(), Err(SignatureError::Malformed), "{text}");
        }
    }

    #[test]
    fn the_signatures_that_github_documents_are_read() {
        for (text, r, s) in [
            (
                "MEUCIQDKZokqnCjrRtw0tni+2Ltvl/uiMJ1EGumEsp1BsNr32AIgQY1YXD2nlj+XNfGK4rBfkMJ1JDOQcYXxa2sY8FNkrKc=",
                [0xca, 0x66],
                [0x41, 0x8d],
            ),
            (
                "MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY66YcAdjxji410VQV4xg==",
                [0xda, 0x30],
                [0, 0x5e],
            ),
        ] {
            let read: ReportSignature = text.parse().unwrap();
            assert_eq!(
                (read.as_bytes()[..2].to_vec(), read.as_bytes()[32..34].to_vec()),
                (r.to_vec(), s.to_vec())
            );
        }
    }

    #[test]
    fn a_key_has_a_name_of_letters_and_digits() {
        let long = "a".repeat(LONGEST_NAME + 1);
        for text in ["", " ", "a b", "a/b", "é", "a\n", &long] {
            assert_eq!(text.parse::<KeyName>(), Err(SignatureError::KeyName), "{text:?}");
        }
        assert_eq!("90a421".parse::<KeyName>().unwrap().as_str(), "90a421");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_signature_is_read_as_it_was_written(
            r in proptest::collection::vec(any::<u8>(), HALF),
            s in proptest::collection::vec(any::<u8>(), HALF),
        ) {
            prop_assume!(r != [0; HALF] && s != [0; HALF]);
            let der = sequence(&[shortest(&r), shortest(&s)]);
            prop_assert_eq!(read(&der), Ok([r, s].concat()));
        }

        #[test]
        fn whatever_is_shown_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&bytes);
        }
    }
}
