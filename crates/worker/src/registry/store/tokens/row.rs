//! A row of `tokens`, and the record that it holds.

use gatepass_core::exposure::Exposure;
use gatepass_core::id::{TenantId, TokenId};
use gatepass_core::network::NetworkRule;
use gatepass_core::record::{Predecessor, Revision, Revocation, TokenRecord};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenKind;
use serde::Deserialize;
use worker::SqlStorageValue;

use crate::registry::store::{Stored, parsed, read};

/// A row of `tokens`.
#[derive(Deserialize)]
pub(super) struct TokenRow {
    pub(super) serial: String,
    digest: String,
    kind: TokenKind,
    pub(super) owner: String,
    name: String,
    scope: String,
    pub(super) issued_at: UnixSeconds,
    not_before: Option<UnixSeconds>,
    expires_at: Option<UnixSeconds>,
    pub(super) last_used_at: Option<UnixSeconds>,
    revoked_at: Option<UnixSeconds>,
    revoked_by: Option<String>,
    revision: u64,
    description: Option<String>,
    networks: Option<String>,
    predecessor: Option<String>,
    predecessor_until: Option<UnixSeconds>,
    exposed_at: Option<UnixSeconds>,
    found_at: Option<String>,
}

impl TokenRow {
    pub(super) fn into_record(self, tenant: TenantId) -> Stored<TokenRecord> {
        let revoked = match (self.revoked_at, self.revoked_by) {
            (Some(at), Some(by)) => Some(Revocation { at, by: parsed(&by)? }),
            (Some(_), None) | (None, _) => None,
        };
        let predecessor = match (self.predecessor, self.predecessor_until) {
            (Some(digest), Some(until)) => Some(Predecessor { digest: parsed(&digest)?, until }),
            (Some(_), None) | (None, _) => None,
        };
        let found_at = self.found_at.map(|text| parsed(&text)).transpose()?;
        Ok(TokenRecord {
            id: TokenId { tenant, serial: parsed(&self.serial)? },
            digest: parsed(&self.digest)?,
            kind: self.kind,
            owner: parsed(&self.owner)?,
            name: parsed(&self.name)?,
            scopes: parsed(&self.scope)?,
            issued_at: self.issued_at,
            not_before: self.not_before,
            expires_at: self.expires_at,
            last_used_at: self.last_used_at,
            predecessor,
            revoked,
            exposed: self.exposed_at.map(|at| Exposure { at, found_at }),
            revision: Revision(self.revision),
            description: self.description.map(|text| parsed(&text)).transpose()?,
            networks: match self.networks {
                None => NetworkRule::default(),
                Some(json) => read(&json)?,
            },
        })
    }
}

/// A revision as a parameter: it counts one token's changes, so it stays far below 2^53.
pub(super) fn revision_value(revision: Revision) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(revision.0).unwrap_or(i64::MAX))
}

/// A rule of networks as a parameter: `NULL` for the open one.
pub(super) fn networks_value(networks: &NetworkRule) -> SqlStorageValue {
    let json = (!networks.is_open()).then(|| serde_json::to_string(networks).unwrap_or_default());
    json.into()
}

/// Where a token was found, as a parameter.
pub(super) fn found_at_value(record: &TokenRecord) -> SqlStorageValue {
    let found_at = record.exposed.as_ref().and_then(|exposed| exposed.found_at.as_ref());
    found_at.map(|found_at| found_at.as_str()).into()
}
