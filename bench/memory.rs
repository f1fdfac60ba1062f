//! What the process takes for each token that an isolate remembers, and that it stops growing.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use gatepass_core::edge::CACHED_GRANTS;

use crate::filled::Filled;
use crate::load::{Load, Question};
use crate::report::{Amount, Report, say};
use crate::stillness::await_stillness;
use crate::workerd::Site;

/// How many tokens are asked about before it is their turn again: then each is answered from memory,
/// and its whole answer is kept.
const IN_TURN: usize = 100;

/// How often the garbage is collected: what one collection lets go is freed by the next.
const COLLECTIONS: usize = 3;

/// What twice as many tokens as are remembered may take at most, as a multiple of the memory that
/// those take: nothing more would be 1.
const MOST_OF_TWICE: f64 = 2.0;

/// Measures the process before, with as many tokens as are remembered, and after as many others.
pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let site = Site::watched()?;
    let filled = Filled::start(&site, 2 * CACHED_GRANTS + IN_TURN).await?;
    let watched = Watched { site: &site, process: filled.workerd.id(), load: Load::new()? };
    let (warming, tokens) = filled.tokens.split_at_checked(IN_TURN).context("there are more")?;
    for _ in 0..20 {
        watched.ask_twice(warming).await?;
    }
    let mut sizes = vec![watched.size().await?];
    for some in tokens.chunks(CACHED_GRANTS) {
        watched.ask_twice(some).await?;
        sizes.push(watched.size().await?);
    }
    let [before, once, twice] = sizes.as_slice() else { anyhow::bail!("there are three sizes") };
    let mebibytes = |size: &f64| size / f64::from(1 << 20);
    say(&format!(
        "\nMB of memory: {:.1} before, {:.1} with {CACHED_GRANTS} tokens, {:.1} after as many others",
        mebibytes(before),
        mebibytes(once),
        mebibytes(twice)
    ));
    let each = ((once - before) / CACHED_GRANTS as f64).round();
    report.add_amount("memory per cached token", Amount { value: each, unit: "bytes", most: None });
    let growth = (twice - before) / (once - before);
    report.add_amount(
        "memory with twice as many tokens as are cached",
        Amount { value: growth, unit: "times", most: Some(MOST_OF_TWICE) },
    );
    Ok(())
}

struct Watched<'a> {
    site: &'a Site,
    process: u32,
    load: Load,
}

impl Watched<'_> {
    async fn ask_twice(&self, tokens: &[String]) -> Result<()> {
        for some in tokens.chunks(IN_TURN) {
            let questions: Vec<Question> = some.iter().map(|token| Question::of(token)).collect();
            for _ in 0..2 {
                self.load.ask_all(&self.site.origin(), &questions, 200).await?;
            }
        }
        Ok(())
    }

    /// What the process has of its own, without garbage, in bytes.
    async fn size(&self) -> Result<f64> {
        await_stillness(&[self.process]).await?;
        for _ in 0..COLLECTIONS {
            self.load.fetch(&format!("{}/watch/collect", self.site.origin())).await?;
            self.load.fetch(&format!("{}/collect", self.site.origin_of_kv())).await?;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        own_memory(self.process)
    }
}

/// Source: Linux man-pages, proc_pid_status(5), "RssAnon".
fn own_memory(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/status");
    let text = fs::read_to_string(&path).with_context(|| format!("{path} cannot be read"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let kibibytes = line.and_then(|rest| rest.trim().strip_suffix(" kB"));
    let kibibytes: u32 = kibibytes.context("it tells of RssAnon")?.trim().parse()?;
    Ok(f64::from(kibibytes) * 1024.0)
}
