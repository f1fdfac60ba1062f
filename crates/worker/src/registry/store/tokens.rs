//! Tokens.

mod digests;
mod list;
mod row;

use gatepass_core::id::{Subject, TokenId};
use gatepass_core::listing::search_key;
use gatepass_core::name::TokenName;
use gatepass_core::person::User;
use gatepass_core::record::TokenRecord;
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenKind;
use gatepass_core::wire::TokenView;
use serde::Deserialize;
use worker::SqlStorageValue;

pub(in crate::registry) use digests::Presented;
pub(in crate::registry) use list::Listing;
use row::TokenRow;

use super::{Store, StoreError, Stored};

#[derive(Deserialize)]
struct Count {
    count: u64,
}

impl Store {
    /// The record, with the tenant that this registry is of.
    fn token(
        &self,
        condition: &str,
        parameters: Vec<SqlStorageValue>,
    ) -> Stored<Option<TokenRecord>> {
        Ok(self.tokens(condition, parameters)?.into_iter().next())
    }

    /// The records, in the order that the condition ends with.
    pub(super) fn tokens(
        &self,
        condition: &str,
        parameters: Vec<SqlStorageValue>,
    ) -> Stored<Vec<TokenRecord>> {
        let Some(tenant) = self.own_tenant()? else {
            return Ok(Vec::new());
        };
        let rows: Vec<TokenRow> =
            self.rows(&format!("SELECT * FROM tokens WHERE {condition}"), parameters)?;
        rows.into_iter().map(|row| row.into_record(tenant.id)).collect()
    }

    /// The token with this id; none, where the id is another tenant's.
    pub(in crate::registry) fn token_by_id(&self, id: &TokenId) -> Stored<Option<TokenRecord>> {
        let record = self.token("serial = ?", vec![id.serial.as_str().into()])?;
        Ok(record.filter(|record| record.id == *id))
    }

    /// A token as the table shows it.
    pub(in crate::registry) fn token_view(
        &self,
        id: &TokenId,
        now: UnixSeconds,
    ) -> Stored<Option<TokenView>> {
        let rows: Vec<TokenRow> =
            self.rows("SELECT * FROM tokens WHERE serial = ?", vec![id.serial.as_str().into()])?;
        Ok(self.views(rows, now)?.pop())
    }

    /// The owner's live token of this kind with this name, in whatever case. What has expired has
    /// to be settled.
    pub(in crate::registry) fn live_token_named(
        &self,
        owner: Subject,
        kind: TokenKind,
        name: &TokenName,
    ) -> Stored<Option<TokenRecord>> {
        self.token(
            "owner = ? AND kind = ? AND name_key = ? AND revoked_at IS NULL AND expired = 0",
            vec![owner.as_str().into(), kind.as_str().into(), name.to_key().into()],
        )
    }

    /// How many live tokens of this kind the owner has. What has expired has to be settled.
    pub(in crate::registry) fn live_tokens_of(
        &self,
        owner: Subject,
        kind: TokenKind,
    ) -> Stored<u64> {
        let count: Option<Count> = self.row(
            "SELECT count(*) AS count FROM tokens \
             WHERE owner = ? AND kind = ? AND revoked_at IS NULL AND expired = 0",
            vec![owner.as_str().into(), kind.as_str().into()],
        )?;
        Ok(count.map_or(0, |count| count.count))
    }

    /// All tokens of somebody that are not revoked, of whatever kind.
    pub(in crate::registry) fn tokens_of(&self, owner: Subject) -> Stored<Vec<TokenRecord>> {
        let Some(tenant) = self.own_tenant()? else {
            return Ok(Vec::new());
        };
        let rows: Vec<TokenRow> = self.rows(
            "SELECT * FROM tokens WHERE owner = ? AND revoked_at IS NULL",
            vec![owner.as_str().into()],
        )?;
        rows.into_iter().map(|row| row.into_record(tenant.id)).collect()
    }

    /// The user that a token was issued for. Users are never deleted.
    pub(in crate::registry) fn owner_of(&self, record: &TokenRecord) -> Stored<User> {
        let missing = || StoreError::Unreadable(format!("the owner of {} is missing", record.id));
        self.user(record.owner)?.ok_or_else(missing)
    }

