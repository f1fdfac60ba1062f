//! Telling the registry what was used or tried, beside the answer and never before it.

use gatepass_core::decision::Principal;
use gatepass_core::edge::{Schedule, TokenRefusal, UsageReporter};
use gatepass_core::id::TenantId;
use gatepass_core::record::Revision;
use gatepass_core::time::{Millis, UnixMillis};
use gatepass_core::token::TokenDigest;
use worker::Env;

use crate::call::ReportUsage;
use crate::edge::Edge;
use crate::isolate::{with_cache, with_reporter};
use crate::platform::{clock, log};
use crate::registry::RegistryClient;

/// How long after an answer its request may go on. Source: Workers docs, "`waitUntil`": 30 s.
const MAY_GO_ON: Millis = Millis::seconds(25);

/// Counts a use that was granted, and sees to it that it is reported.
pub(super) fn count(
    edge: &Edge,
    principal: &Principal,
    digest: TokenDigest,
    revision: Revision,
    now: UnixMillis,
) {
    let tenant = principal.token.tenant;
    let schedule = with_reporter(tenant, |reporter| reporter.count(digest, revision, now));
    report_by(schedule, edge, tenant, now);
}

/// Counts refused uses of a token that its registry knows, and sees to it that they are reported.
pub(super) fn count_refused(edge: &Edge, tenant: TenantId, refusal: TokenRefusal, now: UnixMillis) {
    let schedule = with_reporter(tenant, |reporter| reporter.count_refused(refusal, now));
    report_by(schedule, edge, tenant, now);
}

/// Lets `add` add to a tenant's next report, if a timer for that is set already; nothing otherwise.
pub(super) fn add_to_report<T>(
    tenant: TenantId,
    now: UnixMillis,
    add: impl FnOnce(&mut UsageReporter) -> T,
) -> Option<T> {
    with_reporter(tenant, |reporter| reporter.has_timer(now).then(|| add(reporter)))
}

fn report_by(schedule: Schedule, edge: &Edge, tenant: TenantId, now: UnixMillis) {
    match schedule {
        Schedule::Set => {}
        schedule @ (Schedule::Now | Schedule::At(_)) => {
            let env = edge.env.clone();
            edge.context.wait_until(async move { report(&env, tenant, schedule, now).await });
        }
    }
}

/// Reports by `schedule`, and goes on while something is left, for as long as the request may.
async fn report(env: &Env, tenant: TenantId, schedule: Schedule, begun_at: UnixMillis) {
    let mut next = Some(schedule);
    while let Some(schedule) = next {
        match schedule {
            Schedule::Now => {}
            Schedule::At(moment) if moment <= begun_at + MAY_GO_ON => {
                clock::wait(moment - clock::now()).await;
            }
            Schedule::At(_) | Schedule::Set => return,
        }
        send(env, tenant).await;
        next = with_reporter(tenant, |reporter| reporter.remainder(clock::now()));
    }
}

async fn send(env: &Env, tenant: TenantId) {
    let sent_at = clock::now();
    let Some(report) = with_reporter(tenant, |reporter| reporter.take(sent_at)) else {
        return;
    };
    let call = ReportUsage { report: report.clone() };
    match RegistryClient::of(env, &tenant).call(call).await {
        Ok(reply) => with_cache(|cache| reply.apply(&report, cache, sent_at, clock::now())),
        Err(error) => {
            log::fault("uses are reported later", error);
            with_reporter(tenant, |reporter| reporter.restore(report));
        }
    }
}
