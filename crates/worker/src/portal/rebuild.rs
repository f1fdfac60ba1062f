//! What KV holds, held against the registries and told again, for the operator.
//!
//! A step looks at a bounded part, so that it stays far below the platform's 1,000 operations for one
//! invocation: whoever asks goes on from where it ended.

use gatepass_core::rebuild::{
    AT_ONCE, Drift, Expected, ParseRebuildPlaceError, RebuildPlace, room,
};
use gatepass_core::route::RegistryName;
use gatepass_core::tenant::Tenant;
use gatepass_core::wire::{DriftPage, DriftView, Problem, ProblemKind, RebuildFrom, RebuildStep};
use worker::{Request, Response};

use super::{operator, tenants};
use crate::answer::{Failure, json};
use crate::call::{MeasureOutbox, RestoreKeys, Survey, SurveyKeys};
use crate::edge::Edge;
use crate::platform::{body, kv, log};
use crate::registry::RegistryClient;

/// How what KV holds of a part differs from what it is to hold. It changes nothing.
pub(crate) async fn drift(
    edge: &Edge,
    request: &Request,
    name: &RegistryName,
) -> Result<Response, Failure> {
    operator::require(edge, request)?;
    let url = request.url()?;
    let from = place(RebuildFrom::parse(url.query().unwrap_or_default())?, name)?;
    let tenant = tenant_of(edge, name).await?;
    let registry = registry_of(edge, tenant.as_ref());
    let survey = registry.call(SurveyKeys { from: from.clone(), most: AT_ONCE }).await?;
    let mut data = drifts(edge, &survey.keys).await?;
    if !data.is_empty() {
        // What was changed while KV was read is told already, or will be.
        let again = registry.call(SurveyKeys { from, most: AT_ONCE }).await?;
        let is_as_it_was = |key: &str| {
            let of = |survey: &Survey| survey.keys.iter().find(|it| it.key == key).cloned();
            of(&survey) == of(&again)
        };
        data.retain(|drift| is_as_it_was(&drift.key));
    }
    let awaited = survey.keys.iter().filter(|expected| expected.is_awaited).count() as u64;
    let Survey { looked_at, total, next: cursor, .. } = survey;
    Ok(json(200, &DriftPage { looked_at, total, awaited, data, cursor })?)
}

/// Has KV told again of a part, as far as its registry's outbox has room.
pub(crate) async fn step(
    edge: &Edge,
    mut request: Request,
    name: &RegistryName,
) -> Result<Response, Failure> {
    operator::require(edge, &request)?;
    let from = place(body::json(&mut request).await?, name)?;
    let tenant = tenant_of(edge, name).await?;
    let registry = registry_of(edge, tenant.as_ref());
    let waiting = registry.call(MeasureOutbox {}).await?.waiting;
    let room = room(waiting).filter(|_| from != RebuildPlace::End);
    let most = room.unwrap_or(0);
    let Survey { keys, total, .. } = registry.call(SurveyKeys { from: from.clone(), most }).await?;
    if room.is_none() {
        let (looked_at, written, cursor) = (0, 0, from);
        return Ok(json(200, &RebuildStep { looked_at, total, written, waiting, cursor })?);
    }
    let is_extra = |drift: &DriftView| drift.drift == Drift::Extra;
    let extra = drifts(edge, &keys).await?.into_iter().filter(is_extra);
    let extra = extra.map(|drift| drift.key).collect();
    let restored = registry.call(RestoreKeys { from, most, extra }).await?;
    let (looked_at, written, cursor) = (restored.looked_at, restored.written, restored.next);
    let waiting = restored.waiting;
    Ok(json(200, &RebuildStep { looked_at, total, written, waiting, cursor })?)
}

fn place(from: RebuildFrom, name: &RegistryName) -> Result<RebuildPlace, Problem> {
    let place = from.cursor.unwrap_or_else(|| RebuildPlace::first(name));
    let foreign = || Problem::of_field("cursor", ParseRebuildPlaceError.to_string());
    place.is_of(name).then_some(place).ok_or_else(foreign)
}

async fn tenant_of(edge: &Edge, name: &RegistryName) -> Result<Option<Tenant>, Failure> {
    match name {
        RegistryName::Directory => Ok(None),
        RegistryName::Tenant(label) => Ok(Some(tenants::find(edge, label).await?)),
    }
}

fn registry_of<'a>(edge: &'a Edge, tenant: Option<&'a Tenant>) -> RegistryClient<'a> {
    match tenant {
        None => RegistryClient::directory(&edge.env),
        Some(tenant) => RegistryClient::of(&edge.env, &tenant.id),
    }
}

async fn drifts(edge: &Edge, expected: &[Expected]) -> Result<Vec<DriftView>, Failure> {
    let keys: Vec<String> = expected.iter().map(|expected| expected.key.clone()).collect();
    let found = kv::read_values(&edge.env, &keys).await.map_err(|failure| {
        log::fault("KV is not held against its registries", failure);
        Problem::of(ProblemKind::Unavailable).with_detail("KV could not be read. Try again.")
    })?;
    let drifts = expected.iter().zip(&found).filter_map(|(expected, found)| {
        let drift = expected.drift(found.as_deref())?;
        Some(DriftView { key: expected.key.clone(), drift })
    });
    Ok(drifts.collect())
}
