//! What a minute of steady use costs of KV and of the registry.

use std::time::Duration;

use anyhow::Result;
use tokio::time::MissedTickBehavior;

use crate::filled::Filled;
use crate::load::Load;
use crate::report::{Amount, Report, say};
use crate::stillness::await_stillness;
use crate::workerd::Site;

/// The most calls of the registry for 1,000 requests.
const MOST_CALLS: f64 = 0.2;

/// The most keys read from KV for 1,000 requests, as they are billed.
const MOST_READS: f64 = 2.0;

/// How much is asked how often.
const TICK: Duration = Duration::from_millis(6);
const QUESTIONS_A_TICK: u64 = 10;

/// How much is asked: for how long, and about how many tokens.
struct Effort {
    ticks: u64,
    tokens: usize,
}

/// Asks at an even pace from nothing, and counts until all is reported.
pub(crate) async fn measure(report: &mut Report, is_quick: bool) -> Result<()> {
    let effort = match is_quick {
        true => Effort { ticks: 1_000, tokens: 10 },
        false => Effort { ticks: 10_000, tokens: 100 },
    };
    let site = Site::watched()?;
    let filled = Filled::start(&site, effort.tokens).await?;
    let load = Load::new()?;
    let calls_url = format!("{}/watch/calls", site.origin());
    let calls = async || Ok::<u32, anyhow::Error>(load.fetch(&calls_url).await?.parse()?);
    let (calls_before, reads_before) = (calls().await?, filled.kv.reads().await?);

    let begin = tokio::time::Instant::now();
    let mut pace = tokio::time::interval(TICK);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for tick in 0..effort.ticks {
        pace.tick().await;
        let questions = filled.questions(tick * QUESTIONS_A_TICK, QUESTIONS_A_TICK);
        load.ask_each(&site.origin(), &questions, 200).await?;
    }
    let took = begin.elapsed();
    await_stillness(&[filled.workerd.id()]).await?;

    let calls = calls().await? - calls_before;
    let reads = filled.kv.reads().await?;
    let (keys, operations) =
        (reads.keys - reads_before.keys, reads.operations - reads_before.operations);
    let requests = effort.ticks * QUESTIONS_A_TICK;
    say(&format!(
        "\n{requests} requests about {} tokens in {:.0} s: {calls} calls of the registry, {keys} keys \
         read from KV in {operations} reads",
        effort.tokens,
        took.as_secs_f64()
    ));
    for (name, count, most) in [
        ("calls of the registry per 1,000 requests", calls, Some(MOST_CALLS)),
        ("keys read from KV per 1,000 requests", keys, Some(MOST_READS)),
    ] {
        let value = f64::from(count) * 1_000.0 / requests as f64;
        // What is allowed is allowed for a minute: the first of what comes every 5 s is in it too.
        let most = most.filter(|_| !is_quick);
        report.add_amount(name, Amount { value, unit: "count", most });
    }
    Ok(())
}
