//! The SCIM client, written by others, that the tests of provisioning use.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::paths::{Paths, find_program};
use crate::step::debian;
use crate::{run, say};

const INSTALL: &str =
    "Install Python 3.11 or newer with pip (on Debian the packages `python3` and `python3-pip`)";

/// Installs what `requirements.txt` names, unless that is there.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    let wanted = paths.in_root("tests/harness/requirements.txt");
    let wanted_text =
        fs::read_to_string(&wanted).context("The list of Python packages is gone.")?;
    let folder = paths.python();
    let installed = folder.join("requirements.txt");
    if fs::read_to_string(&installed).is_ok_and(|text| text == wanted_text) {
        return Ok(());
    }
    if !has_pip(paths)? {
        let saying = "Installing Python with pip by apt-get (some seconds, once)";
        debian::install(paths, &["python3", "python3-pip"], saying, INSTALL)?;
        ensure!(has_pip(paths)?, "{INSTALL}.");
    }
    say::step("Installing the Python packages: scim2-client, scim2-tester (some seconds, once)");
    let mut pip = run::program(paths, "python3")?;
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"])
        .args(["--upgrade", "--target"])
        .arg(&folder)
        .arg("--requirement")
        .arg(&wanted)
        .env("PIP_ROOT_USER_ACTION", "ignore");
    run::stream(&mut pip).context("Let pip reach its index, or set it up to use another")?;
    fs::write(installed, wanted_text).context("What was installed could not be noted.")
}

fn has_pip(paths: &Paths) -> Result<bool> {
    let is_there = find_program("python3").is_some();
    Ok(is_there && run::succeeds(run::program(paths, "python3")?.args(["-m", "pip", "--version"])))
}
