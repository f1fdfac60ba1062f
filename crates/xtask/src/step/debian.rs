//! What Debian's packages bring, where they may be installed.

use anyhow::{Context, Result, bail};

use crate::paths::{Paths, find_program};
use crate::{run, say};

/// Installs packages, if that is possible without asking anybody, and says so.
///
/// # Errors
/// `otherwise`, a sentence that says what to install.
pub(crate) fn install(
    paths: &Paths,
    packages: &[&str],
    saying: &str,
    otherwise: &'static str,
) -> Result<()> {
    let may_install = rustix::process::getuid().is_root() && find_program("apt-get").is_some();
    if !may_install {
        bail!("{otherwise}.");
    }
    say::step(saying);
    apt_get(paths, &["update"]).context(otherwise)?;
    let install = ["install", "--yes", "--no-install-recommends"];
    apt_get(paths, &[&install[..], packages].concat()).context(otherwise)
}

fn apt_get(paths: &Paths, arguments: &[&str]) -> Result<()> {
    let mut command = run::program(paths, "apt-get")?;
    run::stream(command.arg("-qq").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}
