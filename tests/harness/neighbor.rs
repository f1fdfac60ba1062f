//! Another Worker, in a session of its own, that calls a server's by a service binding.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;

use super::caller::Caller;
use super::eventually::eventually;
use super::folder::{copy, repository};
use super::process::Group;
use super::server::{Server, free_port, wrangler_dev};

/// How long a start may take; a busy machine takes its time.
const START_LIMIT: Duration = Duration::from_secs(120);

/// A Worker from the repository's examples. It ends when dropped.
pub(crate) struct Neighbor {
    /// Somebody who calls it.
    pub(crate) caller: Caller,
    _group: Group,
    _folder: TempDir,
}

impl Neighbor {
    /// Starts one beside a server, whose Worker it is bound to.
    pub(crate) async fn start(server: &Server, example: &str) -> Self {
        let folder = TempDir::with_prefix("gatepass-").expect("a folder can be made");
        copy(&repository().join("examples").join(example), folder.path());
        let port = free_port();
        let config = folder.path().join("wrangler.toml");
        let command = wrangler_dev(&config, port, folder.path(), &server.registry());
        let log = File::create(folder.path().join("server.log")).expect("a file can be made");
        let group = Group::start(&command, &log, None);
        let caller = Caller::new(port, Arc::new(server.settings().clone()));
        // Before it has found the server's Worker, it says so itself.
        let answers = eventually("the neighbor is answered", START_LIMIT, async || {
            let answer = caller.try_get("/").await?;
            answer.header("content-type").contains("problem").then_some(())
        });
        answers.await;
        Self { caller, _group: group, _folder: folder }
    }
}
