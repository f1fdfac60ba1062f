//! A real server: `wrangler dev` on a free port, with a folder of its own.

use std::fs::File;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use gatepass_core::route::Route;

use super::caller::Caller;
use super::eventually::eventually;
use super::folder::{Folder, repository};
use super::process::Group;
use super::settings::Settings;
use super::xtask;

/// How long a start may take; a busy machine takes its time.
const START_LIMIT: Duration = Duration::from_secs(120);

/// How long the port may be held after the end.
const END_LIMIT: Duration = Duration::from_secs(20);

/// A server. It ends when dropped, and with the test process at the latest.
pub(crate) struct Server {
    port: u16,
    settings: Arc<Settings>,
    // Dropped before the folder that it writes to.
    group: Option<Group>,
    folder: Folder,
    is_forever: bool,
}

impl Server {
    /// Starts a server for one test.
    pub(crate) async fn start(settings: Settings) -> Self {
        Self::run(settings, false).await
    }

    /// Starts a server for as long as the test process lives.
    pub(super) async fn start_forever(settings: Settings) -> Self {
        Self::run(settings, true).await
    }

    async fn run(settings: Settings, is_forever: bool) -> Self {
        let port = free_port();
        // A test may set a host of its own.
        let settings = match settings.value("PORTAL_HOST") {
            "" => settings.with("PORTAL_HOST", &format!("localhost:{port}")),
            _ => settings,
        };
        let mut server = Self {
            port,
            settings: Arc::new(settings),
            folder: Folder::new(),
            group: None,
            is_forever,
        };
        server.start_again().await;
        server
    }

    /// Starts a server that was stopped or killed, with all that it kept.
    pub(crate) async fn start_again(&mut self) {
        assert!(self.group.is_none(), "it runs already");
        let config = self.folder.configure(&self.settings);
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.log())
            .expect("a file can be written");
        let leftover = self.folder.path().to_str().filter(|_| self.is_forever);
        let group = Group::start(&self.command(&config), &log, leftover);
        self.group = Some(group);
        self.await_first_answer().await;
    }

    fn command(&self, config: &Path) -> Command {
        let folder = self.folder.path();
        let mut command = wrangler_dev(config, self.port, folder, &self.registry());
        command.arg("--persist-to").arg(self.folder.storage());
        command
    }

    /// Where sessions for development find its Worker.
    pub(super) fn registry(&self) -> PathBuf {
        self.folder.registry()
    }

    async fn await_first_answer(&mut self) {
        let caller = self.caller();
        let begin = std::time::Instant::now();
        let answers = eventually("an answer of the server", START_LIMIT * 2, async || {
            let ended = self.group.as_mut().and_then(Group::ended);
            if ended.is_some() || begin.elapsed() > START_LIMIT {
                return Some(false);
            }
            let answer = caller.try_get(&Route::Health.to_path()).await?;
            // Before the Worker runs, the proxy in front of it answers.
            let is_own = answer.status == 200 || answer.header("content-type").contains("problem");
            is_own.then_some(true)
        });
        assert!(answers.await, "the server did not start:\n{}", self.log());
    }

    /// Deploys another policy to a server that was stopped.
    pub(crate) fn set_policy(&mut self, policy: &str) {
        assert!(self.group.is_none(), "it runs");
        self.settings = Arc::new(Settings::clone(&self.settings).with_policy(policy));
    }

    /// Ends it as an operator would.
    pub(crate) async fn stop(&mut self) {
        self.group.take().expect("it runs").stop();
        self.await_end().await;
    }

    /// Kills all of it at once, without a warning.
    pub(crate) async fn kill(&mut self) {
        self.group.take().expect("it runs").kill();
        self.await_end().await;
    }

    async fn await_end(&self) {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        eventually("the port is free", END_LIMIT, async || {
            TcpStream::connect(address).is_err().then_some(())
        })
        .await;
    }

    /// Somebody who calls it, with nothing to show.
    pub(crate) fn caller(&self) -> Caller {
        Caller::new(self.port, Arc::clone(&self.settings))
    }

    /// What it runs with.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// All that it said so far.
    pub(crate) fn log(&self) -> String {
        let bytes = std::fs::read(self.folder.log()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Every file of what it keeps.
    pub(crate) fn stored_files(&self) -> Vec<PathBuf> {
        self.folder.stored_files()
    }

    /// Carries out a command of `cargo xtask` for it.
    pub(crate) async fn xtask(&self, arguments: &[&str]) -> Output {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        xtask::run(self.folder.xtask(), self.port, arguments).await
    }

    /// How many registries there are: each has a database file of its own.
    pub(crate) fn registry_count(&self) -> usize {
        self.registry_files().len()
    }

    /// What the registries hold now, each as a copy.
    pub(crate) fn registries(&self) -> Vec<rusqlite::Connection> {
        self.registry_files().iter().filter_map(|file| copied_database(file)).collect()
    }

    /// The registries' files.
    pub(crate) fn registry_files(&self) -> Vec<PathBuf> {
        self.stored_files()
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "sqlite"))
            .filter(|path| path.file_stem().is_some_and(|name| name != "metadata"))
            .filter(|path| path.components().any(|part| part.as_os_str() == "do"))
            .collect()
    }
}

/// A session for development with this configuration, which keeps to its folder but for the place
/// where others are found.
pub(super) fn wrangler_dev(config: &Path, port: u16, folder: &Path, registry: &Path) -> Command {
    let programs = repository().join("node_modules/.bin");
    let before = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(programs.clone()).chain(std::env::split_paths(&before));
    let mut command = Command::new(programs.join("wrangler"));
    command
        .arg("dev")
        .arg("--config")
        .arg(config)
        .args(["--ip", "127.0.0.1", "--port", &port.to_string()])
        .args(["--inspector-port", &free_port().to_string()])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(path).expect("it was a path"))
        .env("CI", "true")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("WRANGLER_LOG_PATH", folder.join("wrangler-logs"))
        .env("WRANGLER_REGISTRY_PATH", registry);
    command
}

/// A copy in memory of the database in a file that somebody else writes, with what is only in its
/// write-ahead log yet; nothing, if it changed under the copying hands.
fn copied_database(file: &Path) -> Option<rusqlite::Connection> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let copy = folder.path().join("copy.sqlite");
    std::fs::copy(file, &copy).ok()?;
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    // Without a log, all is in the file.
    let _ = std::fs::copy(log(file), log(&copy));
    let on_disk = rusqlite::Connection::open(&copy).ok()?;
    let mut in_memory = rusqlite::Connection::open_in_memory().ok()?;
    let backup = rusqlite::backup::Backup::new(&on_disk, &mut in_memory).ok()?;
    backup.step(-1).ok()?;
    drop(backup);
    Some(in_memory)
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .expect("there is a free port")
        .port()
}
