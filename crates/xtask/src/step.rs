//! The steps of set-up. Each does nothing when its thing is there, and, when it is refused, ends
//! with one sentence that says what to install.

pub(crate) mod browser;
mod debian;
pub(crate) mod npm;
pub(crate) mod proxies;
pub(crate) mod python;
pub(crate) mod scanner;
pub(crate) mod secrets;
pub(crate) mod toolchain;
pub(crate) mod tools;

use anyhow::Result;

use crate::paths::Paths;

/// Sets up all that building and serving take.
pub(crate) fn set_up(paths: &Paths) -> Result<()> {
    toolchain::ensure(paths)?;
    tools::ensure(paths)?;
    npm::ensure(paths)
}
