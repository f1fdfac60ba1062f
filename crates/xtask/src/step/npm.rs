//! What comes by npm: wrangler with workerd and esbuild, node, wasm-opt, axe-core.

use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};

use crate::paths::Paths;
use crate::say::Heartbeat;
use crate::{run, say};

/// The oldest node that wrangler 4.164 runs on. Source: `engines` in its package.json.
const OLDEST_NODE: (u32, u32) = (22, 12);

/// Installs what `package-lock.json` names, unless that is there.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    if is_installed(paths) {
        return Ok(());
    }
    say::step("Installing the npm packages: wrangler, node, wasm-opt (about 15 seconds, once)");
    let heartbeat = Heartbeat::start("npm");
    let mut npm = run::program(paths, "npm")?;
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    run::stream(&mut npm).context("Install npm 10 or newer, and let it reach its registry")?;
    drop(heartbeat);
    ensure_node(paths)
}

/// npm notes in `node_modules/.package-lock.json` what it installed last.
fn is_installed(paths: &Paths) -> bool {
    let installed = modified(&paths.in_root("node_modules/.package-lock.json"));
    let wanted = modified(&paths.in_root("package-lock.json"));
    installed.is_some() && wanted.is_some() && installed >= wanted
}

fn modified(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|facts| facts.modified()).ok()
}

/// npm may be set up to run no install scripts, and then brings no node: one on `PATH` will do.
fn ensure_node(paths: &Paths) -> Result<()> {
    let said = run::capture(run::program(paths, "node")?.arg("--version")).unwrap_or_default();
    ensure!(
        parse_node_version(&said).is_some_and(|version| version >= OLDEST_NODE),
        "Install Node.js {}.{} or newer.",
        OLDEST_NODE.0,
        OLDEST_NODE.1
    );
    Ok(())
}

fn parse_node_version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_says_its_version_with_a_v() {
        assert_eq!(parse_node_version("v22.23.3\n"), Some((22, 23)));
        assert_eq!(parse_node_version(""), None);
    }
}
