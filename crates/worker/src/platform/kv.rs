//! KV. What may be assumed of it:
//!
//! - A write is seen elsewhere after "up to 60 seconds or more", a miss is cached too, and a write is
//!   not even promised to be seen at once where it was made (KV docs, "How KV works").
//! - One write a second per key, then 429; a put that reports failure may still land later.
//! - A bulk get counts as one operation.
//!
//! So nothing here is ever a no, a failure is never an answer, and what is written is derived.

use std::collections::HashMap;

use gatepass_core::outbox::KvWrite;
use gatepass_core::standing::{Standing, outranking, standing_key, tombstone_key};
use gatepass_core::tenant::{Tenant, TenantLabel, directory_key};
use gatepass_core::time::Millis;
use gatepass_core::token::TokenDigest;
use serde::de::DeserializeOwned;
use worker::Env;

use super::clock;

const BINDING: &str = "GRANTS";

/// How long a read may take before somebody else is asked.
const PATIENCE: Millis = Millis::seconds(2);

/// How long a write may take before it counts as failed.
const WRITE_PATIENCE: Millis = Millis::seconds(20);

/// KV did not do what it was asked, or did not say so in time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("KV failed: {0}")]
pub(crate) struct KvFailure(String);

/// What KV has of a token, by one bulk get; nothing, on a miss, which says nothing.
///
/// # Errors
/// [`KvFailure`], also for a value that cannot be read.
pub(crate) async fn read(env: &Env, digest: &TokenDigest) -> Result<Option<Standing>, KvFailure> {
    let (standing, tombstone) = (standing_key(digest), tombstone_key(digest));
    let mut values = values(env, &[&standing, &tombstone]).await?;
    let mut take = |key| parsed(values.remove(key).flatten());
    Ok(outranking(take(&standing)?, take(&tombstone)?))
}

/// The tenant with this label as KV has it; nothing, on a miss, which says nothing.
///
/// # Errors
/// [`KvFailure`], also for a value that cannot be read.
pub(crate) async fn read_tenant(
    env: &Env,
    label: &TenantLabel,
) -> Result<Option<Tenant>, KvFailure> {
    let key = directory_key(label);
    parsed(values(env, &[&key]).await?.remove(&key).flatten())
}

async fn values(env: &Env, keys: &[&str]) -> Result<HashMap<String, Option<String>>, KvFailure> {
    let store = env.kv(BINDING).map_err(|error| KvFailure(error.to_string()))?;
    clock::within(PATIENCE, store.get_bulk(keys).text())
        .await
        .ok_or_else(|| KvFailure("no answer in time".to_owned()))?
        .map_err(|error| KvFailure(error.to_string()))
}

fn parsed<T: DeserializeOwned>(value: Option<String>) -> Result<Option<T>, KvFailure> {
    let unreadable = |_| KvFailure("a value that cannot be read".to_owned());
    value.map(|json| serde_json::from_str(&json).map_err(unreadable)).transpose()
}

/// Carries out one write.
///
/// # Errors
/// [`KvFailure`], after which the write may have happened, or may happen later.
pub(crate) async fn write(env: &Env, write: &KvWrite) -> Result<(), KvFailure> {
    let writing = async {
        let store = env.kv(BINDING).map_err(|error| error.to_string())?;
        match write {
            KvWrite::Put { key, value, life } => {
                let put = store.put(key, value.as_str()).map_err(|error| error.to_string())?;
                let put = match life.and_then(|life| u64::try_from(life.0).ok()) {
                    Some(seconds) => put.expiration_ttl(seconds),
                    None => put,
                };
                put.execute().await.map_err(|error| error.to_string())
            }
            KvWrite::PutRepeatedly { key, value } => {
                let put = store.put(key, value.as_str()).map_err(|error| error.to_string())?;
                put.execute().await.map_err(|error| error.to_string())
            }
            KvWrite::Delete { key } => store.delete(key).await.map_err(|error| error.to_string()),
        }
    };
    match clock::within(WRITE_PATIENCE, writing).await {
        Some(result) => result.map_err(KvFailure),
        None => Err(KvFailure("no answer in time".to_owned())),
    }
}
