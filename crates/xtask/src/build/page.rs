//! The page's module: cargo, then wasm-bindgen, then wasm-opt, into `www/pkg`.

use anyhow::Result;

use crate::build::Part;
use crate::paths::Paths;
use crate::run;
use crate::step::toolchain::{NIGHTLY, WASM};
use crate::step::tools;

/// std rebuilt for size. A panic ends the module in either case; without its message, a quarter of
/// the code goes.
const SMALL: &[&str] = &[
    "-Zbuild-std=std,panic_abort",
    "-Zbuild-std-features=optimize_for_size",
    "--config=profile.release.opt-level='z'",
];

/// No text for panics and for `Debug`, which nothing on the page shows.
const RUSTFLAGS: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

/// For size, with the features that rustc's wasm has by default and no newer ones, which not every
/// browser runs. Source: the rustc book, "wasm32-unknown-unknown".
const OPTIMIZE: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The page.
pub(crate) const PART: Part = Part {
    name: "page",
    cold: "about 2 minutes",
    crate_folder: "crates/page",
    outputs: &["www/pkg/gatepass_page.js", "www/pkg/gatepass_page_bg.wasm"],
    flags: &[SMALL, &[RUSTFLAGS], OPTIMIZE],
    build,
};

fn build(paths: &Paths) -> Result<()> {
    let mut cargo = run::program(paths, "rustup")?;
    cargo
        .args(["run", NIGHTLY, "cargo", "build", "--package", "gatepass-page", "--lib"])
        .args(["--release", "--target", WASM])
        .args(SMALL)
        .env("CARGO_TARGET_DIR", paths.page_target())
        .env("RUSTFLAGS", RUSTFLAGS)
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    run::stream(&mut cargo)?;

    let built = paths.page_target().join(WASM).join("release/gatepass_page.wasm");
    let pkg = paths.in_root("www/pkg");
    let mut bindgen = run::program(paths, tools::wasm_bindgen(paths)?)?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&pkg);
    run::stream(bindgen.arg(&built))?;

    let module = pkg.join("gatepass_page_bg.wasm");
    let mut optimize = run::program(paths, paths.npm_program("wasm-opt"))?;
    run::stream(optimize.args(OPTIMIZE).arg(&module).arg("--output").arg(&module))
}
