//! The settings that a server runs with: `wrangler.toml` as it is, with secrets made for the test.

use std::path::Path;

use gatepass_core::mac::Keyring;
use gatepass_core::token::Prefixes;
use toml::{Table, Value};

use super::random_hex;
use super::upstream::Upstream;

/// The settings that are secrets: they stand in a file of their own, as in development, since a
/// server shows all others as it starts.
pub(crate) const SECRETS: [&str; 5] =
    ["SEAL_KEYS", "SESSION_KEYS", "AUDIT_KEYS", "OPERATOR_SECRET", "PROXY_SECRET"];

/// The Worker's settings and secrets, by name.
#[derive(Clone)]
pub(crate) struct Settings(Table);

impl Settings {
    /// All that tests need: people to sign in as, faults to provoke, an API behind.
    pub(crate) fn new() -> Self {
        Self::plain()
            .with("DEV_SIGN_IN", "on")
            .with("FAULTS", "on")
            .with("UPSTREAM", &Upstream::shared().url())
    }

    /// What a deployment has and no more: secrets, and neither faults nor an API behind.
    pub(crate) fn plain() -> Self {
        Self(Table::new())
            .with("TOKEN_PREFIX", "gp")
            .with("SEAL_KEYS", &random_hex(32))
            .with("SESSION_KEYS", &random_hex(32))
            .with("AUDIT_KEYS", &random_hex(32))
            .with("OPERATOR_SECRET", &random_hex(32))
            .with("PROXY_SECRET", &random_hex(32))
    }

    /// The same with one setting changed.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The same with this policy, as `wrangler.toml` has it below `vars.POLICY`.
    pub(crate) fn with_policy(mut self, policy: &str) -> Self {
        let policy: Table = policy.parse().expect("a policy is TOML");
        self.0.insert("POLICY".to_owned(), policy.into());
        self
    }

    /// The same with one setting missing.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// A setting's value; empty, if it is missing.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// All of them that are set.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// The keys that tokens are sealed with.
    pub(crate) fn seal_keys(&self) -> Keyring {
        self.value("SEAL_KEYS").parse().expect("a key was set")
    }

    /// The prefixes that tokens begin with.
    pub(crate) fn prefixes(&self) -> Prefixes {
        self.value("TOKEN_PREFIX").parse().expect("a prefix was set")
    }

    /// The secrets, as `.dev.vars` holds them.
    pub(super) fn to_secrets(&self) -> String {
        let set = SECRETS.iter().filter(|name| self.0.contains_key(**name));
        set.map(|name| format!("{name}={}\n", self.value(name))).collect()
    }

    /// The repository's configuration, with these settings, the Worker as it is built (so there is
    /// no build command), and the folders where the server is to find its files.
    pub(super) fn to_config(&self, repository: &Path, worker: &Path, assets: &Path) -> String {
        let path = repository.join("wrangler.toml");
        let text = std::fs::read_to_string(path).expect("wrangler.toml can be read");
        let mut config: Table = text.parse().expect("wrangler.toml is TOML");
        config.remove("build");
        config.insert("main".to_owned(), worker.to_string_lossy().as_ref().into());
        let mut open = self.0.clone();
        for secret in SECRETS {
            open.remove(secret);
        }
        config.insert("vars".to_owned(), open.into());
        config["assets"]["directory"] = assets.to_string_lossy().as_ref().into();
        toml::to_string(&config).expect("a table can be written")
    }
}