    pub(in crate::registry) fn add_token(
        &self,
        record: &TokenRecord,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO tokens (serial, digest, kind, owner, name, name_key, scope, issued_at, \
             not_before, expires_at, last_used_at, status, revoked_at, revoked_by, revision, \
             description, networks, search_key) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            vec![
                record.id.serial.as_str().into(),
                record.digest.to_string().into(),
                record.kind.as_str().into(),
                record.owner.as_str().into(),
                record.name.as_str().into(),
                record.name.to_key().into(),
                record.scopes.to_string().into(),
                record.issued_at.0.into(),
                record.not_before.map(|at| at.0).into(),
                record.expires_at.map(|at| at.0).into(),
                record.last_used_at.map(|at| at.0).into(),
                Status::at(record.last_used_at, now).as_str().into(),
                record.revoked.map(|revocation| revocation.at.0).into(),
                record.revoked.map(|revocation| revocation.by.to_string()).into(),
                row::revision_value(record.revision),
                record.description.as_ref().map(|description| description.as_str()).into(),
                row::networks_value(&record.networks),
                search_key(&record.name, record.description.as_ref()).into(),
            ],
        )?;
        Ok(())
    }

    /// Saves all of the record but its uses. A token that is given another end has not expired.
    pub(in crate::registry) fn save_token(&self, record: &TokenRecord) -> Stored<()> {
        let expires_at = record.expires_at.map(|at| at.0);
        self.execute(
            "UPDATE tokens SET digest = ?, name = ?, name_key = ?, description = ?, search_key = ?, \
             scope = ?, not_before = ?, expired = CASE WHEN expires_at IS ? THEN expired ELSE 0 END, \
             expires_at = ?, networks = ?, predecessor = ?, predecessor_until = ?, \
             revoked_at = ?, revoked_by = ?, exposed_at = ?, found_at = ?, revision = ? WHERE serial = ?",
            vec![
                record.digest.to_string().into(),
                record.name.as_str().into(),
                record.name.to_key().into(),
                record.description.as_ref().map(|description| description.as_str()).into(),
                search_key(&record.name, record.description.as_ref()).into(),
                record.scopes.to_string().into(),
                record.not_before.map(|at| at.0).into(),
                expires_at.into(),
                expires_at.into(),
                row::networks_value(&record.networks),
                record.predecessor.map(|predecessor| predecessor.digest.to_string()).into(),
                record.predecessor.map(|predecessor| predecessor.until.0).into(),
                record.revoked.map(|revocation| revocation.at.0).into(),
                record.revoked.map(|revocation| revocation.by.to_string()).into(),
                record.exposed.as_ref().map(|exposed| exposed.at.0).into(),
                row::found_at_value(record),
                row::revision_value(record.revision),
                record.id.serial.as_str().into(),
            ],
        )?;
        Ok(())
    }

    /// Saves a use: one row, and its status only where that changes.
    pub(in crate::registry) fn save_use(
        &self,
        record: &TokenRecord,
        now: UnixSeconds,
    ) -> Stored<()> {
        let last_used_at = record.last_used_at.map(|at| at.0);
        let serial = record.id.serial.as_str();
        let status = Status::at(record.last_used_at, now).as_str();
        self.execute(
            "UPDATE tokens SET last_used_at = ? WHERE serial = ?",
            vec![last_used_at.into(), serial.into()],
        )?;
        self.execute(
            "UPDATE tokens SET status = ? WHERE serial = ? AND status <> ?",
            vec![status.into(), serial.into(), status.into()],
        )?;
        Ok(())
    }

    /// Makes the columns `status` and `expired` true at `now`: time alone turns Active into Inactive
    /// and ends what expires, and this touches only the tokens of which that became true since.
    pub(in crate::registry) fn settle(&self, now: UnixSeconds) -> Stored<()> {
        self.execute(
            "UPDATE tokens SET expired = 1 WHERE ended = 0 AND expires_at <= ?",
            vec![now.0.into()],
        )?;
        self.execute(
            &format!(
                "UPDATE tokens SET status = '{}' WHERE status = '{}' AND last_used_at < ?",
                Status::Inactive.as_str(),
                Status::Active.as_str(),
            ),
            vec![Status::active_since(now).0.into()],
        )?;
        Ok(())
    }
}
