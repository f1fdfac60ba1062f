//! The stages, in the order they run: what is quick to fail comes first.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::build::{self, Parts};
use crate::cli::{FuzzOptions, Stages};
use crate::evidence;
use crate::fuzz;
use crate::paths::Paths;
use crate::run;
use crate::step::toolchain::WASM;
use crate::step::tools;

/// How long the browser may take for a crate's tests, in seconds; a busy machine takes its time.
const BROWSER_TIMEOUT: &str = "300";

/// How long each fuzz target runs.
const SECONDS_FUZZED: u32 = 20;

/// What the stages use.
pub(crate) struct Tools<'a> {
    /// Where things are.
    pub(crate) paths: &'a Paths,
    /// The browser's driver, for the stages that need it.
    pub(crate) chromedriver: Option<PathBuf>,
    /// A scanner, likewise.
    pub(crate) gitleaks: Option<PathBuf>,
}

/// A stage.
pub(crate) struct Stage {
    /// What it does.
    pub(crate) name: &'static str,
    /// The group that it is run with.
    pub(crate) group: Stages,
    /// Runs it.
    pub(crate) run: fn(&Tools<'_>) -> Result<()>,
}

/// Every stage, in order.
pub(crate) const STAGES: [Stage; 10] = [
    Stage {
        name: "Formatting",
        group: Stages::Lint,
        run: |tools| tools.cargo(&["fmt", "--all", "--check"]),
    },
    Stage {
        name: "Clippy",
        group: Stages::Lint,
        run: |tools| {
            tools.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
        },
    },
    Stage {
        name: "Clippy, for wasm",
        group: Stages::Lint,
        run: |tools| {
            let packages =
                ["gatepass-worker", "gatepass-page", "gatepass-peer"].map(|name| ["-p", name]);
            let end = ["--target", WASM, "--", "-D", "warnings"];
            tools.cargo(&[&["clippy"][..], &packages.concat(), &end[..]].concat())
        },
    },
    Stage {
        name: "What the account of security names",
        group: Stages::Lint,
        run: |tools| evidence::check(tools.paths),
    },
    Stage { name: "Dependencies", group: Stages::Lint, run: dependencies },
    Stage { name: "Native tests", group: Stages::Unit, run: |tools| tools.cargo(&["test"]) },
    Stage { name: "Fuzz targets", group: Stages::Fuzz, run: fuzzed },
    Stage { name: "Tests in a headless browser", group: Stages::Wasm, run: in_browser },
    Stage {
        name: "Build",
        group: Stages::E2e,
        run: |tools| build::build(tools.paths, Parts::Both),
    },
    Stage {
        name: "End-to-end tests",
        group: Stages::E2e,
        run: |tools| run::stream(tools.command()?.args(["test", "--package", "gatepass-tests"])),
    },
];

/// All but the advisories, whose database is on a network that may be closed.
fn dependencies(tools: &Tools<'_>) -> Result<()> {
    let mut deny = run::program(tools.paths, tools::cargo_deny(tools.paths)?)?;
    run::stream(deny.args(["--offline", "--workspace", "check", "licenses", "bans", "sources"]))
}

fn fuzzed(tools: &Tools<'_>) -> Result<()> {
    fuzz::fuzz(tools.paths, &FuzzOptions { seconds: SECONDS_FUZZED, only: None })
}

fn in_browser(tools: &Tools<'_>) -> Result<()> {
    let runner = tools::wasm_test_runner(tools.paths)?;
    let mut command = tools.command()?;
    command
        .args(["test", "--package", "gatepass-core", "--package", "gatepass-page"])
        .args(["--target", WASM])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_TIMEOUT);
    run::stream(&mut command)
}

impl Stage {
    /// Whether it drives a browser.
    pub(crate) fn needs_browser(&self) -> bool {
        matches!(self.group, Stages::Wasm | Stages::E2e)
    }

    /// Whether it starts proxies, and a scanner.
    pub(crate) fn needs_proxies(&self) -> bool {
        matches!(self.group, Stages::E2e)
    }
}

impl Tools<'_> {
    fn command(&self) -> Result<Command> {
        let mut command = run::cargo(self.paths)?;
        if let Some(driver) = &self.chromedriver {
            command.env("CHROMEDRIVER", driver);
        }
        if let Some(gitleaks) = &self.gitleaks {
            command.env("GITLEAKS", gitleaks);
        }
        Ok(command)
    }

    fn cargo(&self, arguments: &[&str]) -> Result<()> {
        run::stream(self.command()?.args(arguments))
    }
}
