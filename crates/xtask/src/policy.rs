//! `cargo xtask policy check`: whether the Worker will take `POLICY`, by the Worker's own parser.

mod limits;
mod table;

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use gatepass_core::policy::Policy;
use toml::{Table, Value};

use self::limits::Counted;
use crate::paths::Paths;
use crate::say;

/// The most that the platform takes for a variable, in bytes. Source: Cloudflare docs, "Workers
/// limits", environment variables.
const LARGEST_VARIABLE: usize = 5 * 1024;

const SETTING: &str = "POLICY";

/// The policy of one of a file's environments.
struct Deployed {
    /// The environment's name; none for the one without a name.
    environment: Option<String>,
    policy: Policy,
    counted: Vec<Counted>,
    is_default: bool,
}

/// Stops at the first mistake in the policy that `wrangler.toml` holds.
pub(crate) fn require(paths: &Paths) -> Result<()> {
    read(&paths.in_root("wrangler.toml")).map(drop)
}

/// The same for any such file, and shows what is in it.
pub(crate) fn check(paths: &Paths, file: Option<&Path>) -> Result<()> {
    let own = paths.in_root("wrangler.toml");
    for deployed in read(file.unwrap_or(&own))? {
        say::line(&deployed.to_words());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<Deployed>> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(file).with_context(|| format!("Make {name} readable"))?;
    parse(&text).with_context(|| format!("Mend {name}"))
}

/// The policy of each environment. Wrangler hands a file's own `vars` on to none of them.
fn parse(text: &str) -> Result<Vec<Deployed>> {
    let file: Table = text.parse()?;
    let mut found = vec![deployed(&file, None)?];
    if let Some(Value::Table(environments)) = file.get("env") {
        for (name, environment) in environments {
            let environment = environment.as_table();
            let environment = environment.with_context(|| format!("env.{name} is a table"))?;
            found.push(deployed(environment, Some(name))?);
        }
    }
    Ok(found)
}

fn deployed(environment: &Table, name: Option<&str>) -> Result<Deployed> {
    let key = |key: &str| match name {
        None => key.to_owned(),
        Some(name) => format!("env.{name}.{key}"),
    };
    let below = key(&format!("vars.{SETTING}"));
    ensure!(
        !environment.contains_key(SETTING),
        "{}: wrangler passes over it there; write it as [{below}]",
        key(SETTING)
    );
    let written = environment.get("vars").and_then(|vars| vars.get(SETTING));
    let policy = match written {
        None => Policy::default(),
        Some(Value::Table(policy)) => in_environment(policy_of(policy), name)?,
        Some(_) => bail!("{below}: it is a table, as in [{below}.roles.security-reader]"),
    };
    let counted = in_environment(limits::counted(&policy, environment), name)?;
    let (name, is_default) = (name.map(str::to_owned), written.is_none());
    Ok(Deployed { environment: name, policy, counted, is_default })
}

/// A mistake, with the environment that it is in.
fn in_environment<T>(read: Result<T>, name: Option<&str>) -> Result<T> {
    match name {
        None => read,
        Some(name) => read.with_context(|| format!("env.{name}")),
    }
}

fn policy_of(written: &Table) -> Result<Policy> {
    let json = serde_json::to_string(written)?;
    let policy = Policy::from_json(&json)?;
    ensure!(
        json.len() <= LARGEST_VARIABLE,
        "{SETTING}: it is {} bytes as JSON and the platform takes {LARGEST_VARIABLE}; say more by \
         one rule, with * and **",
        json.len()
    );
    Ok(policy)
}

impl Deployed {
    fn to_words(&self) -> String {
        let whose = match &self.environment {
            None => String::new(),
            Some(name) => format!(" of the environment {name}"),
        };
        let what = match self.is_default {
            true => format!("No {SETTING} is set, so the policy{whose} is the default."),
            false => format!("The policy{whose}."),
        };
        format!("\n{what}\n\n{}", table::of(&self.policy, &self.counted))
    }
}

#[cfg(test)]
mod tests;
