//! The list of a tenant of 100 tokens beside that of a tenant of 100,000.

use std::collections::HashSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use gatepass_bench::fill::{fill, registry_of};
use gatepass_core::id::TokenId;
use gatepass_core::listing::{Cursor, TokenQuery};
use gatepass_core::time::UnixSeconds;

use crate::client::{Administrator, await_answer};
use crate::list_cases::{Case, cases};
use crate::processor_time::taken_by;
use crate::report::{Ratio, Report, median, say};
use crate::workerd::{Site, Workerd};

const FEW: u64 = 100;
const MANY: u64 = 100_000;

/// What the first page has to reach, and is wished to.
const MUST: f64 = 0.67;
const STRETCH: f64 = 0.91;

/// How much is asked: rounds, and questions of each tenant in a round.
struct Effort {
    rounds: usize,
    questions: usize,
}

/// Measures every case in turns, and adds the ratio of few ÷ many.
pub(crate) async fn measure(report: &mut Report, is_quick: bool) -> Result<()> {
    let effort = match is_quick {
        true => Effort { rounds: 3, questions: 10 },
        false => Effort { rounds: 9, questions: 30 },
    };
    let site = Site::new(Vec::new())?;
    let (few, many) = prepare(&site).await?;
    let workerd = site.start()?;
    await_answer(&site).await?;
    let cases = cases();
    let mut asked = Vec::new();
    for case in &cases {
        let queries = [query_for(case, &few).await?, query_for(case, &many).await?];
        let sizes =
            [few.list(&queries[0]).await?.data.len(), many.list(&queries[1]).await?.data.len()];
        asked.push((queries, sizes));
    }
    let mut times = vec![Vec::new(); cases.len()];
    for _ in 0..effort.rounds {
        for ((queries, _), times) in asked.iter().zip(&mut times) {
            let [of_few, of_many] = queries;
            let few = time(&workerd, &few, of_few, effort.questions).await?;
            let many = time(&workerd, &many, of_many, effort.questions).await?;
            times.push((few, many));
        }
    }
    say(&format!("\n{:<42} {:>12} {:>12}  rows", "ms of processor time a page", FEW, MANY));
    for ((case, times), (_, sizes)) in cases.iter().zip(&times).zip(&asked) {
        let few = median(times.iter().map(|(few, _)| few.as_secs_f64() * 1e3));
        let many = median(times.iter().map(|(_, many)| many.as_secs_f64() * 1e3));
        say(&format!("{:<42} {few:>12.2} {many:>12.2}  {}, {}", case.name, sizes[0], sizes[1]));
        let ratio = median(times.iter().map(|(few, many)| few.as_secs_f64() / many.as_secs_f64()));
        let is_first = case.name == "first page";
        let (must, stretch) = (is_first.then_some(MUST), is_first.then_some(STRETCH));
        let of = format!("list of {FEW} ÷ {MANY} tokens");
        report.add(&of, case.name, Ratio { ratio, must, stretch });
    }
    Ok(())
}

/// Makes both tenants, and fills them while nobody has their files open.
async fn prepare(site: &Site) -> Result<(Administrator, Administrator)> {
    let workerd = site.start()?;
    await_answer(site).await?;
    let few = Administrator::of_new_tenant(site, "few").await?;
    let many = Administrator::of_new_tenant(site, "many").await?;
    drop(workerd);
    let now = UnixSeconds(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?);
    let files = site.registries()?;
    for (administrator, count) in [(&few, FEW), (&many, MANY)] {
        let tenant = &administrator.tenant;
        let listed = fill(&registry_of(&files, tenant.id)?, tenant.id, count, now)?;
        say(&format!("{}: {count} tokens, {listed} of them listed", tenant.label));
    }
    Ok((few, many))
}

/// The case's question; for the end of the list, the list is gone through once, and holds each token
/// once.
async fn query_for(case: &Case, who: &Administrator) -> Result<TokenQuery> {
    if !case.is_end {
        return Ok(case.query.clone());
    }
    let mut ids: HashSet<TokenId> = HashSet::new();
    let mut cursors: Vec<Cursor> = Vec::new();
    let mut query = TokenQuery { limit: 100.try_into().ok(), ..case.query.clone() };
    let total = loop {
        let page = who.list(&query).await?;
        ids.extend(page.data.iter().map(|view| view.id));
        query.cursor = page.cursor;
        match &query.cursor {
            Some(cursor) => cursors.push(cursor.clone()),
            None => break page.total,
        }
    };
    ensure!(ids.len() as u64 == total, "{} of {total} tokens were listed", ids.len());
    // The small tenant's list ends with its first page.
    let cursor = if total > FEW { Some(cursors.pop().context("it has pages")?) } else { None };
    Ok(TokenQuery { cursor, ..case.query.clone() })
}

/// The processor time that a page took.
async fn time(
    workerd: &Workerd,
    who: &Administrator,
    query: &TokenQuery,
    questions: usize,
) -> Result<Duration> {
    who.ask(query).await?;
    let before = taken_by(workerd.id())?;
    for _ in 0..questions {
        who.ask(query).await?;
    }
    let taken = taken_by(workerd.id())?.saturating_sub(before);
    Ok(taken / u32::try_from(questions)?)
}
