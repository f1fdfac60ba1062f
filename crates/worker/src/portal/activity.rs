//! The activity log: read page by page, waited for, exported.
//!
//! Who waits is waited for here, by asking the registry once a second. A wait in the registry's
//! memory would be answered sooner, but a caller who hangs up would leave it behind there, a new
//! version would end all of them at once, and a registry that holds requests open would do so for
//! strangers. Here a hang-up takes the wait along, each look asks again whether the asker still may
//! (so a revoked token waits no longer), and a look that finds nothing costs one row of an index.

use gatepass_core::activity::{
    ActivityCursor, ActivityFormat, ActivityQuery, CEF_TYPE, CSV_HEADER, ExportFormat, ExportQuery,
    NOT_ACCEPTABLE, Order, ParseActivityQueryError, to_cef, to_csv,
};
use gatepass_core::id::{Serial, TenantId};
use gatepass_core::route::Route;
use gatepass_core::time::Millis;
use gatepass_core::wire::{ActivityPage, ActivityView, Problem, ProblemKind};
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, json, text};
use crate::call::{ActivityRead, ReadActivity, StartExport, Waiting};
use crate::edge::Edge;
use crate::platform::{clock, entropy, headers};
use crate::registry::RegistryClient;

/// How long between two looks for an event that is waited for.
const LOOK_EVERY: Millis = Millis::seconds(1);

/// How many events an export has at most: what an answer holds in memory at once, some megabytes.
const MOST_EXPORTED: usize = 10_000;

/// How many events of an export are asked for at once.
const EXPORTED_AT_ONCE: u32 = 1000;

fn wrong(error: &ParseActivityQueryError) -> Problem {
    Problem::of_field(&error.parameter, error.to_string())
}

/// The place that a cursor stands for.
fn place(edge: &Edge, tenant: TenantId, query: &ActivityQuery) -> Result<Option<u64>, Problem> {
    let opened = query.cursor.as_deref().map(|text| {
        ActivityCursor::open(text, tenant, &edge.config.audit_keys)
            .map_err(|error| Problem::of_field("cursor", error.to_string()))
    });
    Ok(opened.transpose()?.map(|cursor| cursor.sequence))
}

fn cursor(edge: &Edge, tenant: TenantId, sequence: u64) -> String {
    ActivityCursor { tenant, sequence }.seal(&edge.config.audit_keys)
}

/// A part of the log, in the form that the asker wants most.
pub(crate) async fn list(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let asking = Asking::of(edge, request)?;
    let tenant = asking.tenant;
    let accept = headers::value(request.headers(), "accept");
    let format = ActivityFormat::negotiate(accept.as_deref())
        .ok_or_else(|| Problem::of(ProblemKind::NotAcceptable).with_detail(NOT_ACCEPTABLE))?;
    let url = request.url()?;
    let query = ActivityQuery::parse(url.query().unwrap_or_default()).map_err(|e| wrong(&e))?;
    let read = read(edge, asking, &query).await?;
    let goes_on = read.has_next || query.order == Order::Oldest;
    let next = goes_on.then(|| cursor(edge, tenant, read.place));
    let path = Route::Activity.to_path();
    let query = ActivityQuery { cursor: next.clone(), ..query };
    let mut response = match format {
        ActivityFormat::Json => {
            let (data, has_next, now) = (read.events, read.has_next, read.now);
            json(200, &ActivityPage { data, has_next, cursor: next.clone(), now })?
        }
        ActivityFormat::Cef => {
            let lines = read.events.iter().map(|event| to_cef(event, tenant) + "\n").collect();
            text(&format!("{CEF_TYPE}; charset=utf-8"), lines)?
        }
    };
    response.headers_mut().set("vary", "accept")?;
    if next.is_some() {
        let link = format!("<{path}?{}>; rel=\"next\"", query.to_query());
        response.headers_mut().set("link", &link)?;
    }
    Ok(response)
}

