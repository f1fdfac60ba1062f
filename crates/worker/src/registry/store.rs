//! Storage: the only SQL there is. What may be assumed of it:
//!
//! - It is this instance's own, strongly consistent, and a write is confirmed before any answer
//!   leaves the object (Durable Objects docs, "Input and output gates").
//! - An error or a panic does not undo the writes before it; `transactionSync` does. It runs to its
//!   end without another call in between.
//! - Integers above 2^53 lose digits; a statement takes 100 parameters.

mod agents;
mod audit;
mod days;
mod idempotency;
mod knocks;
mod outbox;
mod people;
mod providers;
mod provisioning;
mod rebuild;
mod schema;
mod scim;
mod sessions;
mod settings;
mod sql;
mod tenants;
mod tokens;
mod transaction;
mod upkeep;

use std::cell::Cell;

use gatepass_core::id::Serial;
use gatepass_core::mac::Keyring;
use serde::de::DeserializeOwned;
use worker::{SqlStorageValue, State};

pub(super) use audit::Reading;
pub(super) use rebuild::Page;
pub(super) use scim::{ScimGroup, ScimUser};
use sql::{Sql, read};
pub(super) use tokens::{Listing, Presented};
use transaction::SyncStorage;

/// Storage failed, or holds what cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum StoreError {
    /// A statement failed.
    #[error("a statement failed: {0}")]
    Statement(String),
    /// A transaction was rolled back for another reason than its own error: a panic in it.
    #[error("a transaction was rolled back: {0}")]
    RolledBack(String),
    /// A row cannot be read.
    #[error("a row cannot be read: {0}")]
    Unreadable(String),
    /// The platform gave no random bytes.
    #[error("no random bytes are to be had")]
    NoEntropy,
}

type Stored<T> = Result<T, StoreError>;

/// The instance's storage.
pub(super) struct Store {
    sql: Sql,
    storage: SyncStorage,
    audit_keys: Keyring,
    // Tables are never taken away, so what was found once holds for the instance's life.
    is_up_to_date: Cell<bool>,
}

impl Store {
    pub(super) fn new(state: &State, audit_keys: Keyring) -> Self {
        let storage = state.storage();
        Self {
            sql: Sql::of(&storage),
            storage: SyncStorage::of(&storage),
            audit_keys,
            is_up_to_date: Cell::new(false),
        }
    }

    fn execute(&self, statement: &str, parameters: Vec<SqlStorageValue>) -> Stored<usize> {
        self.sql.execute(statement, parameters)
    }

    fn rows<T: DeserializeOwned>(
        &self,
        statement: &str,
        parameters: Vec<SqlStorageValue>,
    ) -> Stored<Vec<T>> {
        self.sql.rows(statement, parameters)
    }

    fn row<T: DeserializeOwned>(
        &self,
        statement: &str,
        parameters: Vec<SqlStorageValue>,
    ) -> Stored<Option<T>> {
        Ok(self.rows(statement, parameters)?.into_iter().next())
    }
}

/// Several serials as one parameter, for `json_each`: a statement takes few.
fn list_of(serials: &[Serial]) -> SqlStorageValue {
    let texts: Vec<&str> = serials.iter().map(Serial::as_str).collect();
    serde_json::to_string(&texts).unwrap_or_default().into()
}

/// Parses a column that was written from the same type.
fn parsed<T: std::str::FromStr>(text: &str) -> Stored<T>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| StoreError::Unreadable(error.to_string()))
}
