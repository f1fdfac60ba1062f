//! The Worker in bare workerd, without wrangler and its proxy.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use gatepass_bench::fill;
use serde_json::json;
use tempfile::TempDir;

/// The namespace that the registries' files stand under.
const REGISTRIES: &str = "registry";

/// As `wrangler.toml` has it.
const COMPATIBILITY: &str = "2026-11-01";

/// The Worker's settings and where it keeps its registries, over several runs, with all that is
/// measured beside it.
pub(crate) struct Site {
    folder: TempDir,
    port: u16,
    kv_port: u16,
    secrets: Vec<(&'static str, String)>,
    arms: Vec<(Arm, u16)>,
    portal: Portal,
}

/// The Worker among what is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Portal {
    /// It is not there.
    Absent,
    /// As it is deployed.
    Deployed,
    /// With [`WATCH`] in front.
    Watched,
}

/// Something that is measured beside the Worker, in the same process.
pub(crate) struct Arm {
    /// Its name.
    pub(crate) name: &'static str,
    /// The files of its modules, from the repository; the first is where a request comes in.
    pub(crate) modules: &'static [&'static str],
    /// Whether what they import from npm is put into them.
    pub(crate) is_bundled: bool,
    /// What it is set to.
    pub(crate) settings: Vec<(&'static str, String)>,
}

/// What the Worker consists of.
pub(crate) const WORKER: [&str; 3] = ["entry.js", "build/index.js", "build/index_bg.wasm"];

/// Counts the calls of registries, and collects garbage.
const WATCH: &str = "watch.js";

/// A running workerd; it ends when dropped.
pub(crate) struct Workerd {
    child: Child,
}

impl Site {
    /// A site with nothing in it, of the Worker as it is built now.
    pub(crate) fn new(arms: Vec<Arm>) -> Result<Self> {
        Self::with(arms, Portal::Deployed)
    }

    /// A site without the Worker.
    pub(crate) fn alone(arm: Arm) -> Result<Self> {
        Self::with(vec![arm], Portal::Absent)
    }

    /// A site whose Worker tells how often it called registries, and can be told to collect garbage.
    pub(crate) fn watched() -> Result<Self> {
        Self::with(Vec::new(), Portal::Watched)
    }

    fn with(arms: Vec<Arm>, portal: Portal) -> Result<Self> {
        let folder = TempDir::with_prefix("gatepass-bench-")?;
        for file in WORKER {
            copy(&Path::new("crates/worker").join(file), &folder.path().join("portal").join(file))?;
        }
        for arm in &arms {
            for file in arm.modules {
                let to = folder.path().join(arm.name).join(module_name(file));
                if arm.is_bundled { bundle(file, &to)? } else { copy(Path::new(file), &to)? }
            }
        }
        let watch = Path::new("bench/arms").join(WATCH);
        copy(&watch, &folder.path().join("portal").join(WATCH))?;
        copy(Path::new("bench/arms/kv.js"), &folder.path().join("kv.js"))?;
        fs::create_dir(folder.path().join("storage"))?;
        let names = ["SESSION_KEYS", "AUDIT_KEYS", "OPERATOR_SECRET", "PROXY_SECRET"];
        let secrets = names.map(|name| Ok((name, random_hex()?)));
        let mut secrets: Vec<_> = secrets.into_iter().collect::<Result<_>>()?;
        secrets.push(("SEAL_KEYS", fill::SEAL_KEYS.to_owned()));
        let arms = arms.into_iter().map(|arm| Ok((arm, free_port()?))).collect::<Result<_>>()?;
        let site =
            Self { folder, port: free_port()?, kv_port: free_port()?, secrets, arms, portal };
        fs::write(site.config(), site.describe())?;
        Ok(site)
    }

    /// Where it is reached.
    pub(crate) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Where what is measured beside it is reached.
    pub(crate) fn origin_of(&self, arm: &str) -> Result<String> {
        let found = self.arms.iter().find(|(known, _)| known.name == arm);
        let (_, port) = found.with_context(|| format!("{arm} is measured beside"))?;
        Ok(format!("http://localhost:{port}"))
    }

