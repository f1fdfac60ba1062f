//! The tokens that are asked about, in the registry and in KV.

use anyhow::Result;
use gatepass_core::standing::{standing_key, tombstone_key};
use gatepass_core::token::{Prefixes, SecretToken, TokenDigest};

use crate::client::Handed;
use crate::filled::Filled;
use crate::workerd::{Site, Workerd};

/// The tokens.
pub(crate) struct Scene {
    /// One that may read and write.
    pub(crate) valid: String,
    /// One that may read.
    pub(crate) reads: String,
    /// One that was revoked.
    pub(crate) revoked: String,
    /// Many that may read, each to be asked about once.
    pub(crate) many: Vec<String>,
    /// What runs.
    pub(crate) workerd: Workerd,
}

impl Scene {
    /// Makes a tenant with `count` tokens and some more, and starts the site.
    pub(crate) async fn prepare(site: &Site, count: usize) -> Result<Self> {
        let Filled { ada, tokens: many, workerd, kv } = Filled::start(site, count).await?;
        let valid = ada.issue("valid", "read write").await?;
        let reads = ada.issue("reads", "read").await?;
        let revoked = ada.issue("revoked", "read write").await?;
        ada.revoke(revoked.view.id).await?;
        for token in [&valid, &reads] {
            kv.await_key(&standing_key(&digest(token)?)).await?;
        }
        kv.await_key(&tombstone_key(&digest(&revoked)?)).await?;
        let [valid, reads, revoked] = [valid, reads, revoked].map(|handed| handed.token);
        Ok(Self { valid, reads, revoked, many, workerd })
    }
}

fn digest(handed: &Handed) -> Result<TokenDigest> {
    Ok(SecretToken::parse(&handed.token, &Prefixes::default())?.digest())
}
