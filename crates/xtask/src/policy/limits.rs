//! A policy's limits beside the bindings that count for them: the Worker cannot read how far and for
//! how long these count.

use anyhow::{Context, Result, bail, ensure};
use gatepass_core::policy::{Limit, Policy};
use toml::{Table, Value};

/// What requests are counted by, and how many are let through.
pub(super) struct Counted {
    /// What by, as the policy names it.
    pub(super) by: &'static str,
    /// How many are let through.
    pub(super) most: i64,
    /// In how many seconds.
    pub(super) period: u32,
}

/// The limits of a policy that is deployed with these bindings.
pub(super) fn counted(policy: &Policy, environment: &Table) -> Result<Vec<Counted>> {
    let limits = policy.limits().iter();
    limits.map(|(by, limit)| counted_by(by, limit, environment)).collect()
}

fn counted_by(by: &'static str, limit: &Limit, environment: &Table) -> Result<Counted> {
    let (key, name) = (format!("POLICY.limits.{by}"), limit.binding.as_str());
    let Some(bound) = bound(environment, name) else {
        bail!("{key}.binding: there is no [[ratelimits]] with name = \"{name}\" beside it");
    };
    let number = |member: &str| {
        let number = bound.get("simple").and_then(|simple| simple.get(member));
        let number = number.and_then(Value::as_integer);
        number.with_context(|| format!("ratelimits: {name} needs a whole number `simple.{member}`"))
    };
    let (most, period) = (number("limit")?, number("period")?);
    ensure!(
        period == i64::from(limit.period.seconds()),
        "{key}.period: it is {}, and {name} counts for {period} seconds",
        limit.period.seconds()
    );
    Ok(Counted { by, most, period: limit.period.seconds() })
}

fn bound<'a>(environment: &'a Table, name: &str) -> Option<&'a Value> {
    let all = environment.get("ratelimits")?.as_array()?;
    all.iter().find(|bound| bound.get("name").and_then(Value::as_str) == Some(name))
}
