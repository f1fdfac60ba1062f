//! The secrets of a deployment. Cloudflare keeps them and never shows them again.

use std::io::Write;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::paths::Paths;
use crate::step::secrets::{SECRETS, fresh};
use crate::vars_file::VarsFile;
use crate::{run, say};

/// Where those made here are kept: one needs the operator's to make tenants, and the old keys to
/// put new ones in front of.
const FILE: &str = ".deploy.vars";

/// What wrangler 4.164 says of a Worker that does not exist yet. Any other failure to list must
/// not count as "none there", or good keys would be overwritten and every token with them.
const NO_WORKER_YET: &str = "If this is a new Worker";

/// A secret as `wrangler secret list` names it.
#[derive(Deserialize)]
struct Listed {
    name: String,
}

/// Makes sure that each is there, or names those that are not.
pub(crate) fn ensure(paths: &Paths, may_make: bool) -> Result<()> {
    let missing = missing(&listed(paths)?);
    if missing.is_empty() {
        return Ok(());
    }
    if !may_make {
        bail!(in_words(&missing));
    }
    let file = VarsFile(paths.in_root(FILE));
    file.complete(&missing, |_| fresh())?;
    for name in missing {
        say::step(&format!("Putting the secret {name}"));
        let value = file.value(name)?.context("It was made a moment ago")?;
        put(paths, name, &value)?;
    }
    say::detail(&format!("They are in {FILE} too: move them to where you keep secrets."));
    Ok(())
}

fn listed(paths: &Paths) -> Result<Vec<Listed>> {
    let mut wrangler = run::wrangler(paths)?;
    let output = wrangler.args(["secret", "list", "--format", "json"]).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        return serde_json::from_slice(&output.stdout)
            .context("Wrangler listed the secrets in a way that is new");
    }
    if said.contains(NO_WORKER_YET) {
        return Ok(Vec::new());
    }
    bail!("The deployment's secrets could not be listed:\n{}", said.trim());
}

fn missing(listed: &[Listed]) -> Vec<&'static str> {
    let is_missing = |name: &&str| !listed.iter().any(|secret| secret.name == *name);
    SECRETS.into_iter().filter(is_missing).collect()
}

fn in_words(missing: &[&str]) -> String {
    let commands: Vec<String> = missing
        .iter()
        .map(|name| format!("    openssl rand -hex 32 | npx wrangler secret put {name}"))
        .collect();
    format!(
        "Say `--make-secrets`, which keeps a copy in {FILE}, or put these secrets yourself:\n{}",
        commands.join("\n")
    )
}

/// Hands it over by standard input, since others on the machine can read arguments.
fn put(paths: &Paths, name: &str, value: &str) -> Result<()> {
    let mut wrangler = run::wrangler(paths)?;
    wrangler.args(["secret", "put", name]).stdin(Stdio::piped());
    let mut child = wrangler.spawn().context("Wrangler could not be started")?;
    let mut input = child.stdin.take().context("Wrangler took no input")?;
    input.write_all(value.as_bytes())?;
    drop(input);
    if !child.wait()?.success() {
        bail!("The secret {name} could not be put; what wrangler said is above.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_the_command_that_puts_it() {
        let listed = ["SEAL_KEYS", "SESSION_KEYS", "AUDIT_KEYS", "OTHER", "OPERATOR_SECRET"]
            .map(|name| Listed { name: name.to_owned() });
        let missing = missing(&listed);
        assert_eq!(missing, ["PROXY_SECRET"]);
        assert!(in_words(&missing).contains("| npx wrangler secret put PROXY_SECRET"));
    }
}
