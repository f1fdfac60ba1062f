//! Waiting until a process has nothing under way.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::processor_time::taken_by;

/// How long the process has to be still until nothing is taken to be under way in it.
const STILL_FOR: Duration = Duration::from_millis(300);

/// A use is reported 5 s after the last report at the latest.
const REPORTED_AFTER: Duration = Duration::from_millis(5_200);

/// How long is waited at most.
const LIMIT: Duration = Duration::from_secs(30);

/// Waits until all that these processes counted is reported.
pub(crate) async fn await_stillness(processes: &[u32]) -> Result<()> {
    tokio::time::sleep(REPORTED_AFTER).await;
    let begin = Instant::now();
    let mut before = taken_by_all(processes)?;
    while begin.elapsed() < LIMIT {
        tokio::time::sleep(STILL_FOR).await;
        let now = taken_by_all(processes)?;
        if now.saturating_sub(before) < Duration::from_millis(2) {
            return Ok(());
        }
        before = now;
    }
    Ok(())
}

fn taken_by_all(processes: &[u32]) -> Result<Duration> {
    processes.iter().map(|process| taken_by(*process)).sum()
}
