//! A token is read as what it is, is read back the same, and nobody makes one up.
#![no_main]

use gatepass_core::token::SecretToken;
use gatepass_fuzz::{CHECK_LENGTH, check_of, issued, keys, keys_beside, prefixes, with_check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        read(text);
        if let Some(text) = with_check(text) {
            read(&text);
        }
    }
    if let Some((place, rest)) = data.split_first() {
        altered(usize::from(*place), rest);
    }
});

/// What is read is the text, byte for byte, with a check that holds and no seal that anybody made up.
fn read(text: &str) {
    let Ok(token) = SecretToken::parse(text, &prefixes()) else { return };
    assert_eq!(token.expose(), text);
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    let (before, check) = text.split_at(text.len() - CHECK_LENGTH);
    assert_eq!(check_of(before), check);
    let (head, body) = text.split_once('_').expect("what is read has an underscore");
    assert!(head.ends_with(token.kind().letter()));
    assert!(body.starts_with(&token.id().to_string()));
    let again = SecretToken::parse(token.expose(), &prefixes()).expect("what was read is read");
    assert_eq!(again.identity(), token.identity());
    assert!(!token.is_sealed(&keys_beside(text)), "nobody without the keys makes a seal");
}

/// A token that was issued is read and is sealed; with one character changed, it is neither, even if
/// its check is mended.
fn altered(place: usize, rest: &[u8]) {
    let Some(token) = issued(rest) else { return };
    let text = token.expose();
    let read = SecretToken::parse(text, &prefixes()).expect("what is issued is read");
    assert_eq!(read.identity(), token.identity());
    assert!(read.is_sealed(&keys()));
    let place = place % text.len();
    let other = rest.first().copied().map_or('A', char::from);
    let mut changed = text.to_owned();
    changed.replace_range(place..=place, other.encode_utf8(&mut [0; 4]));
    if changed == text {
        return;
    }
    assert!(SecretToken::parse(&changed, &prefixes()).is_err(), "its check shows the change");
    let mended = with_check(&changed).filter(|mended| mended != text);
    let mended = mended.and_then(|text| SecretToken::parse(&text, &prefixes()).ok());
    assert!(mended.is_none_or(|token| !token.is_sealed(&keys())), "its seal shows the change");
}
