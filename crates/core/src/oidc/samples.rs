//! What the tests of these rules have in common.

use super::claims::Claims;
use crate::reading::read_json;
use crate::time::UnixSeconds;

pub(super) const ISSUER: &str = "https://login.example.com";

pub(super) const NOON: UnixSeconds = UnixSeconds(1_795_000_000);

const RIGHT: [(&str, &str); 6] = [
    ("iss", r#""https://login.example.com""#),
    ("aud", r#""gatepass""#),
    ("sub", r#""ada-1""#),
    ("exp", "1795000300"),
    ("iat", "1795000000"),
    ("nonce", r#""n0nce""#),
];

fn read(members: &[(&str, &str)]) -> Claims {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
    read_json(format!("{{{}}}", members.join(",")).as_bytes()).unwrap()
}

/// Those of a token that is right in all.
pub(super) fn claims() -> Claims {
    read(&RIGHT)
}

/// The same with one member of another value.
pub(super) fn with(name: &str, value: &str) -> Claims {
    let mut members: Vec<_> = RIGHT.into_iter().filter(|(known, _)| *known != name).collect();
    members.push((name, value));
    read(&members)
}

/// The same without a member.
pub(super) fn without(name: &str) -> Claims {
    let members: Vec<_> = RIGHT.into_iter().filter(|(known, _)| *known != name).collect();
    read(&members)
}
