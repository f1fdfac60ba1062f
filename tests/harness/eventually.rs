//! Waiting for what takes a while.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks again and again until there is something, and panics if there is nothing by `limit`.
pub(crate) async fn eventually<T>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Option<T>,
) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begin.elapsed() < limit, "not within {limit:?}: {what}");
        sleep(PAUSE).await;
    }
}
