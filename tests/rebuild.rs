//! Telling KV again of all that the registries know.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::process::Output;
use std::time::Duration;

use futures_util::StreamExt as _;
use gatepass_core::route::{RegistryName, Route};
use gatepass_core::time::Seconds;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::{DriftPage, Overlap, ProblemKind};
use reqwest::Method;
use serde_json::json;

use crate::harness::{ADA, Edges, Kv, Mood, OTTO, Person, Tenant, eventually, send, shared};
use crate::metrics;

/// By when KV was told of all of a change.
const TOLD_WITHIN: Duration = Duration::from_secs(60);

fn digest_of(token: &str) -> String {
    let parsed = SecretToken::parse(token, &"gp".parse().unwrap()).ok().unwrap();
    parsed.digest().to_string()
}

#[track_caller]
fn said(output: &Output, succeeds: bool) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    let said = format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    assert_eq!(output.status.success(), succeeds, "{said}");
    said
}

/// Edges, and a tenant of theirs with tokens of every sort, of which KV was told.
struct Scene {
    kv: Kv,
    edges: Edges,
    tenant: Tenant,
    ada: Person,
    live: String,
    retiring: String,
    revoked: String,
}

impl Scene {
    async fn new() -> Self {
        let kv = Kv::start().await;
        let edges = Edges::start(&kv).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
        let now = ada.list(&Default::default()).await.now;
        let (live, revoked) = (ada.issue("live").await, ada.issue("revoked").await);
        let (first, ended) = (ada.issue("renewed").await, ada.issue("ended").await);
        ada.issue_with(&json!({ "name": "ends", "exp": now + Seconds(3_600) })).await;
        otto.issue("left behind").await;
        ada.regenerate(first.view.id, Overlap::Week).await;
        ada.regenerate(ended.view.id, Overlap::None).await;
        ada.revoke(revoked.view.id).await;
        ada.call(&Route::DeprovisionUser(otto.me().await.sub)).await.expect(200);
        let (live, retiring, revoked) = (live.token, first.token, revoked.token);
        let scene = Self { kv, edges, tenant, ada, live, retiring, revoked };
        scene.await_told().await;
        scene
    }

    /// Waits until KV holds all that it should, a label, six grants and two tombstones, and nothing
    /// waits to be told.
    async fn await_told(&self) {
        eventually("KV was told of all", TOLD_WITHIN, async || {
            let keys = self.kv.keys();
            let of = |kind: &str| keys.iter().filter(|key| key.starts_with(kind)).count();
            let is_told = (of("d:"), of("t:"), of("r:")) == (1, 6, 2);
            let waiting = metrics::waiting(&self.edges.near, &self.tenant.label).await;
            (is_told && waiting == 0.0).then_some(())
        })
        .await;
    }

    async fn rebuild(&self, arguments: &[&str], succeeds: bool) -> String {
        let arguments = [&["rebuild"], arguments].concat();
        said(&self.edges.xtask(&arguments).await, succeeds)
    }
}

/// What KV holds, read: members may come in any order.
fn read(values: &BTreeMap<String, String>) -> BTreeMap<String, serde_json::Value> {
    let read = |(key, value): (&String, &String)| {
        (key.clone(), serde_json::from_str(value).expect("a value is JSON"))
    };
    values.iter().map(read).collect()
}

#[tokio::test]
async fn a_wiped_kv_is_restored_to_what_it_held() {
    let scene = Scene::new().await;
    let before = scene.kv.values();
    assert!(
        scene.rebuild(&["--check"], true).await.contains("KV holds what it should of 8 tokens")
    );
    scene.kv.wipe();
    let said = scene.rebuild(&["all", "--check"], false).await;
    assert!(said.contains("directory: 1 missing, 0 different, 0 extra of 1 tenants"), "{said}");
    let label = &scene.tenant.label;
    let found = format!("{label}: 8 missing, 0 different, 0 extra of 8 tokens");
    assert!(said.contains(&found) && said.contains("9 keys of KV"), "{said}");
    assert!(said.contains(&format!("r:{}  missing", digest_of(&scene.revoked))), "{said}");
    assert!(scene.kv.keys().is_empty(), "to look changes nothing");

    let said = scene.rebuild(&[], true).await;
    assert!(said.contains(&format!("{label}: KV was told again of 8 tokens")), "{said}");
    assert_eq!(read(&scene.kv.values()), read(&before));
    scene.rebuild(&["--check"], true).await;
    // Where only KV can be asked.
    scene.edges.far.verify(&scene.live).await.expect(200);
    scene.edges.far.verify(&scene.retiring).await.expect(200);
    scene.edges.far.verify(&scene.revoked).await.expect_problem(ProblemKind::InvalidToken);
}

#[tokio::test]
async fn a_damaged_kv_is_repaired_and_what_was_right_is_not_found_wrong() {
    let scene = Scene::new().await;
    let before = scene.kv.values();
    let (live, revoked) = (digest_of(&scene.live), digest_of(&scene.revoked));
    let grant = before[&format!("t:{live}")].clone();
    let label = format!("d:{}", scene.tenant.label);
    scene.kv.set(&format!("t:{live}"), Some(grant.replace("\"read", "\"manage read")));
    scene.kv.set(&format!("r:{live}"), Some(before[&format!("r:{revoked}")].clone()));
    scene.kv.set(&format!("t:{revoked}"), Some(grant));
    scene.kv.set(&format!("r:{revoked}"), Some("garbage".to_owned()));
    scene.kv.set(&format!("t:{}", digest_of(&scene.retiring)), None);
    scene.kv.set(&label, Some(before[&label].replace("\"eu\"", "\"us\"")));
    let said = scene.rebuild(&["--check"], false).await;
    assert!(said.contains("directory: 0 missing, 1 different, 0 extra"), "{said}");
    assert!(said.contains(": 1 missing, 2 different, 2 extra of 8 tokens"), "{said}");

    scene.rebuild(&[], true).await;
    assert_eq!(read(&scene.kv.values()), read(&before));
    scene.rebuild(&["--check"], true).await;
}

