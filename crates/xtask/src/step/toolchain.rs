//! The compilers: stable with std for wasm, and nightly with std's sources.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::{run, say};

/// What page, Worker and browser tests are compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The toolchain that can rebuild std: with unwinding for the Worker, for size for the page.
pub(crate) const NIGHTLY: &str = "nightly";

/// Installs what is missing.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    ensure_wasm_std(paths)?;
    ensure_nightly(paths)
}

fn ensure_wasm_std(paths: &Paths) -> Result<()> {
    let rustc = run::program(paths, "rustc")?;
    if sysroot(rustc).is_some_and(|root| has_wasm_std(&root)) {
        return Ok(());
    }
    say::step("Installing Rust's standard library for wasm (about 10 seconds, once)");
    let mut rustup = run::program(paths, "rustup")?;
    run::stream(rustup.args(["target", "add", WASM])).with_context(|| {
        format!("Install the standard library for {WASM}: `rustup target add {WASM}`")
    })
}

fn ensure_nightly(paths: &Paths) -> Result<()> {
    let mut rustc = run::program(paths, "rustup")?;
    rustc.args(["run", NIGHTLY, "rustc"]);
    let found = sysroot(rustc);
    if found.as_deref().is_some_and(|root| has_std_sources(root) && has_wasm_std(root)) {
        return Ok(());
    }
    say::step("Installing nightly Rust and std's sources (about a minute, once)");
    let install = "toolchain install nightly --profile minimal --component rust-src";
    let mut arguments: Vec<&str> = install.split(' ').collect();
    if found.is_some() {
        // One that is there already gets what it lacks; it need not be the newest.
        arguments = vec!["component", "add", "rust-src", "--toolchain", NIGHTLY];
    }
    run::stream(run::program(paths, "rustup")?.args(arguments)).with_context(|| {
        format!("Install nightly Rust with std's sources: `rustup {install} --target {WASM}`")
    })?;
    run::stream(run::program(paths, "rustup")?.args([
        "target",
        "add",
        WASM,
        "--toolchain",
        NIGHTLY,
    ]))
    .with_context(|| format!("Install it: `rustup target add {WASM} --toolchain {NIGHTLY}`"))
}

/// Where a compiler and its libraries are, if there is one.
fn sysroot(mut rustc: Command) -> Option<PathBuf> {
    let output = rustc.args(["--print", "sysroot"]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(text.trim()))
}

fn has_wasm_std(sysroot: &Path) -> bool {
    let libraries = sysroot.join("lib/rustlib").join(WASM).join("lib");
    libraries.read_dir().is_ok_and(|mut files| files.next().is_some())
}

fn has_std_sources(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/Cargo.lock").is_file()
}
