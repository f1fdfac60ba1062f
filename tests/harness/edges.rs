//! Edges in one workerd, without wrangler: two in reach of the registries, one that is not. All have
//! the same KV, and each a memory of its own.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use gatepass_core::route::Route;
use serde_json::json;

use super::answer::Answer;
use super::caller::{Caller, send};
use super::eventually::eventually;
use super::folder::{Folder, repository};
use super::kv::Kv;
use super::process::Group;
use super::server::free_port;
use super::settings::Settings;
use super::xtask;

/// What is put before the Worker's entry: it marks answers that are not from memory by `x-way`, as
/// `asked` or `sdk`, takes the SDK's way where a request says so, lets the platform fail as a request's
/// `x-fault` says, binds limiters, and does what a request's `x-probe` says.
const PROBE: [(&str, &str); 5] = [
    ("probe.js", include_str!("edges/probe.js")),
    ("memory.js", include_str!("edges/memory.js")),
    ("marks.js", include_str!("edges/marks.js")),
    ("calls.js", include_str!("edges/calls.js")),
    ("flood.js", include_str!("edges/flood.js")),
];

/// The edges. They end when dropped.
pub(crate) struct Edges {
    /// Somebody who calls the one in reach of the registries.
    pub(crate) near: Caller,
    /// Somebody who calls another one in reach of the same registries, which has the API behind as a
    /// service.
    pub(crate) beside: Caller,
    /// Somebody who calls the one out of their reach.
    pub(crate) far: Caller,
    near_port: u16,
    // Dropped before the folder that it writes to.
    group: Option<Group>,
    folder: Folder,
}

impl Edges {
    /// Starts them in front of `kv`.
    pub(crate) async fn start(kv: &Kv) -> Self {
        Self::start_with(kv, Settings::new()).await
    }

    /// Starts them with these settings.
    pub(crate) async fn start_with(kv: &Kv, settings: Settings) -> Self {
        let (near_port, beside_port, far_port) = (free_port(), free_port(), free_port());
        let settings = settings.with("PORTAL_HOST", &format!("localhost:{near_port}"));
        let settings = Arc::new(settings);
        let folder = Folder::new();
        std::fs::create_dir(folder.storage()).expect("a folder can be made");
        for (name, text) in PROBE {
            std::fs::write(folder.path().join("worker").join(name), text).expect("it is a file");
        }
        let text = describe(&folder, &settings, kv, [near_port, beside_port, far_port]);
        std::fs::write(config_of(&folder), text).expect("a file can be written");
        folder.configure(&settings);
        let [near, beside, far] =
            [near_port, beside_port, far_port].map(|port| Caller::new(port, Arc::clone(&settings)));
        let mut edges = Self { near, beside, far, near_port, group: None, folder };
        edges.start_again().await;
        edges
    }

    /// Starts them on what they kept.
    pub(crate) async fn start_again(&mut self) {
        assert!(self.group.is_none(), "they run");
        let log = OpenOptions::new().create(true).append(true).open(self.folder.log());
        let mut command = Command::new(repository().join("node_modules/.bin/workerd"));
        command.args(["serve", "--experimental"]).arg(config_of(&self.folder));
        command.current_dir(self.folder.path());
        self.group = Some(Group::start(&command, &log.expect("a file can be made"), None));
        for caller in [&self.near, &self.beside, &self.far] {
            eventually("an edge answers", Duration::from_secs(60), async || {
                caller.try_get(&Route::Health.to_path()).await.filter(|answer| answer.status == 200)
            })
            .await;
        }
    }

    /// Kills all of them at once, without a warning.
    pub(crate) fn kill(&mut self) {
        self.group.take().expect("they run").kill();
    }

    /// Carries out a command of `cargo xtask` for them.
    pub(crate) async fn xtask(&self, arguments: &[&str]) -> Output {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        xtask::run(self.folder.xtask(), self.near_port, arguments).await
    }

