//! Filling a registry while it is stopped, through the triggers of its own schema.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use gatepass_core::id::{Entropy, Subject, TenantId};
use gatepass_core::listing::search_key;
use gatepass_core::mac::Keyring;
use gatepass_core::name::TokenName;
use gatepass_core::status::Status;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::token::{Prefixes, SecretToken, TokenKind};
use rusqlite::{Connection, params};

const WHAT: [&str; 10] = [
    "deploy", "backup", "metrics", "import", "export", "nightly", "sync", "alerts", "report",
    "webhook",
];
const WHOSE: [&str; 12] = [
    "billing",
    "payroll",
    "checkout",
    "search",
    "mail",
    "warehouse",
    "identity",
    "shipping",
    "support",
    "catalog",
    "ledger",
    "fraud",
];
const WHERE: [&str; 5] = ["prod", "staging", "dev", "eu-west", "us-east"];

/// The keys that the tokens are sealed with.
pub const SEAL_KEYS: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// How many people the tokens were issued for.
const PEOPLE: u64 = 200;

/// Of these files, that of the registry of a tenant that has users.
///
/// # Errors
/// None is.
pub fn registry_of(files: &[PathBuf], tenant: TenantId) -> Result<PathBuf> {
    for file in files {
        let registry = Connection::open(file)?;
        // The directory knows the tenant too, and nobody of its users.
        let count = "SELECT count(*) FROM tenants WHERE id = ? AND EXISTS (SELECT 1 FROM users)";
        let found = registry.query_row(count, [tenant.to_string()], |row| row.get(0));
        let is_its_own: bool = found.unwrap_or_default();
        if is_its_own {
            return Ok(file.clone());
        }
    }
    anyhow::bail!("the tenant has no registry")
}

/// Fills a registry with `count` tokens, as people name and use them, and says how many of them are
/// listed: one in twenty is revoked.
///
/// # Errors
/// The file is no registry, or was filled before.
pub fn fill(file: &Path, tenant: TenantId, count: u64, now: UnixSeconds) -> Result<u64> {
    let mut registry = Connection::open(file)?;
    let transaction = registry.transaction()?;
    let owners = people(&transaction, now)?;
    let insert = "INSERT INTO tokens (serial, digest, kind, owner, name, name_key, scope, \
                  issued_at, last_used_at, status, revoked_at, revoked_by, revision, expires_at, \
                  search_key) VALUES (?, ?, 'user', ?, ?, ?, 'read', ?, ?, ?, ?, ?, 1, ?, ?)";
    let mut statement = transaction.prepare(insert)?;
    let mut listed = 0;
    for number in 0..count {
        let drawn = scatter(number);
        let token = token(tenant, number)?;
        let name = name(number)?;
        let owner = pick(&owners, drawn)?;
        let issued_at = now - Seconds(in_range(drawn >> 8, Seconds::days(700).0));
        let used_ago = match drawn % 4 {
            0 => None,
            1 => Some(in_range(drawn >> 16, Seconds::days(6).0)),
            _ => Some(in_range(drawn >> 16, Seconds::days(300).0)),
        };
        let last_used_at = used_ago.map(|ago| now - Seconds(ago));
        let revoked_at = is_revoked(number).then_some(now.0 - 60);
        let expires_at = drawn
            .is_multiple_of(3)
            .then(|| now.0 + 3600 + in_range(drawn >> 24, Seconds::days(90).0));
        listed += u64::from(revoked_at.is_none());
        statement.execute(params![
            token.id().serial.as_str(),
            token.digest().to_string(),
            owner.as_str(),
            name.as_str(),
            name.to_key(),
            issued_at.0,
            last_used_at.map(|at| at.0),
            Status::at(last_used_at, now).as_str(),
            revoked_at,
            revoked_at.map(|_| owner.as_str()),
            expires_at,
            search_key(&name, None),
        ])?;
    }
    drop(statement);
    transaction.commit()?;
    Ok(listed)
}

/// The token that has this number in a tenant.
///
/// # Errors
/// None is.
pub fn token(tenant: TenantId, number: u64) -> Result<SecretToken> {
    let keys: Keyring = SEAL_KEYS.parse()?;
    let prefixes = Prefixes::default();
    Ok(SecretToken::issue(&prefixes, TokenKind::User, tenant, &keys, &entropy(number))?)
}

/// Whether the token that has this number was revoked.
pub fn is_revoked(number: u64) -> bool {
    scatter(number) % 20 == 19
}

fn people(registry: &Connection, now: UnixSeconds) -> Result<Vec<Subject>> {
    let insert = "INSERT INTO users (subject, name, role, created_at) \
                  VALUES (?, ?, 'security-reader', ?)";
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        let subject: Subject = format!("{number:012}").parse()?;
        registry.execute(insert, params![subject.as_str(), format!("Person {number}"), now.0])?;
        people.push(subject);
    }
    Ok(people)
}

fn name(number: u64) -> Result<TokenName> {
    let drawn = scatter(number.wrapping_add(1 << 40));
    let what = pick(&WHAT, drawn)?;
    let whose = pick(&WHOSE, drawn >> 8)?;
    let place = pick(&WHERE, drawn >> 16)?;
    Ok(format!("{what} {whose} {place} {number}").parse()?)
}

fn pick<T: Copy>(among: &[T], drawn: u64) -> Result<T> {
    let place = usize::try_from(drawn % among.len() as u64)?;
    among.get(place).copied().context("the place is within")
}

fn in_range(drawn: u64, end: i64) -> i64 {
    i64::try_from(drawn % end.unsigned_abs()).unwrap_or(0)
}

/// Numbers that look random and are the same each time: SplitMix64.
pub fn scatter(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn entropy(number: u64) -> Entropy {
    std::array::from_fn(|place| {
        let drawn = scatter(number.wrapping_mul(64).wrapping_add(place as u64));
        u8::try_from(drawn >> 56).unwrap_or(0)
    })
}
