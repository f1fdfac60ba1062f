//! The page's module: cargo, then wasm-bindgen, then wasm-opt, into `www/pkg`.

use anyhow::Result;

use crate::build::Part;
use crate::paths::Paths;
use crate::run;
use crate::step::toolchain::WASM;
use crate::step::tools;

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
    cold: "about a minute",
    crate_folder: "crates/page",
    outputs: &["www/pkg/gatepass_page.js", "www/pkg/gatepass_page_bg.wasm"],
    flags: OPTIMIZE,
    build,
};

fn build(paths: &Paths) -> Result<()> {
    let mut cargo = run::cargo(paths)?;
    cargo.args(["build", "--package", "gatepass-page", "--lib", "--release", "--target", WASM]);
    run::stream(cargo.arg("--target-dir").arg(paths.target()))?;

    let built = paths.target().join(WASM).join("release/gatepass_page.wasm");
    let pkg = paths.in_root("www/pkg");
    let mut bindgen = run::program(paths, tools::wasm_bindgen(paths)?)?;
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&pkg);
    run::stream(bindgen.arg(&built))?;

    let module = pkg.join("gatepass_page_bg.wasm");
    let mut optimize = run::program(paths, paths.npm_program("wasm-opt"))?;
    run::stream(optimize.args(OPTIMIZE).arg(&module).arg("--output").arg(&module))
}
