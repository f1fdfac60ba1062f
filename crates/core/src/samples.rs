//! What the tests of several rules start from.

use crate::id::{Entropy, Subject, TenantId};
use crate::lifecycle::{IssueError, Others, Rules, issue};
use crate::mac::Keyring;
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::record::TokenRecord;
use crate::settings::TenantSettings;
use crate::time::UnixSeconds;
use crate::token::{Prefixes, SecretToken, TokenKind};
use crate::wire::IssueToken;

/// 2026-11-24 12:00 UTC.
pub(crate) const NOON: UnixSeconds = UnixSeconds(1_795_521_600);

pub(crate) fn keys(digit: char) -> Keyring {
    digit.to_string().repeat(64).parse().unwrap()
}

pub(crate) fn tenant() -> TenantId {
    "tenant".parse().unwrap()
}

pub(crate) fn subject(text: &str) -> Subject {
    format!("{text:0>12}").parse().unwrap()
}

/// Bytes that differ in every place and for every seed.
pub(crate) fn entropy(seed: u8) -> Entropy {
    std::array::from_fn(|place| (place as u8).wrapping_mul(97).wrapping_add(seed))
}

pub(crate) fn token(seed: u8) -> SecretToken {
    let prefixes = Prefixes::default();
    SecretToken::issue(&prefixes, TokenKind::User, tenant(), &keys('a'), &entropy(seed)).unwrap()
}

pub(crate) fn user(role: Role) -> User {
    User {
        subject: subject("ada"),
        name: "Ada".parse().unwrap(),
        email: None,
        role,
        created_at: NOON,
        last_sign_in_at: Some(NOON),
        deprovisioned_at: None,
    }
}

pub(crate) fn request(name: &str) -> IssueToken {
    IssueToken::named(name.parse().unwrap())
}

/// A token of `owner`, issued at noon as it is asked for, where the owner has no other.
pub(crate) fn issued(request: &IssueToken, owner: &User) -> Result<TokenRecord, IssueError> {
    let (policy, settings) = (Policy::default(), TenantSettings::default());
    let rules = Rules { policy: &policy, settings: &settings };
    issue(token(1).identity(), request, owner, Others::default(), rules, NOON)
}

/// A token of a full administrator, issued at noon and never used.
pub(crate) fn record() -> TokenRecord {
    issued(&request("ci"), &user(Role::GLOBAL_ADMINISTRATOR)).unwrap()
}
