//! Tokens that were made up cost nothing, and what may be ours costs little.

mod alike;
mod unknown;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use gatepass_core::edge::GRANT_LIFE;
use gatepass_core::token::SecretToken;
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use crate::harness::{ADA, Answer, Caller, Edges, Kv, Tenant, eventually, send, send_json};

/// How many forged tokens come by each way in, by which a token is refused: with those that are shown
/// for introspection, a million.
const WAYS: [(&str, usize); 3] = [("verify", 900_000), ("gateway", 60_000), ("client", 20_000)];

/// How many are shown for introspection.
const SHOWN: usize = 20_000;

/// How many a request to the probe sends.
const AT_ONCE: usize = 20_000;

/// By when KV has what the registries wrote.
const WRITTEN_WITHIN: Duration = Duration::from_secs(60);

/// What came of a flood.
#[derive(Deserialize)]
struct Flooded {
    /// The answers, and how often there was each.
    answers: BTreeMap<String, usize>,
    /// The first tokens.
    tokens: Vec<String>,
    /// How much memory the module has, in bytes.
    taken: usize,
}

/// Sends forged tokens, half of them of the tenant, makes sure that all have the same answer and that
/// they leave nothing in the module's memory, and gives the answer.
async fn flood(
    caller: &Caller,
    tenant: &Tenant,
    client: &str,
    way: &str,
    count: usize,
    status: u16,
) -> String {
    let asked = json!({
        "way": way,
        "count": AT_ONCE,
        "tenant": tenant.id,
        "origin": caller.origin(),
        "client": client,
    });
    let (mut answers, mut taken) = (BTreeMap::new(), Vec::new());
    for _ in 0..count / AT_ONCE {
        let request = caller.request(Method::POST, "/").header("x-probe", "flood");
        let flooded: Flooded = send_json(request, &asked).await.expect(200).json();
        assert_forged(&flooded.tokens, caller);
        taken.push(flooded.taken);
        for (answer, count) in flooded.answers {
            *answers.entry(answer).or_insert(0) += count;
        }
    }
    // What the first of them took is given back to the next.
    assert!(taken.iter().all(|bytes| Some(bytes) == taken.first()), "{way}: {taken:?}");
    assert_eq!(answers.len(), 1, "{way}: {answers:#?}");
    let (answer, answered) = answers.pop_first().expect("there is one");
    assert_eq!(answered, count, "{way}");
    assert!(answer.starts_with(&format!("{status} ")), "{way}: {answer}");
    answer
}

/// Makes sure that these are what a flood is to be of: nothing but their seal gives them away.
fn assert_forged(tokens: &[String], caller: &Caller) {
    let settings = caller.settings();
    assert!(!tokens.is_empty());
    for token in tokens {
        let parsed = SecretToken::parse(token, &settings.prefixes()).expect("it has the form");
        assert!(!parsed.is_sealed(&settings.seal_keys()), "its seal was made up");
    }
}

/// What is counted of what tokens cost.
#[derive(Debug, PartialEq)]
struct Costs {
    /// How often KV was read.
    reads: usize,
    /// How often the registries were asked, by what it was.
    calls: BTreeMap<String, usize>,
    /// The registries' files.
    files: Vec<PathBuf>,
}

impl Costs {
    async fn of(edges: &Edges, kv: &Kv) -> Self {
        Self { reads: kv.reads(), calls: edges.calls().await, files: edges.registry_files() }
    }
}

#[tokio::test]
async fn a_million_forged_tokens_cost_no_read_no_call_no_registry_and_no_memory() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let client = ada.issue_with(&json!({ "name": "API", "scope": "introspect" })).await.token;
    eventually("KV has been told of all", WRITTEN_WITHIN, async || {
        (kv.keys().len() == 2).then_some(())
    })
    .await;

    let mut told = BTreeSet::new();
    for (way, count) in WAYS {
        let before = Costs::of(&edges, &kv).await;
        told.insert(flood(&edges.near, &tenant, &client, way, count, 401).await);
        assert_eq!(Costs::of(&edges, &kv).await, before, "{way}");
    }
    // One for each way in: the gateway's says to browsers too what they may do with it, which no proxy
    // has to hear, and a client of introspection is told as OAuth has it.
    assert_eq!(told.len(), WAYS.len(), "{told:#?}");

    let (before, begin) = (Costs::of(&edges, &kv).await, Instant::now());
    flood(&edges.near, &tenant, &client, "shown", SHOWN, 200).await;
    let (after, took) = (Costs::of(&edges, &kv).await, begin.elapsed());
    // The client's own token is good: it is looked up, and its uses are reported.
    assert_eq!(after.calls.get("ask_standing"), before.calls.get("ask_standing"));
    assert_eq!(after.files, before.files);
    let own_reads = 1 + took.as_millis() as u64 / GRANT_LIFE.0.unsigned_abs();
    assert!((after.reads - before.reads) as u64 <= own_reads, "{before:?} {after:?} in {took:?}");
    assert_eq!(WAYS.iter().map(|(_, count)| count).sum::<usize>() + SHOWN, 1_000_000);
}