    /// All that they said so far.
    pub(crate) fn log(&self) -> String {
        let bytes = std::fs::read(self.folder.log()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Asks the one in reach of the registries for what the probe does.
    async fn probe(&self, what: &str) -> Answer {
        send(self.near.to(&Route::Health).header("x-probe", what)).await
    }

    async fn set(&self, what: &str, value: &str) {
        let request = self.near.to(&Route::Health).header("x-probe", what);
        send(request.header("x-value", value)).await.expect(204);
    }

    /// How often the registries were asked so far, by what it was.
    pub(crate) async fn calls(&self) -> Calls {
        self.probe("calls").await.expect(200).json()
    }

    /// How often they were asked how a token stands.
    pub(crate) async fn asks(&self) -> usize {
        self.calls().await.get("ask_standing").copied().unwrap_or_default()
    }

    /// Lets them answer no such question from here on.
    pub(crate) async fn hold_answers(&self) {
        self.probe("hold").await.expect(204);
    }

    /// Lets them answer what was held and what comes.
    pub(crate) async fn release_answers(&self) {
        self.probe("release").await.expect(204);
    }

    /// Lets the registries take so long from here on to answer reports.
    pub(crate) async fn delay_reports(&self, by: Duration) {
        self.set("delay", &by.as_millis().to_string()).await;
    }

    /// Lets calls to the registries fail from here on: those of this kind, `all` or `none`.
    pub(crate) async fn fail_calls(&self, kind: &str) {
        self.set("fail", kind).await;
    }

    /// The registries' files: each has one.
    pub(crate) fn registry_files(&self) -> Vec<PathBuf> {
        let files = self.folder.stored_files().into_iter();
        let is_registry = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite");
        let mut files: Vec<_> = files.filter(is_registry).collect();
        files.sort();
        files
    }
}

/// How often the registries were asked what.
pub(crate) type Calls = BTreeMap<String, usize>;

fn config_of(folder: &Folder) -> PathBuf {
    folder.path().join("edges.capnp")
}

/// The configuration, in Cap'n Proto's text format.
fn describe(folder: &Folder, settings: &Settings, kv: &Kv, ports: [u16; 3]) -> String {
    let mut bindings: Vec<String> = settings
        .texts()
        .filter(|(name, _)| *name != "UPSTREAM")
        .map(|(name, text)| format!("(name = {}, text = {})", json!(name), json!(text)))
        .collect();
    let tables = [("POLICY", settings.policy()), ("LIMITERS", Some(settings.limiters()))];
    bindings.extend(tables.into_iter().filter_map(|(name, table)| {
        Some(format!("(name = {}, json = {})", json!(name), json!(table?)))
    }));
    let bindings = bindings.join(", ");
    let upstream = settings.value("UPSTREAM");
    let service = upstream.strip_prefix("http://").expect("it is reached without TLS");
    let upstream = json!(upstream);
    let storage = json!(folder.storage());
    let (kv, [near, beside, far]) = (kv.address(), ports);
    format!(
        r#"
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "near", worker = .near), (name = "beside", worker = .beside), (name = "far", worker = .far), (name = "down", worker = .down), (name = "empty", worker = .empty),
    (name = "kv", external = (address = "{kv}", http = ())),
    (name = "upstream", external = (address = "{service}", http = ())),
    (name = "storage", disk = (path = {storage}, writable = true)),
    (name = "internet", network = (allow = ["private", "local", "public"])),
  ],
  sockets = [
    (name = "near", address = "127.0.0.1:{near}", http = (), service = "near"),
    (name = "beside", address = "127.0.0.1:{beside}", http = (), service = "beside"),
    (name = "far", address = "127.0.0.1:{far}", http = (), service = "far"),
  ],
);
const modules :List(Workerd.Worker.Module) = [
  (name = "probe.js", esModule = embed "worker/probe.js"),
  (name = "memory.js", esModule = embed "worker/memory.js"),
  (name = "marks.js", esModule = embed "worker/marks.js"),
  (name = "calls.js", esModule = embed "worker/calls.js"),
  (name = "flood.js", esModule = embed "worker/flood.js"),
  (name = "entry.js", esModule = embed "worker/entry.js"),
  (name = "build/index.js", esModule = embed "worker/build/index.js"),
  (name = "build/index_bg.wasm", wasm = embed "worker/build/index_bg.wasm"),
];
const near :Workerd.Worker = (
  modules = .modules, compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Registry", uniqueKey = "registry", enableSql = true)],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [
    (name = "GRANTS", kvNamespace = "kv"), (name = "ASSETS", service = "empty"),
    (name = "REGISTRY", durableObjectNamespace = "Registry"),
    (name = "UPSTREAM", text = {upstream}), {bindings}
  ],
);
const beside :Workerd.Worker = (
  modules = .modules, compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Registry", uniqueKey = "unneeded", enableSql = true)],
  durableObjectStorage = (inMemory = void),
  bindings = [
    (name = "GRANTS", kvNamespace = "kv"), (name = "ASSETS", service = "empty"),
    (name = "REGISTRY", durableObjectNamespace = (className = "Registry", serviceName = "near")),
    (name = "UPSTREAM", service = "upstream"), {bindings}
  ],
);
const far :Workerd.Worker = (
  modules = .modules, compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Registry", uniqueKey = "unused", enableSql = true)],
  durableObjectStorage = (inMemory = void),
  bindings = [
    (name = "GRANTS", kvNamespace = "kv"), (name = "ASSETS", service = "empty"),
    (name = "REGISTRY", durableObjectNamespace = (className = "Registry", serviceName = "down")),
    (name = "UPSTREAM", text = {upstream}), {bindings}
  ],
);
const empty :Workerd.Worker = (
  modules = [(name = "empty.js", esModule =
    "export default {{ fetch() {{ return new Response(null, {{ status: 404 }}); }} }};")],
  compatibilityDate = "2026-11-01",
);
const down :Workerd.Worker = (
  modules = [(name = "down.js", esModule =
    "export class Registry {{ fetch() {{ throw new Error('out of reach'); }} }} export default {{}};")],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [(className = "Registry", uniqueKey = "down")],
  durableObjectStorage = (inMemory = void),
);
"#
    )
}
