//! What the first reply of a fresh process takes.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use reqwest::Client;

use super::arms;
use crate::processor_time::taken_by;
use crate::report::{Ratio, Report, median, say};
use crate::workerd::Site;

const MUST: f64 = 0.87;
const STRETCH: f64 = 0.95;

/// How long a start may take.
const START_LIMIT: Duration = Duration::from_secs(60);

/// Measures the Worker and the validator by hand, each alone in a process, in turns.
pub(super) async fn measure(report: &mut Report, rounds: usize) -> Result<()> {
    let ours = Site::new(Vec::new())?;
    let peer = Site::alone(arms::cached())?;
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push((start(&ours, &ours.origin()).await?, {
            let origin = peer.origin_of(arms::CACHED)?;
            start(&peer, &origin).await?
        }));
    }
    let millis = |time: &Duration| time.as_secs_f64() * 1e3;
    say(&format!("\n{:<44} {:>8}", "ms of processor time, first reply", "median"));
    say(&format!("{:<44} {:>8.1}", super::OURS, median(times.iter().map(|(own, _)| millis(own)))));
    say(&format!("{:<44} {:>8.1}", "JS", median(times.iter().map(|(_, js)| millis(js)))));
    let ratio = median(times.iter().map(|(own, js)| millis(js) / millis(own)));
    let ratio = Ratio { ratio, must: Some(MUST), stretch: Some(STRETCH) };
    report.add("verify: first reply of a fresh process", "JS", ratio);
    Ok(())
}

/// What a process took from its start until it has answered.
async fn start(site: &Site, origin: &str) -> Result<Duration> {
    let http = Client::builder().no_proxy().timeout(START_LIMIT).build()?;
    let (url, begin) = (format!("{origin}/verify"), Instant::now());
    let workerd = site.start()?;
    while begin.elapsed() < START_LIMIT {
        match http.get(&url).send().await {
            Ok(answer) => {
                answer.bytes().await?;
                return taken_by(workerd.id());
            }
            Err(error) if error.is_connect() => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    bail!("workerd does not answer:\n{}", site.log())
}
