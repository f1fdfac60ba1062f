//! The Worker: worker-build, which calls cargo, wasm-bindgen, wasm-opt and esbuild.

use anyhow::Result;

use crate::build::Part;
use crate::paths::Paths;
use crate::run;
use crate::step::tools;

/// Unwinding lets a panic fail one request and nothing else.
const UNWIND: &str = "--panic-unwind";

/// Nightly's newer exception references are none that wasm-bindgen can parse.
const RUSTFLAGS: &str = "-Cllvm-args=-wasm-use-legacy-eh";

/// worker-build optimizes for speed, which makes no difference here; a smaller Worker starts sooner.
/// The features are those that the module has already.
const OPTIMIZE: &[&str] = &["-Oz", "--all-features"];

/// The Worker.
pub(crate) const PART: Part = Part {
    name: "Worker",
    cold: "about 2 minutes",
    crate_folder: "crates/worker",
    outputs: &["crates/worker/build/index.js", "crates/worker/build/index_bg.wasm"],
    flags: &[&[UNWIND, RUSTFLAGS], OPTIMIZE],
    build: |paths| build_in(paths, PART.crate_folder),
};

/// What it is measured beside: the same validation as the SDK documents it, built in the same way.
pub(crate) const PEER: Part = Part {
    name: "Worker to measure beside",
    cold: "about 1 minute",
    crate_folder: "bench/peer",
    outputs: &["bench/peer/build/index.js", "bench/peer/build/index_bg.wasm"],
    flags: PART.flags,
    build: |paths| build_in(paths, PEER.crate_folder),
};

fn build_in(paths: &Paths, crate_folder: &str) -> Result<()> {
    let mut command = run::program(paths, tools::worker_build(paths)?)?;
    command
        .args(["--release", UNWIND])
        .current_dir(paths.in_root(crate_folder))
        .env("WASM_BINDGEN_BIN", tools::wasm_bindgen(paths)?)
        .env("WASM_OPT_BIN", paths.npm_program("wasm-opt"))
        .env("ESBUILD_BIN", paths.npm_program("esbuild"))
        .env("CARGO_TARGET_DIR", paths.worker_target())
        .env("RUSTFLAGS", RUSTFLAGS)
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    run::stream(&mut command)?;

    let module = paths.in_root(crate_folder).join("build/index_bg.wasm");
    let mut optimize = run::program(paths, paths.npm_program("wasm-opt"))?;
    run::stream(optimize.args(OPTIMIZE).arg(&module).arg("--output").arg(&module))
}
