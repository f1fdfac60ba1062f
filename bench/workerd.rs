//! The Worker in bare workerd, without wrangler and its proxy.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tempfile::TempDir;

/// The namespace that the registries' files stand under.
const REGISTRIES: &str = "registry";

/// The Worker's settings and where it keeps its registries, over several runs.
pub(crate) struct Site {
    folder: TempDir,
    port: u16,
    secrets: Vec<(&'static str, String)>,
}

/// A running workerd; it ends when dropped.
pub(crate) struct Workerd {
    child: Child,
}

impl Site {
    /// A site with nothing in it, of the Worker as it is built now.
    pub(crate) fn new() -> Result<Self> {
        let folder = TempDir::with_prefix("gatepass-bench-")?;
        let worker = repository().join("crates/worker");
        fs::create_dir(folder.path().join("build"))?;
        for file in ["entry.js", "build/index.js", "build/index_bg.wasm"] {
            fs::copy(worker.join(file), folder.path().join(file))
                .context("The Worker is not built. `cargo xtask bench` builds it.")?;
        }
        fs::create_dir(folder.path().join("storage"))?;
        fs::write(folder.path().join("kv.js"), KV)?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let names = ["SEAL_KEYS", "SESSION_KEYS", "AUDIT_KEYS", "OPERATOR_SECRET", "PROXY_SECRET"];
        let secrets = names.map(|name| Ok((name, random_hex()?)));
        let site = Self { folder, port, secrets: secrets.into_iter().collect::<Result<_>>()? };
        fs::write(site.config(), site.describe())?;
        Ok(site)
    }

    /// Where it is reached.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// The operator's secret.
    pub(crate) fn operator_secret(&self) -> &str {
        let secret = self.secrets.iter().find(|(name, _)| *name == "OPERATOR_SECRET");
        secret.map_or("", |(_, secret)| secret)
    }

    /// The registries' files.
    pub(crate) fn registries(&self) -> Result<Vec<PathBuf>> {
        let folder = self.folder.path().join("storage").join(REGISTRIES);
        let entries = fs::read_dir(&folder).context("there are registries")?;
        let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        let is_registry = |path: &PathBuf| {
            path.extension().is_some_and(|end| end == "sqlite")
                && path.file_stem().is_some_and(|name| name != "metadata")
        };
        Ok(paths.into_iter().filter(is_registry).collect())
    }

    /// Starts it.
    pub(crate) fn start(&self) -> Result<Workerd> {
        let log = File::create(self.folder.path().join("log"))?;
        let child = Command::new(find_workerd()?)
            .args(["serve", "--experimental"])
            .arg(self.config())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("workerd could not be started")?;
        Ok(Workerd { child })
    }

    /// What it said.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config.capnp")
    }

    /// The configuration, in Cap'n Proto's text format.
    fn describe(&self) -> String {
        let host = format!("localhost:{}", self.port);
        let plain = [("TOKEN_PREFIX", "gp"), ("PORTAL_HOST", &host), ("DEV_SIGN_IN", "on")];
        let secrets = self.secrets.iter().map(|(name, text)| (*name, text.as_str()));
        let bindings: Vec<String> = plain
            .into_iter()
            .chain(secrets)
            .map(|(name, text)| format!("(name = {}, text = {})", json!(name), json!(text)))
            .collect();
        let (bindings, port) = (bindings.join(", "), self.port);
        let storage = json!(self.folder.path().join("storage"));
        format!(
            r#"
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "portal", worker = .portal), (name = "kv", worker = .kv),
    (name = "storage", disk = (path = {storage}, writable = true)),
  ],
  sockets = [(name = "portal", address = "127.0.0.1:{port}", http = (), service = "portal")],
);
const portal :Workerd.Worker = (
  modules = [
    (name = "entry.js", esModule = embed "entry.js"),
    (name = "build/index.js", esModule = embed "build/index.js"),
    (name = "build/index_bg.wasm", wasm = embed "build/index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  durableObjectNamespaces = [
    (className = "Registry", uniqueKey = "{REGISTRIES}", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [
    (name = "GRANTS", kvNamespace = "kv"),
    (name = "REGISTRY", durableObjectNamespace = "Registry"), {bindings}
  ],
);
const kv :Workerd.Worker = (
  modules = [(name = "kv.js", esModule = embed "kv.js")], compatibilityDate = "2026-11-01",
);
"#
        )
    }
}

/// A KV that takes everything and has nothing.
const KV: &str = "export default { fetch: ({ method }) => \
    new Response(null, { status: method === 'GET' ? 404 : 200 }) };\n";

impl Workerd {
    /// Names its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The program itself: what npm puts in front of it would be measured in its place.
fn find_workerd() -> Result<PathBuf> {
    let modules = repository().join("node_modules");
    let platforms = modules.join("@cloudflare");
    let entries = fs::read_dir(&platforms).context("The npm packages are not installed.")?;
    let found = entries.flatten().map(|entry| entry.path().join("bin/workerd"));
    let found: Vec<PathBuf> = found.filter(|path| path.is_file()).collect();
    ensure!(found.len() == 1, "There is not one workerd in {}.", platforms.display());
    found.into_iter().next().context("there is one")
}

fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

fn random_hex() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| anyhow::anyhow!("no random bytes are to be had"))?;
    Ok(hex::encode(bytes))
}
