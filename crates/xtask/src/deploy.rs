//! `cargo xtask deploy`: to the owner's own Cloudflare account.

mod deployed_secrets;

use std::process::Stdio;

use anyhow::{Result, bail, ensure};
use gatepass_core::tenant::PortalHost;

use crate::build::{self, Parts};
use crate::cli::DeployOptions;
use crate::paths::Paths;
use crate::settings::Settings;
use crate::{policy, run, say, step};

/// Checks, builds, deploys, and says what to do next.
pub(crate) fn deploy(paths: &Paths, options: &DeployOptions) -> Result<()> {
    let configured = Settings::read(paths)?;
    let portal = portal_host(options.portal_host.as_deref().or(configured.var("PORTAL_HOST")))?;
    policy::require(paths)?;
    step::set_up(paths)?;
    let mut identity = run::wrangler(paths)?;
    ensure!(
        run::succeeds(identity.args(["whoami", "--json"])),
        "Sign in to Cloudflare first, with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN."
    );
    deployed_secrets::ensure(paths, options.make_secrets)?;
    build::build(paths, Parts::Both)?;

    say::step("Deploying (about 30 seconds)");
    let mut wrangler = run::wrangler(paths)?;
    wrangler.arg("deploy").stdin(Stdio::inherit());
    for (name, value) in [("PORTAL_HOST", &options.portal_host), ("UPSTREAM", &options.upstream)] {
        if let Some(value) = value {
            wrangler.args(["--var", &format!("{name}:{value}")]);
        }
    }
    run::stream(&mut wrangler)?;
    say_what_next(&portal.portal_url());
    Ok(())
}

/// The host that people will reach; one on this machine is meant for development.
fn portal_host(text: Option<&str>) -> Result<PortalHost> {
    let host = text.unwrap_or_default().parse::<PortalHost>();
    match host {
        Ok(host) if !host.is_local() => Ok(host),
        Ok(_) | Err(_) => bail!(
            "Name the host under which the portal is reached, with `--portal-host \
             portal.example.com` or as PORTAL_HOST in wrangler.toml."
        ),
    }
}

fn say_what_next(portal: &str) {
    say::line(&format!(
        "\n    Gatepass is deployed. Next, with the operator secret in the environment variable\n    \
         GATEPASS_OPERATOR_SECRET, make a first tenant and open the link that this prints:\n\n    \
         cargo xtask tenant create <label> --region eu --remote {portal}\n"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_that_others_reach_is_deployed_to() {
        assert!(portal_host(Some("portal.example.com")).is_ok());
        for refused in [None, Some("localhost:8787"), Some("https://portal.example.com"), Some("")]
        {
            assert!(portal_host(refused).is_err(), "{refused:?}");
        }
    }
}
