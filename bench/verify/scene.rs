//! The tokens that are asked about, in the registry and in KV.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, ensure};
use gatepass_bench::fill::{self, fill, registry_of};
use gatepass_core::network::NetworkRule;
use gatepass_core::policy::Role;
use gatepass_core::record::Revision;
use gatepass_core::standing::{Grant, Standing, Verdict, standing_key, tombstone_key};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::{Prefixes, SecretToken, TokenDigest};
use reqwest::Client;

use crate::client::{Administrator, Handed, await_answer};
use crate::workerd::{Site, Workerd};

/// How long a write may take to reach KV.
const REACHES_KV_WITHIN: Duration = Duration::from_secs(30);

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
    pub(crate) async fn prepare(site: &Site, count: u64) -> Result<Self> {
        let workerd = site.start()?;
        await_answer(site).await?;
        let ada = Administrator::of_new_tenant(site, "verify").await?;
        drop(workerd);
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let now = UnixSeconds(i64::try_from(since.as_secs())?);
        let tenant = ada.tenant.id;
        fill(&registry_of(&site.registries()?, tenant)?, tenant, count, now)?;

        let workerd = site.start()?;
        await_answer(site).await?;
        let kv = Kv { http: Client::builder().no_proxy().build()?, origin: site.origin_of_kv() };
        let mut many = Vec::new();
        for number in (0..count).filter(|number| !fill::is_revoked(*number)) {
            let token = fill::token(tenant, number)?;
            kv.put(&standing_key(&token.digest()), &standing_of(&token)?).await?;
            many.push(token.expose().to_owned());
        }
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

/// How one of the many stands, as KV has it.
fn standing_of(token: &SecretToken) -> Result<String> {
    let grant = Grant {
        id: token.id(),
        kind: token.kind(),
        sub: "000000000000".parse()?,
        scope: "read".to_owned().try_into()?,
        role: Role::SECURITY_READER,
        nbf: None,
        exp: None,
        networks: NetworkRule::default(),
    };
    let standing = Standing { revision: Revision(1), verdict: Verdict::Granted(grant) };
    Ok(serde_json::to_string(&standing)?)
}

/// The KV of the site.
struct Kv {
    http: Client,
    origin: String,
}

impl Kv {
    async fn put(&self, key: &str, value: &str) -> Result<()> {
        let request = self.http.put(format!("{}/{key}", self.origin)).body(value.to_owned());
        request.send().await?.error_for_status()?;
        Ok(())
    }

    async fn await_key(&self, key: &str) -> Result<()> {
        let (url, begin) = (format!("{}/{key}", self.origin), Instant::now());
        while !self.http.get(&url).send().await?.status().is_success() {
            ensure!(begin.elapsed() < REACHES_KV_WITHIN, "KV has no {key}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}
