//! `cargo xtask audit verify`: says whether a tenant's activity log is whole.
//!
//! The log is handed out as it is stored and verified here, under keys that never leave the
//! operator's hands: a deployment that lies about its log is found out too.

use anyhow::{Context, Result, bail};
use gatepass_core::activity::StoredLogQuery;
use gatepass_core::audit::{AuditEvent, ChainHead, ChainedEvent, NotedHead, verify};
use gatepass_core::mac::Keyring;
use gatepass_core::route::Route;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::StoredLog;

use crate::cli::{AuditAction, AuditOptions};
use crate::operator::Operator;
use crate::paths::Paths;
use crate::say;

/// Does what was asked for.
pub(crate) fn audit(paths: &Paths, options: &AuditOptions) -> Result<()> {
    let operator = Operator::of(paths, &options.remote)?;
    let keys = operator.audit_keys(paths)?;
    match &options.action {
        AuditAction::Verify { tenant, since } => verify_log(&operator, tenant, *since, &keys),
    }
}

/// What was verified so far.
struct Verified {
    anchor: ChainHead,
    head: ChainHead,
    first_at: Option<UnixSeconds>,
    last_at: Option<UnixSeconds>,
}

impl Verified {
    fn new(anchor: ChainHead) -> Self {
        Self { anchor, head: anchor, first_at: None, last_at: None }
    }

    fn count(&self) -> u64 {
        self.head.sequence - self.anchor.sequence
    }

    /// Goes on over more events, one by one, so that what holds is known when one does not.
    fn go_on(&mut self, events: &[ChainedEvent], keys: &Keyring) -> Result<()> {
        for event in events {
            self.head = verify(self.head, [event], keys).with_context(|| {
                format!("The log is broken after {} events that hold", self.count())
            })?;
            let told: AuditEvent = serde_json::from_str(&event.event)
                .with_context(|| format!("Event {} holds, and cannot be read", event.sequence))?;
            self.first_at = self.first_at.or(Some(told.at));
            self.last_at = Some(told.at);
        }
        Ok(())
    }
}

fn verify_log(
    operator: &Operator,
    tenant: &TenantLabel,
    since: Option<ChainHead>,
    keys: &Keyring,
) -> Result<()> {
    let route = Route::StoredLog(tenant.clone());
    let mut part: StoredLog = operator.ask(&route)?.given()?;
    let mut verified = Verified::new(part.anchor);
    let mut noted = since.map(|since| NotedHead::look_for(since, part.anchor)).transpose()?;
    loop {
        verified.go_on(&part.data, keys)?;
        let pass =
            |noted: NotedHead| part.data.iter().fold(noted, |noted, event| noted.pass(event));
        noted = noted.map(pass);
        if !part.has_next {
            break;
        }
        if part.data.is_empty() {
            bail!("The deployment says that more events come, and hands out none");
        }
        let rest = StoredLogQuery { after: verified.head.sequence };
        part = operator.ask_for_part(&route, &rest.to_query())?.given()?;
    }
    if let Some(noted) = noted {
        noted.require_found(verified.head)?;
    }
    say_verified(&verified, since);
    Ok(())
}

fn say_verified(verified: &Verified, since: Option<ChainHead>) {
    let count = verified.count();
    let span = verified.first_at.zip(verified.last_at);
    let span = span.map(|(first, last)| format!(", from {} to {}", first.to_iso(), last.to_iso()));
    say::line(&format!("{count} events hold{}.", span.unwrap_or_default()));
    if verified.anchor.sequence > 0 {
        say::line(&format!("Those up to event {} were pruned.", verified.anchor.sequence));
    }
    if let Some(since) = since {
        say::line(&format!("Event {}, noted earlier, is among them.", since.sequence));
    }
    say::line("Note this, and give it as --since next time, to see that nothing was cut off:");
    say::line(&format!("    {}", verified.head));
}
