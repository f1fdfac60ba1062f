//! `cargo xtask tenant`: makes and lists tenants, and lets people into them.

use anyhow::Result;
use chrono::DateTime;
use gatepass_core::route::Route;
use gatepass_core::tenant::{Region, Tenant, TenantLabel};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{CreateTenant, CreatedTenant, ProblemKind, TenantLink, TenantList};

use crate::cli::{TenantAction, TenantOptions};
use crate::operator::{Answer, Operator};
use crate::paths::Paths;
use crate::say;

/// Does what was asked for.
pub(crate) fn tenant(paths: &Paths, options: &TenantOptions) -> Result<()> {
    let operator = Operator::of(paths, &options.remote)?;
    match &options.action {
        TenantAction::Create { label, region } => {
            match create(&operator, label, *region)? {
                Some(created) => {
                    let Tenant { id, label, region, .. } = &created.tenant;
                    say::line(&format!("{label} is made, in region {region}, with the id {id}."));
                    say_link(&created.link);
                }
                None => say::line(&format!("{label} exists already; nothing was changed.")),
            }
            Ok(())
        }
        TenantAction::List => {
            let tenants = list(&operator)?;
            if tenants.is_empty() {
                say::line("There is no tenant yet: `cargo xtask tenant create <label>` makes one.");
            }
            for tenant in &tenants {
                say::line(&row(tenant));
            }
            Ok(())
        }
        TenantAction::Link { label } => {
            let answer = operator.ask::<TenantLink>(&Route::TenantLink(label.clone()))?;
            say_link(&answer.given()?);
            Ok(())
        }
    }
}

/// Makes a tenant; nothing if there is one of that label.
pub(crate) fn create(
    operator: &Operator,
    label: &TenantLabel,
    region: Region,
) -> Result<Option<CreatedTenant>> {
    let wanted = CreateTenant { label: label.clone(), region };
    match operator.send(&Route::CreateTenant, &wanted)? {
        Answer::Refused(problem) if problem.kind == ProblemKind::AlreadyExists => Ok(None),
        answer @ (Answer::Given(_) | Answer::Refused(_)) => answer.given().map(Some),
    }
}

/// The deployment's tenants.
pub(crate) fn list(operator: &Operator) -> Result<Vec<Tenant>> {
    Ok(operator.ask::<TenantList>(&Route::Tenants)?.given()?.data)
}

fn say_link(link: &TenantLink) {
    say::line("");
    say::line(&format!("    {}", link.link));
    say::line("");
    let until = moment(link.exp);
    say::line(&format!("Opens once, until {until}, and signs in as a full administrator."));
}

fn row(tenant: &Tenant) -> String {
    let Tenant { id, label, region, created_at } = tenant;
    format!("{label:<24}  {:<4}  {id}  made {}", region.as_str(), moment(*created_at))
}

/// A moment as people read it, in UTC.
fn moment(at: UnixSeconds) -> String {
    DateTime::from_timestamp(at.0, 0)
        .map_or_else(|| at.0.to_string(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_said_in_utc() {
        assert_eq!(moment(UnixSeconds(1_767_225_600)), "2026-01-01 00:00 UTC");
    }
}
