//! KV. What may be assumed of it:
//!
//! - A write is seen elsewhere after "up to 60 seconds or more", a miss is cached too, and a write is
//!   not even promised to be seen at once where it was made (KV docs, "How KV works").
//! - One write a second per key, then 429; a put that reports failure may still land later.
//! - A bulk get counts as one operation.
//!
//! So nothing here is ever a no, a failure is never an answer, and what is written is derived.

use gatepass_core::outbox::KvWrite;
use gatepass_core::reading::read_json;
use gatepass_core::standing::{Standing, outranking, standing_key, tombstone_key};
use gatepass_core::tenant::{Tenant, TenantLabel, directory_key};
use gatepass_core::time::Millis;
use gatepass_core::token::TokenDigest;
use js_sys::futures::JsFuture;
use js_sys::{Array, Map, Promise, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::Env;

use super::clock;
use super::counts::{self, Counted};

const BINDING: &str = "GRANTS";

/// The most keys of one bulk get. Source: KV docs, "Read key-value pairs".
const BULK: usize = 100;

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
    let [standing, tombstone] = values(env, [standing_key(digest), tombstone_key(digest)]).await?;
    Ok(outranking(parsed(standing)?, parsed(tombstone)?))
}

/// The tenant with this label as KV has it; nothing, on a miss, which says nothing.
///
/// # Errors
/// [`KvFailure`], also for a value that cannot be read.
pub(crate) async fn read_tenant(
    env: &Env,
    label: &TenantLabel,
) -> Result<Option<Tenant>, KvFailure> {
    let [tenant] = values(env, [directory_key(label)]).await?;
    parsed(tenant)
}

#[wasm_bindgen]
extern "C" {
    /// A namespace. The SDK's looks up what it never uses here, at each read anew.
    type Namespace;

    /// A map with the values that there are.
    #[wasm_bindgen(method, catch)]
    fn get(this: &Namespace, keys: &Array) -> Result<Promise, JsValue>;
}

/// The values of these keys.
async fn values<const N: usize>(
    env: &Env,
    keys: [String; N],
) -> Result<[Option<String>; N], KvFailure> {
    let keys = keys.map(|key| JsValue::from_str(&key));
    let found = bulk_get(env, &keys.iter().collect()).await?;
    Ok(keys.map(|key| found.get(&key).as_string()))
}

/// The values of these keys, as they stand there, a bulk get for each 100.
///
/// # Errors
/// [`KvFailure`], if one of them fails.
pub(crate) async fn read_values(
    env: &Env,
    keys: &[String],
) -> Result<Vec<Option<String>>, KvFailure> {
    let mut values = Vec::with_capacity(keys.len());
    for keys in keys.chunks(BULK) {
        let keys: Vec<JsValue> = keys.iter().map(|key| JsValue::from_str(key)).collect();
        let found = bulk_get(env, &keys.iter().collect()).await?;
        values.extend(keys.iter().map(|key| found.get(key).as_string()));
    }
    Ok(values)
}

async fn bulk_get(env: &Env, keys: &Array) -> Result<Map, KvFailure> {
    let found = try_bulk_get(env, keys).await;
    if found.is_err() {
        counts::count(Counted::FailedRead);
    }
    found
}

async fn try_bulk_get(env: &Env, keys: &Array) -> Result<Map, KvFailure> {
    let failure = |error: JsValue| KvFailure(format!("{error:?}"));
    let binding = Reflect::get(env, &JsValue::from_str(BINDING)).map_err(failure)?;
    if !binding.is_object() {
        return Err(KvFailure(format!("{BINDING} is not bound")));
    }
    let reading = binding.unchecked_into::<Namespace>().get(keys);
    let found = clock::within(PATIENCE, JsFuture::from(reading.map_err(failure)?))
        .await
        .ok_or_else(|| KvFailure("no answer in time".to_owned()))?
        .map_err(failure)?;
    Ok(found.unchecked_into())
}

fn parsed<T: DeserializeOwned>(value: Option<String>) -> Result<Option<T>, KvFailure> {
    let unreadable = |_| KvFailure("a value that cannot be read".to_owned());
    value.map(|json| read_json(json.as_bytes()).map_err(unreadable)).transpose()
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
    let written = match clock::within(WRITE_PATIENCE, writing).await {
        Some(result) => result.map_err(KvFailure),
        None => Err(KvFailure("no answer in time".to_owned())),
    };
    if written.is_err() {
        counts::count(Counted::FailedWrite);
    }
    written
}
