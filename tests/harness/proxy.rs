//! Real proxies in front of the API behind, with the configurations that the documentation has.

mod place;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use reqwest::Client;
use tempfile::TempDir;

use super::eventually::eventually;
use super::folder::repository;
use super::process::Group;
use super::server::free_port;
use super::upstream::Upstream;
use place::Place;

/// How long a start may take; a busy machine takes its time.
const START_LIMIT: Duration = Duration::from_secs(30);

/// A kind of proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyKind {
    /// By `auth_request`.
    Nginx,
    /// By `forward_auth`.
    Caddy,
    /// By `forwardAuth`.
    Traefik,
    /// By `ext_authz`.
    Envoy,
}

impl ProxyKind {
    fn program(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Caddy => "caddy",
            Self::Traefik => "traefik",
            Self::Envoy => "envoy",
        }
    }
}

/// A proxy. It ends when dropped.
pub(crate) struct Proxy {
    /// Which it is.
    pub(crate) kind: ProxyKind,
    /// Where it listens.
    pub(crate) port: u16,
    _group: Group,
    _folder: TempDir,
}

/// A configuration as it is in the documentation.
pub(crate) fn documented(name: &str) -> String {
    let path = repository().join("docs/proxies").join(name);
    fs::read_to_string(path).expect("it is documented")
}

impl Proxy {
    /// Starts one of each kind in front of the API behind, asking whoever listens at `gatepass` and
    /// showing this secret. Debian has no Traefik and no Envoy: they are tested where they are there.
    pub(crate) async fn all(gatepass: u16, secret: &str) -> Vec<Self> {
        let mut started = Vec::new();
        for kind in [ProxyKind::Nginx, ProxyKind::Caddy, ProxyKind::Traefik, ProxyKind::Envoy] {
            let is_needed = matches!(kind, ProxyKind::Nginx | ProxyKind::Caddy);
            match find(kind.program()) {
                Some(program) => {
                    started.push(Self::start(kind, &program, gatepass, secret).await);
                }
                None if is_needed => {
                    panic!("{kind:?} is not installed: cargo xtask test installs it")
                }
                None => {}
            }
        }
        started
    }

    async fn start(kind: ProxyKind, program: &Path, gatepass: u16, secret: &str) -> Self {
        let folder = TempDir::with_prefix("gatepass-").expect("a folder can be made");
        let port = free_port();
        let (mut command, api) = (Command::new(program), Upstream::shared().url());
        let api = api.strip_prefix("http://").expect("it is without TLS");
        let place = Place { folder: folder.path(), port, gatepass, secret, api };
        match kind {
            ProxyKind::Nginx => place.nginx(&mut command),
            ProxyKind::Caddy => place.caddy(&mut command),
            ProxyKind::Traefik => place.traefik(&mut command),
            ProxyKind::Envoy => place.envoy(&mut command),
        }
        let log = folder.path().join("proxy.log");
        let mut group =
            Group::start(&command, &File::create(&log).expect("a file can be made"), None);
        let said = || fs::read_to_string(&log).unwrap_or_default();
        let http = Client::builder().no_proxy().build().expect("a client without TLS can be made");
        // Traefik listens before it has read what to do, and knows no path until then.
        eventually("the proxy works", START_LIMIT, async || {
            assert!(group.ended().is_none(), "{kind:?} did not start:\n{}", said());
            let answer = http.get(format!("http://127.0.0.1:{port}/")).send().await.ok()?;
            (answer.status() != 404).then_some(())
        })
        .await;
        Self { kind, port, _group: group, _folder: folder }
    }
}

/// The program, where `PATH` or Debian has it.
fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file())
}