/// Reads, and reads again for as long as there is nothing and the asker wants to wait.
async fn read(edge: &Edge, asking: Asking, query: &ActivityQuery) -> Result<ActivityRead, Failure> {
    let Asking { tenant, mut asker } = asking;
    let most = u32::from(query.limit.unwrap_or_default());
    let mut after = place(edge, tenant, query)?;
    let until = clock::now() + query.wait.map(Millis::from).unwrap_or_default();
    let waiter = match query.wait {
        None => None,
        Some(_) => Some(draw_waiter()?),
    };
    let query = ActivityQuery { cursor: None, ..query.clone() };
    loop {
        let left = until - clock::now();
        let waiting = waiter.map(|waiter| Waiting { waiter, goes_on: left > Millis(0) });
        let call = ReadActivity {
            asker: asker.clone(),
            query: query.clone(),
            after,
            up_to: None,
            most,
            waiting,
        };
        let read = RegistryClient::of(&edge.env, &tenant).call(call).await?;
        if !read.events.is_empty() || left <= Millis(0) {
            return Ok(read);
        }
        if !read.may_wait {
            let detail = "Too many are waiting for events already. Ask without wait.";
            return Err(Problem::of(ProblemKind::Unavailable).with_detail(detail).into());
        }
        after = Some(read.place);
        asker = asker.asking_on();
        clock::wait(LOOK_EVERY.min(left)).await;
    }
}

fn draw_waiter() -> Result<Serial, Failure> {
    let mut bytes = entropy::draw()?.into_iter();
    Serial::random(&mut bytes).map_err(|error| entropy::EntropyError::from(error).into())
}

/// A part of the log as a file. It goes into the log itself, so a page of another origin has no
/// part in it.
pub(crate) async fn export(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let url = request.url()?;
    let asked = ExportQuery::parse(url.query().unwrap_or_default()).map_err(|e| wrong(&e))?;
    let (format, query) = (asked.format, asked.clone().into_query());
    let mut after = place(edge, tenant, &query)?;
    let registry = RegistryClient::of(&edge.env, &tenant);
    let starting = StartExport { asker: asker.clone(), query: query.clone(), format };
    let up_to = Some(registry.call(starting).await?);
    let mut file = match format {
        ExportFormat::Csv => CSV_HEADER.to_owned(),
        ExportFormat::Jsonl => String::new(),
    };
    let (mut count, mut next) = (0, None);
    while count < MOST_EXPORTED {
        let (asker, query) = (asker.asking_on(), query.clone());
        let most = EXPORTED_AT_ONCE;
        let call = ReadActivity { asker, query, after, up_to, most, waiting: None };
        let read = registry.call(call).await?;
        count += read.events.len();
        file.extend(read.events.iter().map(|event| line(event, format)));
        after = Some(read.place);
        next = after.filter(|_| read.has_next);
        if next.is_none() {
            break;
        }
    }
    let mut response = text(format.media_type(), file)?;
    let headers = response.headers_mut();
    let day: String = clock::now().to_seconds().to_iso().chars().take(10).collect();
    let name = format!("activity-{tenant}-{day}.{}", format.as_str());
    headers.set("content-disposition", &format!("attachment; filename=\"{name}\""))?;
    headers.set("gatepass-events", &count.to_string())?;
    if let Some(sequence) = next {
        let asked = ExportQuery { cursor: Some(cursor(edge, tenant, sequence)), ..asked };
        let path = Route::ExportActivity.to_path();
        headers.set("link", &format!("<{path}?{}>; rel=\"next\"", asked.to_query()))?;
    }
    Ok(response)
}

fn line(event: &ActivityView, format: ExportFormat) -> String {
    match format {
        ExportFormat::Csv => to_csv(event),
        ExportFormat::Jsonl => serde_json::to_string(event).unwrap_or_default() + "\n",
    }
}
