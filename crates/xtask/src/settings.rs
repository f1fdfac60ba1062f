//! What `wrangler.toml` says.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::paths::Paths;

/// The settings that xtask reads.
#[derive(Debug, Deserialize)]
pub(crate) struct Settings {
    vars: BTreeMap<String, toml::Value>,
}

impl Settings {
    /// Reads them.
    pub(crate) fn read(paths: &Paths) -> Result<Self> {
        let text = std::fs::read_to_string(paths.in_root("wrangler.toml"))
            .context("Make wrangler.toml readable")?;
        toml::from_str(&text).context("Mend wrangler.toml")
    }

    /// A plain variable.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(name).and_then(toml::Value::as_str)
    }
}
