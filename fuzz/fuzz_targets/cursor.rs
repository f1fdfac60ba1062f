//! A cursor is read back as the place that it was made of, and one of another tenant is refused.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gatepass_core::activity::ActivityCursor;
use gatepass_core::listing::Cursor;
use gatepass_core::person::UserCursor;
use gatepass_fuzz::{check_of, keys, keys_beside};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let place = URL_SAFE_NO_PAD.encode(data);
    of_tokens(format!("{place}.{}", check_of(&place)));
    of_users(place);
    if let Ok(text) = std::str::from_utf8(data) {
        of_tokens(text.to_owned());
        of_users(text.to_owned());
        made_up(text);
    }
    if let Some((number, rest)) = data.split_first_chunk() {
        of_activity(u64::from_le_bytes(*number), rest);
    }
});

fn of_tokens(text: String) {
    let Ok(cursor) = Cursor::try_from(text) else { return };
    assert_eq!(Cursor::try_from(String::from(cursor.clone())).as_ref(), Ok(&cursor));
    assert_eq!(cursor.require_tenant(cursor.tenant), Ok(()));
    let tenant = "tenant".parse().expect("six characters");
    assert_eq!(cursor.require_tenant(tenant).is_ok(), cursor.tenant == tenant);
}

fn of_users(text: String) {
    let Ok(cursor) = UserCursor::try_from(text) else { return };
    assert_eq!(UserCursor::try_from(String::from(cursor.clone())), Ok(cursor));
}

/// Nobody without the keys makes one of a log.
fn made_up(text: &str) {
    let tenant = text.get(..6).and_then(|text| text.parse().ok());
    let tenant = tenant.unwrap_or_else(|| "tenant".parse().expect("six characters"));
    assert!(ActivityCursor::open(text, tenant, &keys_beside(text)).is_err());
}

/// It opens in its own tenant, as it was, and with one character changed nowhere.
fn of_activity(sequence: u64, rest: &[u8]) {
    let keys = keys();
    let tenant = "tenant".parse().expect("six characters");
    let cursor = ActivityCursor { tenant, sequence };
    let text = cursor.seal(&keys);
    assert_eq!(ActivityCursor::open(&text, tenant, &keys), Ok(cursor));
    let other = "others".parse().expect("six characters");
    assert!(ActivityCursor::open(&text, other, &keys).is_err());
    let [place, character, ..] = rest else { return };
    let place = usize::from(*place) % text.len();
    let mut changed = text.clone();
    changed.replace_range(place..=place, char::from(*character).encode_utf8(&mut [0; 4]));
    assert!(changed == text || ActivityCursor::open(&changed, tenant, &keys).is_err());
}
