//! From `POLICY.limits` to limits.

use super::raw::{RawLimit, RawLimits, Table};
use super::{ParsePolicyError, PolicyFault, SETTING, at};
use crate::policy::limits::{Limit, Limits, ParseBindingError, Period, UnknownPeriodError};

pub(super) fn limits_of(raw: RawLimits) -> Result<Limits, ParsePolicyError> {
    let limit = |by: &str, raw: Option<Table<RawLimit>>| {
        raw.map(|Table(raw)| limit_of(&raw, &format!("{SETTING}.limits.{by}"))).transpose()
    };
    Ok(Limits {
        address: limit("address", raw.address)?,
        token: limit("token", raw.token)?,
        tenant: limit("tenant", raw.tenant)?,
    })
}

fn limit_of(raw: &RawLimit, key: &str) -> Result<Limit, ParsePolicyError> {
    let binding_key = format!("{key}.binding");
    let binding = raw.binding.as_deref().ok_or_else(|| at(&binding_key, PolicyFault::NoBinding))?;
    let binding = binding.parse().map_err(|error: ParseBindingError| at(binding_key, error))?;
    let period_key = format!("{key}.period");
    let period = raw.period.ok_or_else(|| at(&period_key, PolicyFault::NoPeriod))?;
    let period =
        Period::try_from(period).map_err(|error: UnknownPeriodError| at(period_key, error))?;
    Ok(Limit { binding, period })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Policy;

    fn parse(limits: &Value) -> Result<Limits, String> {
        let policy = Policy::from_json(&json!({ "limits": limits }).to_string());
        policy.map(|policy| policy.limits().clone()).map_err(|error| error.to_string())
    }

    #[test]
    fn limits_are_as_they_are_written_and_nothing_else_is_counted() {
        let limits = parse(&json!({
            "token": { "binding": "PER_TOKEN", "period": 60 },
            "address": { "binding": "PER_ADDRESS", "period": 10 },
        }));
        let limits = limits.unwrap();
        let written: Vec<_> = limits
            .iter()
            .map(|(by, limit)| (by, limit.binding.as_str(), limit.period.seconds()))
            .collect();
        assert_eq!(written, [("address", "PER_ADDRESS", 10), ("token", "PER_TOKEN", 60)]);
        assert!(!limits.is_none());
        assert!(parse(&json!({})).unwrap().is_none());
        assert!(Policy::default().limits().is_none());
    }

    #[test]
    fn a_mistake_in_the_limits_is_named_with_what_would_be_right() {
        for (limits, sentence) in [
            (json!([]), "POLICY.limits: invalid type: sequence, expected a table"),
            (
                json!({ "ip": {} }),
                "POLICY.limits.ip: unknown field `ip`, expected one of `address`, `token`, `tenant`",
            ),
            (
                json!({ "token": "PER_TOKEN" }),
                "POLICY.limits.token: invalid type: string, expected a table",
            ),
            (
                json!({ "token": { "binding": "PER_TOKEN", "limit": 5 } }),
                "POLICY.limits.token.limit: unknown field `limit`, expected `binding` or `period`",
            ),
            (
                json!({ "token": { "period": 60 } }),
                "POLICY.limits.token.binding: name the binding that counts, as in \"PER_TOKEN\"",
            ),
            (
                json!({ "token": { "binding": "per token", "period": 60 } }),
                "POLICY.limits.token.binding: a binding is 1 to 60 letters, digits and underscores, and does not begin with a digit",
            ),
            (
                json!({ "tenant": { "binding": "PER_TENANT" } }),
                "POLICY.limits.tenant.period: say for how many seconds the binding counts: its `simple.period`",
            ),
            (
                json!({ "address": { "binding": "PER_ADDRESS", "period": 30 } }),
                "POLICY.limits.address.period: a binding counts for 10 or 60 seconds",
            ),
            (
                json!({ "address": { "binding": "PER_ADDRESS", "period": "60" } }),
                "POLICY.limits.address.period: invalid type: string, expected a whole number",
            ),
            (
                json!({ "address": { "binding": "PER_ADDRESS", "period": -10 } }),
                "POLICY.limits.address.period: invalid value: integer `-10`, expected a whole number",
            ),
        ] {
            assert_eq!(parse(&limits), Err(sentence.to_owned()), "{limits}");
        }
    }
}
