//! The operator's commands, as an operator types them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use super::folder::repository;

/// Builds the program once, so that no test runs an older one.
fn build() {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "gatepass-xtask"])
            .current_dir(repository())
            .status()
            .expect("cargo runs");
        assert!(status.success(), "xtask does not build");
    });
}

/// Writes the rules for scanners into a folder.
pub(crate) fn scan_rules(folder: &Path) {
    build();
    let own = repository().join("crates/xtask");
    let mut command = program();
    command.args(["scan-rules", "--out"]).arg(folder).env("CARGO_MANIFEST_DIR", own);
    let written = command.output();
    assert!(written.expect("the program runs").status.success());
}

fn program() -> Command {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), |given| repository().join(given));
    Command::new(target.join("debug/gatepass-xtask"))
}

/// Carries out a command for the server at this port, beside the test, whose connections want to be
/// looked after. It finds the secrets of the repository that `package` would stand in.
pub(super) async fn run(package: PathBuf, port: u16, arguments: Vec<String>) -> Output {
    let running = tokio::task::spawn_blocking(move || run_to_end(&package, port, &arguments));
    running.await.expect("it does not panic")
}

fn run_to_end(package: &Path, port: u16, arguments: &[String]) -> Output {
    build();
    program()
        .args(arguments)
        .args(["--remote", &format!("http://127.0.0.1:{port}")])
        .env("CARGO_MANIFEST_DIR", package)
        .env_remove("GATEPASS_OPERATOR_SECRET")
        .env_remove("GATEPASS_AUDIT_KEYS")
        .output()
        .expect("the program runs")
}