#[tokio::test]
async fn one_tenant_is_rebuilt_and_no_other() {
    let scene = Scene::new().await;
    let other = Tenant::create_at(scene.edges.near.clone()).await;
    let token = other.sign_in(ADA).await.issue("other").await.token;
    let key = format!("t:{}", digest_of(&token));
    eventually("KV has it", TOLD_WITHIN, async || scene.kv.value(&key)).await;
    scene.kv.wipe();
    let said = scene.rebuild(&[scene.tenant.label.as_str()], true).await;
    assert!(!said.contains(other.label.as_str()), "{said}");
    assert!(scene.kv.value(&key).is_none());
    assert!(scene.kv.value(&format!("t:{}", digest_of(&scene.live))).is_some());
    let nobody = scene.rebuild(&["nobody-has-this"], false).await;
    assert!(nobody.contains("Not found"), "{nobody}");
}

/// How far a rebuild said to be, step by step, from nothing on.
fn steps(said: &str, label: &str) -> Vec<usize> {
    let start = format!("{label}: ");
    let steps = said.lines().filter_map(|line| {
        let (step, _) = line.trim().strip_prefix(&start)?.split_once(" of ")?;
        step.replace(',', "").parse().ok()
    });
    std::iter::once(0).chain(steps).collect()
}

#[tokio::test]
async fn thousands_go_through_the_outbox_five_hundred_at_a_time_beside_changes() {
    const TOKENS: usize = 1_100;
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    ada.set(&json!({ "most_live_tokens": 2_000 })).await;
    let names: Vec<String> = (0..TOKENS).map(|number| format!("token {number}")).collect();
    let issuing = names.iter().map(|name| ada.issue(name));
    let issued: Vec<_> = futures_util::stream::iter(issuing).buffered(8).collect().await;
    let is_told = async |count| {
        eventually("KV was told of all", TOLD_WITHIN, async || {
            let keys = kv.keys();
            (keys.iter().filter(|key| key.starts_with("t:")).count() == count).then_some(())
        })
        .await;
    };
    is_told(TOKENS).await;
    kv.wipe();

    let revoking = async {
        for issued in issued.iter().step_by(20) {
            ada.revoke(issued.view.id).await;
        }
    };
    let is_over = Cell::new(false);
    let rebuilding = async {
        let output = edges.xtask(&["rebuild", "all"]).await;
        is_over.set(true);
        output
    };
    let watching = async {
        let mut most: f64 = 0.0;
        while !is_over.get() {
            most = most.max(metrics::waiting(&edges.near, &tenant.label).await);
        }
        most
    };
    let (output, (), most) = tokio::join!(rebuilding, revoking, watching);
    let ended = issued.iter().step_by(20).count();
    assert!(most <= 500.0 + 2.0 * ended as f64, "{most} waited in the outbox");
    let said = said(&output, true);
    let steps = steps(&said, tenant.label.as_str());
    let is_bounded = steps.windows(2).all(|pair| pair[1] - pair[0] <= 500);
    assert!(steps.len() > 3 && is_bounded && steps.last() == Some(&TOKENS), "{said}");
    is_told(TOKENS - ended).await;
    for issued in issued.iter().step_by(20) {
        edges.far.verify(&issued.token).await.expect_problem(ProblemKind::InvalidToken);
    }
    let check = edges.xtask(&["rebuild", "--check"]).await;
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[tokio::test]
async fn what_kv_is_still_to_be_told_is_no_drift_and_an_unreadable_kv_is_not_guessed_at() {
    let scene = Scene::new().await;
    scene.kv.be(Mood::Fails);
    scene.ada.issue("new").await;
    let drift = Route::Drift(RegistryName::Tenant(scene.tenant.label.clone()));
    let answer = send(scene.edges.near.as_operator(&drift)).await;
    answer.expect_problem(ProblemKind::Unavailable);
    scene.kv.be(Mood::Works);
    scene.kv.fail_writes(usize::MAX);
    let page: DriftPage = send(scene.edges.near.as_operator(&drift)).await.expect(200).json();
    assert_eq!((page.awaited, page.data), (2, vec![]), "both keys of the new one");
}

#[tokio::test]
async fn a_cursor_that_was_not_given_here_is_named() {
    let tenant = Tenant::create(shared().await).await;
    let of_tenant = Route::Drift(RegistryName::Tenant(tenant.label.clone()));
    let of_directory = Route::Drift(RegistryName::Directory);
    for (route, query, parameter) in [
        (&of_tenant, "cursor=garbage", "cursor"),
        (&of_tenant, "cursor=", "cursor"),
        (&of_tenant, "cursor=tenants", "cursor"),
        (&of_directory, "cursor=tokens", "cursor"),
        (&of_directory, "cursor=end&cursor=end", "cursor"),
        (&of_directory, "nonsense=1", "nonsense"),
    ] {
        let path = format!("{}?{query}", route.to_path());
        let request = tenant.caller.request(Method::GET, &path);
        let secret = tenant.caller.settings().value("OPERATOR_SECRET");
        send(request.bearer_auth(secret)).await.expect_wrong(parameter);
    }
}
