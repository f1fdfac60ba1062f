//! The servers that the tests of one process share.

use tokio::sync::OnceCell;

use super::github::Github;
use super::server::Server;
use super::settings::Settings;

static SHARED: OnceCell<Server> = OnceCell::const_new();
static PLAIN: OnceCell<Server> = OnceCell::const_new();
static SCANNED: OnceCell<(Server, Github)> = OnceCell::const_new();
static RULED: OnceCell<Server> = OnceCell::const_new();

/// The server that tests share, each with a tenant of its own.
pub(crate) async fn shared() -> &'static Server {
    SHARED.get_or_init(|| Server::start_forever(Settings::new())).await
}

/// A server as it is deployed, with no API behind it.
pub(crate) async fn plain() -> &'static Server {
    PLAIN.get_or_init(|| Server::start_forever(Settings::plain())).await
}

/// A server with a policy of its own: `policy.toml`.
pub(crate) async fn ruled() -> &'static Server {
    let settings = || Settings::new().with_policy(include_str!("policy.toml"));
    RULED.get_or_init(|| Server::start_forever(settings())).await
}

/// A server that believes what a GitHub of its own signs, which publishes `a`, `b` and `shown`.
pub(crate) async fn scanned() -> &'static (Server, Github) {
    let start = async || {
        let github = Github::start();
        let settings = Settings::new().with("GITHUB_KEYS_URL", &github.keys_url());
        (Server::start_forever(settings).await, github)
    };
    SCANNED.get_or_init(start).await
}
