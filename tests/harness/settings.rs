//! The settings that a server runs with: `wrangler.toml` as it is, with secrets made for the test.

use std::path::Path;

use gatepass_core::mac::Keyring;
use gatepass_core::token::Prefixes;
use serde_json::{Map, Value as Json};
use toml::{Table, Value};

use super::random_hex;
use super::upstream::Upstream;

/// The settings that are secrets: they stand in a file of their own, as in development, since a
/// server shows all others as it starts.
pub(crate) const SECRETS: [&str; 5] =
    ["SEAL_KEYS", "SESSION_KEYS", "AUDIT_KEYS", "OPERATOR_SECRET", "PROXY_SECRET"];

/// The Worker's settings and secrets, by name, and its rate-limiting bindings.
#[derive(Clone)]
pub(crate) struct Settings {
    vars: Table,
    limiters: Vec<Limiter>,
}

/// A rate-limiting binding.
#[derive(Clone)]
struct Limiter {
    name: String,
    /// How many it lets through; it fails, if it does not say.
    most: Option<u32>,
    /// In how many seconds.
    period: u32,
}

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
        Self { vars: Table::new(), limiters: Vec::new() }
            .with("TOKEN_PREFIX", "gp")
            .with("SEAL_KEYS", &random_hex(32))
            .with("SESSION_KEYS", &random_hex(32))
            .with("AUDIT_KEYS", &random_hex(32))
            .with("OPERATOR_SECRET", &random_hex(32))
            .with("PROXY_SECRET", &random_hex(32))
    }

    /// The same with one setting changed.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.vars.insert(name.to_owned(), value.into());
        self
    }

    /// The same with this policy, as `wrangler.toml` has it below `vars.POLICY`.
    pub(crate) fn with_policy(mut self, policy: &str) -> Self {
        let policy: Table = policy.parse().expect("a policy is TOML");
        self.vars.insert("POLICY".to_owned(), policy.into());
        self
    }

    /// The same with a limit for each `by`, with a binding that counts, or that fails, if `most` is
    /// not given.
    pub(crate) fn with_limit(mut self, by: &str, most: Option<u32>, period: u32) -> Self {
        let name = format!("PER_{}", by.to_uppercase());
        let limits = format!("[limits.{by}]\nbinding = \"{name}\"\nperiod = {period}");
        let limits: Table = limits.parse().expect("it is TOML");
        let policy = self.vars.entry("POLICY").or_insert_with(|| Table::new().into());
        let policy = policy.as_table_mut().expect("a policy is a table");
        let all = policy.entry("limits").or_insert_with(|| Table::new().into());
        let all = all.as_table_mut().expect("limits are a table");
        all.extend(limits["limits"].as_table().expect("it is a table").clone());
        self.limiters.push(Limiter { name, most, period });
        self
    }

    /// The same without the bindings, whatever its policy says of them.
    pub(crate) fn without_limiters(self) -> Self {
        Self { limiters: Vec::new(), ..self }
    }

    /// The same with one setting missing.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.vars.remove(name);
        self
    }

    /// A setting's value; empty, if it is missing.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.vars.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// All of them that are set.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.vars.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    /// The policy as JSON, if one is set.
    pub(super) fn policy(&self) -> Option<String> {
        let policy = self.vars.get("POLICY")?;
        Some(serde_json::to_string(policy).expect("a table can be written"))
    }

    /// How many each rate-limiting binding lets through, as JSON.
    pub(super) fn limiters(&self) -> String {
        let all: Map<String, Json> =
            self.limiters.iter().map(|it| (it.name.clone(), it.most.into())).collect();
        Json::from(all).to_string()
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
        let set = SECRETS.iter().filter(|name| self.vars.contains_key(**name));
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
        let mut open = self.vars.clone();
        for secret in SECRETS {
            open.remove(secret);
        }
        config.insert("vars".to_owned(), open.into());
        if !self.limiters.is_empty() {
            config.insert("ratelimits".to_owned(), self.bindings().into());
        }
        config["assets"]["directory"] = assets.to_string_lossy().as_ref().into();
        toml::to_string(&config).expect("a table can be written")
    }

    /// As the platform has them; one that is to fail has no limit, which the platform does not know.
    fn bindings(&self) -> Vec<Value> {
        let table = |(number, it): (usize, &Limiter)| {
            let most = it.most.unwrap_or(1);
            let simple = Table::from_iter([
                ("limit".to_owned(), most.into()),
                ("period".to_owned(), it.period.into()),
            ]);
            Table::from_iter([
                ("name".to_owned(), it.name.as_str().into()),
                ("namespace_id".to_owned(), (number + 1).to_string().into()),
                ("simple".to_owned(), simple.into()),
            ])
        };
        self.limiters.iter().enumerate().map(table).map(Value::from).collect()
    }
}