    /// Where its KV is reached.
    pub(crate) fn origin_of_kv(&self) -> String {
        format!("http://localhost:{}", self.kv_port)
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
        let settings = bindings(plain.into_iter().chain(secrets));
        let watch = (self.portal == Portal::Watched).then_some(WATCH);
        let files = watch.into_iter().chain(WORKER);
        let modules = modules("portal", files.map(|file| (file, file)));
        let flags = watch.map_or("", |_| r#"v8Flags = ["--expose-gc"],"#);
        let arms: String = self.arms.iter().map(|(arm, _)| arm.describe(&self.origin())).collect();
        let services: String =
            self.arms.iter().map(|(Arm { name, .. }, _)| service(name)).collect();
        let sockets: String =
            self.arms.iter().map(|(Arm { name, .. }, port)| socket(name, *port)).collect();
        let (own_service, own_socket) = match self.portal {
            Portal::Deployed | Portal::Watched => (service("portal"), socket("portal", self.port)),
            Portal::Absent => (String::new(), String::new()),
        };
        let kv = socket("kv", self.kv_port);
        let storage = json!(self.folder.path().join("storage"));
        format!(
            r#"
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    {own_service} (name = "kv", worker = .kv), {services}
    (name = "storage", disk = (path = {storage}, writable = true)),
  ],
  sockets = [{own_socket} {kv} {sockets}], {flags}
);
const portal :Workerd.Worker = (
  modules = [{modules}],
  compatibilityDate = "{COMPATIBILITY}",
  durableObjectNamespaces = [
    (className = "Registry", uniqueKey = "{REGISTRIES}", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "storage"),
  bindings = [
    (name = "GRANTS", kvNamespace = "kv"),
    (name = "REGISTRY", durableObjectNamespace = "Registry"), {settings}
  ],
);
const kv :Workerd.Worker = (
  modules = [(name = "kv.js", esModule = embed "kv.js")],
  compatibilityDate = "{COMPATIBILITY}",
);
{arms}"#
        )
    }
}

impl Arm {
    /// Likewise; it leads who is refused to the portal.
    fn describe(&self, portal: &str) -> String {
        let name = self.name;
        let files = self.modules.iter().map(|file| (module_name(file), module_name(file)));
        let modules = modules(name, files);
        let settings = self.settings.iter().map(|(name, text)| (*name, text.as_str()));
        let settings = bindings(settings.chain([("ISSUER", portal)]));
        format!(
            r#"const {name} :Workerd.Worker = (
  modules = [{modules}],
  compatibilityDate = "{COMPATIBILITY}",
  bindings = [(name = "GRANTS", kvNamespace = "kv"), {settings}],
);
"#
        )
    }
}

/// What a file is called where it is a module: its name alone.
fn module_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn modules<'a>(folder: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let module = |(name, file): (&str, &str)| {
        let kind = if file.ends_with(".wasm") { "wasm" } else { "esModule" };
        format!(r#"(name = "{name}", {kind} = embed "{folder}/{file}"), "#)
    };
    files.map(module).collect()
}

fn bindings<'a>(settings: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let binding = |(name, text)| format!("(name = {}, text = {}), ", json!(name), json!(text));
    settings.map(binding).collect()
}

fn service(name: &str) -> String {
    format!(r#"(name = "{name}", worker = .{name}), "#)
}

fn socket(name: &str, port: u16) -> String {
    format!(r#"(name = "{name}", address = "127.0.0.1:{port}", http = (), service = "{name}"), "#)
}

/// Copies a module of the repository, with all that it imports in it.
fn bundle(file: &str, to: &Path) -> Result<()> {
    let done = Command::new(repository().join("node_modules/.bin/esbuild"))
        .args([file, "--bundle", "--format=esm", "--external:cloudflare:*", "--log-level=error"])
        .arg(format!("--outfile={}", to.display()))
        .current_dir(repository())
        .status()
        .context("esbuild could not be started")?;
    ensure!(done.success(), "{file} could not be bundled");
    Ok(())
}

/// Copies a file of the repository.
fn copy(file: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().unwrap_or(to))?;
    fs::copy(repository().join(file), to).with_context(|| {
        format!("{} is missing. `cargo xtask bench` builds it.", file.display())
    })?;
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

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

/// The repository.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

fn random_hex() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| anyhow::anyhow!("no random bytes are to be had"))?;
    Ok(hex::encode(bytes))
}
