//! A tenant with many tokens, in its registry and in KV.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use gatepass_bench::fill::{self, fill, registry_of};
use gatepass_core::network::NetworkRule;
use gatepass_core::policy::Role;
use gatepass_core::record::Revision;
use gatepass_core::standing::{Grant, Standing, Verdict, standing_key};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::SecretToken;
use reqwest::Client;
use serde::Deserialize;

use crate::client::{Administrator, await_answer};
use crate::load::Question;
use crate::workerd::{Site, Workerd};

/// How long a write may take to reach KV.
const REACHES_KV_WITHIN: Duration = Duration::from_secs(30);

/// How many keys are put into KV by one request.
const PUT_AT_ONCE: usize = 1_000;

/// The tenant, and what runs.
pub(crate) struct Filled {
    /// Its full administrator.
    pub(crate) ada: Administrator,
    /// Its tokens that may read.
    pub(crate) tokens: Vec<String>,
    /// What runs.
    pub(crate) workerd: Workerd,
    /// Its KV.
    pub(crate) kv: Kv,
}

impl Filled {
    /// Makes a tenant with `count` tokens that may read, and starts the site.
    pub(crate) async fn start(site: &Site, count: usize) -> Result<Self> {
        let workerd = site.start()?;
        await_answer(site).await?;
        let ada = Administrator::of_new_tenant(site, "verify").await?;
        drop(workerd);
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let now = UnixSeconds(i64::try_from(since.as_secs())?);
        let tenant = ada.tenant.id;
        let numbers: Vec<u64> =
            (0..).filter(|number| !fill::is_revoked(*number)).take(count).collect();
        let end = numbers.last().context("there are some")? + 1;
        fill(&registry_of(&site.registries()?, tenant)?, tenant, end, now)?;

        let workerd = site.start()?;
        await_answer(site).await?;
        let kv = Kv { http: Client::builder().no_proxy().build()?, origin: site.origin_of_kv() };
        let mut tokens = Vec::new();
        for some in numbers.chunks(PUT_AT_ONCE) {
            let mut standings = BTreeMap::new();
            for number in some {
                let token = fill::token(tenant, *number)?;
                standings.insert(standing_key(&token.digest()), standing_of(&token)?);
                tokens.push(token.expose().to_owned());
            }
            kv.put_all(&standings).await?;
        }
        Ok(Self { ada, tokens, workerd, kv })
    }

    /// As many questions, each about any of the tokens: the same ones in every run.
    pub(crate) fn questions(&self, from: u64, count: u64) -> Vec<Question> {
        let count_of_tokens = self.tokens.len().max(1) as u64;
        let place = |number| usize::try_from(fill::scatter(number) % count_of_tokens).ok();
        (from..from + count)
            .filter_map(|number| self.tokens.get(place(number)?))
            .map(|token| Question::of(token))
            .collect()
    }
}

/// How one of the tokens stands, as KV has it.
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
pub(crate) struct Kv {
    http: Client,
    origin: String,
}

/// How often KV was read.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Reads {
    /// By how many requests.
    pub(crate) operations: u32,
    /// How many keys, as it is billed.
    pub(crate) keys: u32,
}

impl Kv {
    async fn put_all(&self, values: &BTreeMap<String, String>) -> Result<()> {
        let request = self.http.put(format!("{}/", self.origin)).json(values);
        request.send().await?.error_for_status()?;
        Ok(())
    }

    /// Waits until a key has a value.
    pub(crate) async fn await_key(&self, key: &str) -> Result<()> {
        let (url, begin) = (format!("{}/{key}", self.origin), Instant::now());
        while !self.http.get(&url).send().await?.status().is_success() {
            ensure!(begin.elapsed() < REACHES_KV_WITHIN, "KV has no {key}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// How often it was read so far.
    pub(crate) async fn reads(&self) -> Result<Reads> {
        let answer = self.http.get(format!("{}/counts", self.origin)).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}
