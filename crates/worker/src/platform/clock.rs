//! The clock. On Workers it stands still between two I/O events of a request.

use std::time::Duration;

use gatepass_core::time::{Millis, UnixMillis};
use worker::Delay;

/// The present moment.
pub(crate) fn now() -> UnixMillis {
    UnixMillis(js_sys::Date::now() as i64)
}

/// Waits for a span; at once if it is negative.
pub(crate) async fn wait(span: Millis) {
    Delay::from(Duration::from_millis(u64::try_from(span.0).unwrap_or(0))).await;
}

/// The future's output, or nothing if it takes longer than `span`.
pub(crate) async fn within<T>(span: Millis, future: impl Future<Output = T>) -> Option<T> {
    let (future, timeout) = (std::pin::pin!(future), std::pin::pin!(wait(span)));
    match futures_util::future::select(future, timeout).await {
        futures_util::future::Either::Left((output, _)) => Some(output),
        futures_util::future::Either::Right(((), _)) => None,
    }
}
