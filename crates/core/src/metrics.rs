//! Figures for a monitor, in OpenMetrics text.

mod text;

use serde::{Deserialize, Serialize};

pub use text::MEDIA_TYPE;
use text::{Exposition, Family, Kind};

use crate::outbox::OutboxGauge;
use crate::refusal::RefusalReason;
use crate::tenant::TenantLabel;
use crate::time::Millis;
use crate::wire::{Problem, from_query};

/// How many registries one answer asks: with the directory's two calls they stay below the 50 that an
/// invocation may make on the smallest plan. Source: Workers docs, "Limits", subrequests.
pub const ASKED_AT_ONCE: usize = 40;

/// What the directory goes by among the registries: no tenant's label has brackets.
pub const DIRECTORY: &str = "(directory)";

/// Which tenants are asked for: those after a label, or one; from the first on, if neither is said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsQuery {
    /// The one tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantLabel>,
    /// Only those whose labels come after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<TenantLabel>,
}

impl MetricsQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter at fault.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        from_query(query)
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

/// What one isolate counted since it began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IsolateFigures {
    /// How often a token was found in its memory.
    pub cache_hits: u64,
    /// How often it was not, and KV or a registry was asked.
    pub cache_misses: u64,
    /// How many requests it refused, by the number of their reason.
    pub refusals: [u64; RefusalReason::ALL.len()],
    /// How many reads of KV failed.
    pub failed_reads: u64,
    /// How many writes to KV failed.
    pub failed_writes: u64,
}

/// What a registry says of its outbox, if it is in reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryFigures {
    /// Its tenant's label, or [`DIRECTORY`].
    pub name: String,
    /// What waits in its outbox.
    pub outbox: Option<OutboxGauge>,
}

/// All of it, as text.
pub fn to_text(
    isolate: &IsolateFigures,
    registries: &[RegistryFigures],
    tenants: Option<usize>,
) -> String {
    let mut text = Exposition::default();
    tell_registries(&mut text, registries, tenants);
    tell_isolate(&mut text, isolate);
    text.finish()
}

fn tell_registries(text: &mut Exposition, registries: &[RegistryFigures], tenants: Option<usize>) {
    let mut gauge = |name, unit, help, value: fn(&RegistryFigures) -> Option<f64>| {
        let mut samples = text.begin(&Family { name, kind: Kind::Gauge, unit, help });
        for registry in registries {
            if let Some(value) = value(registry) {
                samples.add(&[("registry", &registry.name)], value);
            }
        }
    };
    gauge(
        "gatepass_registry_up",
        None,
        "Whether the registry answers. One that does not has no other figures here.",
        |registry| Some(if registry.outbox.is_some() { 1.0 } else { 0.0 }),
    );
    gauge(
        "gatepass_outbox_depth",
        None,
        "Writes that KV is still to be told for the first time.",
        |registry| registry.outbox.map(|outbox| outbox.waiting as f64),
    );
    gauge(
        "gatepass_outbox_oldest_age_seconds",
        Some("seconds"),
        "For how long the oldest of them has waited; 0 if there is none.",
        |registry| registry.outbox.map(|outbox| seconds(outbox.oldest.unwrap_or_default())),
    );
    gauge(
        "gatepass_outbox_repeats",
        None,
        "Writes that KV took, and that are written again 1 and 10 minutes later all the same.",
        |registry| registry.outbox.map(|outbox| outbox.repeating as f64),
    );
    if let Some(tenants) = tenants {
        let help =
            "Tenants that there are. Those after the ones told of here are asked for with after=.";
        let name = "gatepass_tenants";
        text.begin(&Family { name, kind: Kind::Gauge, unit: None, help }).add(&[], tenants as f64);
    }
}

fn tell_isolate(text: &mut Exposition, isolate: &IsolateFigures) {
    let mut counter = |name, help, label, counts: &[(&str, u64)]| {
        let mut samples = text.begin(&Family { name, kind: Kind::Counter, unit: None, help });
        for (word, count) in counts {
            samples.add(&[(label, word)], *count as f64);
        }
    };
    counter(
        "gatepass_cache_lookups",
        "Tokens looked up in memory, by the answering isolate alone, since it began.",
        "result",
        &[("hit", isolate.cache_hits), ("miss", isolate.cache_misses)],
    );
    let refusals = RefusalReason::ALL.map(RefusalReason::as_str).into_iter().zip(isolate.refusals);
    counter(
        "gatepass_refusals",
        "Requests refused, by the answering isolate alone, since it began.",
        "reason",
        &refusals.collect::<Vec<_>>(),
    );
    counter(
        "gatepass_kv_errors",
        "Reads of KV and writes to it that failed, by the answering isolate alone, since it began.",
        "operation",
        &[("read", isolate.failed_reads), ("write", isolate.failed_writes)],
    );
}

fn seconds(span: Millis) -> f64 {
    span.0 as f64 / 1000.0
}

#[cfg(test)]
mod tests;
