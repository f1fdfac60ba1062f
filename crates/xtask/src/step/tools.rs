//! What cargo installs, each in one version: for wasm-bindgen and worker-build the one that fits the
//! crates.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::paths::{Paths, find_program};
use crate::{run, say};

/// A tool that cargo installs.
struct Tool {
    package: &'static str,
    /// The name of its folder in the cache.
    folder: &'static str,
    version: &'static str,
    programs: &'static [&'static str],
    minutes: u8,
}

/// The version has to be that of the `wasm-bindgen` crate.
const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    folder: "wasm-bindgen",
    version: "0.2.129",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    minutes: 2,
};

/// The version has to be that of the `worker` crate.
const WORKER_BUILD: Tool = Tool {
    package: "worker-build",
    folder: "worker-build",
    version: "0.8.7",
    programs: &["worker-build"],
    minutes: 3,
};

/// Builds and runs fuzz targets.
const CARGO_FUZZ: Tool = Tool {
    package: "cargo-fuzz",
    folder: "cargo-fuzz",
    version: "0.13.2",
    programs: &["cargo-fuzz"],
    minutes: 1,
};

/// Says what is depended on that should not be.
const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    folder: "cargo-deny",
    version: "0.20.2",
    programs: &["cargo-deny"],
    minutes: 2,
};

/// Installs what building and serving take, if it is missing.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    for tool in [&WASM_BINDGEN, &WORKER_BUILD] {
        tool.ensure(paths)?;
    }
    Ok(())
}

/// Makes glue between wasm and JavaScript.
pub(crate) fn wasm_bindgen(paths: &Paths) -> Result<PathBuf> {
    WASM_BINDGEN.find(paths, "wasm-bindgen")
}

/// Runs wasm tests in a browser.
pub(crate) fn wasm_test_runner(paths: &Paths) -> Result<PathBuf> {
    WASM_BINDGEN.find(paths, "wasm-bindgen-test-runner")
}

/// Builds the Worker.
pub(crate) fn worker_build(paths: &Paths) -> Result<PathBuf> {
    WORKER_BUILD.find(paths, "worker-build")
}

/// Builds and runs fuzz targets; installed, if it is missing.
pub(crate) fn cargo_fuzz(paths: &Paths) -> Result<PathBuf> {
    CARGO_FUZZ.ensure(paths)?;
    CARGO_FUZZ.find(paths, "cargo-fuzz")
}

/// Says what is depended on that should not be; installed, if it is missing.
pub(crate) fn cargo_deny(paths: &Paths) -> Result<PathBuf> {
    CARGO_DENY.ensure(paths)?;
    CARGO_DENY.find(paths, "cargo-deny")
}

impl Tool {
    fn ensure(&self, paths: &Paths) -> Result<()> {
        if self.programs.iter().all(|program| self.find(paths, program).is_ok()) {
            return Ok(());
        }
        let Self { package, version, minutes, .. } = self;
        say::step(&format!("Installing {package} {version} (about {minutes} minutes, once)"));
        let wanted = format!("{package}@{version}");
        let mut install = run::cargo(paths)?;
        install
            .args(["install", "--locked", &wanted, "--root"])
            .arg(paths.tool(self.folder, version))
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_TARGET_DIR");
        run::stream(&mut install)
            .with_context(|| format!("Install it: `cargo install --locked {wanted}`"))
    }

    /// The one in the cache, else one on `PATH` of the very same version.
    fn find(&self, paths: &Paths, program: &str) -> Result<PathBuf> {
        let cached = paths.tool(self.folder, self.version).join("bin").join(program);
        if cached.is_file() {
            return Ok(cached);
        }
        find_program(program)
            .filter(|found| {
                run::version_of(found).is_some_and(|said| is_version(&said, self.version))
            })
            .with_context(|| {
                format!("{program} {} is missing; run `cargo xtask setup`", self.version)
            })
    }
}

/// Whether `wasm-bindgen 0.2.129 (…)` or `0.8.7` says this version.
fn is_version(said: &str, version: &str) -> bool {
    said.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_same_version_will_do() {
        assert!(is_version("wasm-bindgen 0.2.129", "0.2.129"));
        assert!(is_version("0.8.7", "0.8.7"));
        assert!(!is_version("wasm-bindgen 0.2.130", "0.2.129"));
        assert!(!is_version("wasm-bindgen 0.2.1290", "0.2.129"));
    }
}
