//! nginx and Caddy, for the tests of what is documented for them.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::paths::{Paths, find_program};
use crate::step::debian;

const INSTALL: &str = "Install nginx and Caddy (on Debian the packages `nginx` and `caddy`)";

/// Each is a package, and the program in it.
const PROXIES: [&str; 2] = ["nginx", "caddy"];

/// Installs those that are missing, if it may.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    let missing: Vec<&str> = PROXIES.into_iter().filter(|name| !is_there(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let saying = format!("Installing {} by apt-get (some seconds, once)", missing.join(" and "));
    debian::install(paths, &missing, &saying, INSTALL)?;
    ensure!(missing.iter().all(|name| is_there(name)), "{INSTALL}.");
    Ok(())
}

/// Debian keeps what administrators run where other people's `PATH` does not look.
fn is_there(name: &str) -> bool {
    find_program(name).is_some() || Path::new("/usr/sbin").join(name).is_file()
}
