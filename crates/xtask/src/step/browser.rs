//! A browser and its driver, for the tests.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths::{Paths, find_program};
use crate::step::debian;

const INSTALL: &str = "Install Chromium and its driver (on Debian the packages `chromium` and \
                       `chromium-driver`), or name the driver in CHROMEDRIVER";

/// Debian's packages. Fonts are only recommended by them, and without one no text is drawn.
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// The driver, installed with its browser if it is missing and may be.
pub(crate) fn ensure(paths: &Paths) -> Result<PathBuf> {
    if let Some(driver) = find_driver() {
        return Ok(driver);
    }
    let saying = "Installing Chromium and its driver by apt-get (about a minute, once)";
    debian::install(paths, &PACKAGES, saying, INSTALL)?;
    find_driver().context(INSTALL)
}

/// A driver counts only beside a browser that it can start.
fn find_driver() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMEDRIVER").map(PathBuf::from) {
        return Some(named).filter(|driver| driver.is_file());
    }
    let browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let has_browser = browsers.into_iter().any(|name| find_program(name).is_some())
        || Path::new("/Applications/Google Chrome.app").exists();
    find_program("chromedriver").filter(|_| has_browser)
}
