//! Figures for the operator's monitor.

use futures_util::future::join_all;
use gatepass_core::metrics::{
    ASKED_AT_ONCE, DIRECTORY, MEDIA_TYPE, MetricsQuery, RegistryFigures, to_text,
};
use gatepass_core::route::Route;
use gatepass_core::tenant::Tenant;
use gatepass_core::time::Millis;
use worker::{Request, Response};

use super::{operator, tenants};
use crate::answer::{Failure, text};
use crate::call::{ListTenants, MeasureOutbox};
use crate::edge::Edge;
use crate::platform::{clock, counts, log};
use crate::registry::RegistryClient;

/// How long a registry's answer is waited for: a monitor waits for all of it, usually 10 s.
const PATIENCE: Millis = Millis::seconds(4);

/// The figures of the registries that are asked for, and of this isolate. One that is out of reach is
/// said to be, and spoils nothing else.
pub(crate) async fn show(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    operator::require(edge, request)?;
    let url = request.url()?;
    let asked = MetricsQuery::parse(url.query().unwrap_or_default())?;
    let (tenants, known, next) = match &asked.tenant {
        Some(label) => (vec![tenants::find(edge, label).await?], None, None),
        None => some(edge, &asked).await,
    };
    let of_tenants = tenants.iter().map(|tenant| {
        let registry = RegistryClient::of(&edge.env, &tenant.id);
        measure(registry, tenant.label.to_string())
    });
    let directory = measure(RegistryClient::directory(&edge.env), DIRECTORY.to_owned());
    let (directory, mut registries) = futures_util::join!(directory, join_all(of_tenants));
    registries.insert(0, directory);
    let mut response = text(MEDIA_TYPE, to_text(&counts::figures(), &registries, known))?;
    if let Some(next) = next {
        let link = format!("<{}?{}>; rel=\"next\"", Route::Metrics.to_path(), next.to_query());
        response.headers_mut().set("link", &link)?;
    }
    Ok(response)
}

/// As many tenants as one answer asks, how many there are in all, and where to go on.
async fn some(
    edge: &Edge,
    asked: &MetricsQuery,
) -> (Vec<Tenant>, Option<usize>, Option<MetricsQuery>) {
    let directory = RegistryClient::directory(&edge.env);
    let listed = clock::within(PATIENCE, directory.call(ListTenants {})).await;
    let Some(Ok(all)) = listed else {
        log::fault("figures", "the directory does not say which tenants there are");
        return (Vec::new(), None, None);
    };
    let known = all.len();
    let is_asked_for =
        |tenant: &Tenant| asked.after.as_ref().is_none_or(|after| tenant.label > *after);
    let mut rest: Vec<Tenant> = all.into_iter().filter(is_asked_for).collect();
    let is_more_left = rest.len() > ASKED_AT_ONCE;
    rest.truncate(ASKED_AT_ONCE);
    let last = rest.last().filter(|_| is_more_left).map(|tenant| tenant.label.clone());
    let next = last.map(|last| MetricsQuery { tenant: None, after: Some(last) });
    (rest, Some(known), next)
}

async fn measure(registry: RegistryClient<'_>, name: String) -> RegistryFigures {
    let outbox = match clock::within(PATIENCE, registry.call(MeasureOutbox {})).await {
        Some(Ok(outbox)) => Some(outbox),
        Some(Err(error)) => {
            log::fault("figures of a registry", error);
            None
        }
        None => None,
    };
    RegistryFigures { name, outbox }
}
