//! The clock. On Workers it stands still between two I/O events of a request.

use std::time::Duration;

use gatepass_core::time::{Millis, UnixMillis};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, AbortSignal};
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

/// Calls off what carries its signal, once its time is over.
///
/// It is made of the platform's own functions from end to end: after a trap nothing of the module is
/// left to clear a timer, and a request with a timer waits for it.
pub(crate) struct Deadline {
    controller: AbortController,
    clear: Function,
}

impl Deadline {
    /// One in this span from now.
    pub(crate) fn after(span: Millis) -> Result<Self, JsValue> {
        let controller = AbortController::new()?;
        let abort = function(&controller, "abort")?.bind0(&controller);
        let global = js_sys::global();
        let delay = JsValue::from_f64(span.0 as f64);
        let timer = function(&global, "setTimeout")?.call2(&global, &abort, &delay)?;
        let clear = function(&global, "clearTimeout")?.bind1(&global, &timer).unchecked_into();
        Ok(Self { controller, clear })
    }

    /// What is to carry it.
    pub(crate) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// Ends it as soon as this is settled.
    pub(crate) fn end_with(&self, promise: &Promise) -> Result<(), JsValue> {
        let both = Array::of2(&self.clear, &self.clear);
        Reflect::apply(&function(promise, "then")?, promise, &both).map(drop)
    }

    /// Ends it.
    pub(crate) fn end(&self) {
        self.clear.call0(&JsValue::UNDEFINED).ok();
    }

    /// Whether its time was over before it was ended.
    pub(crate) fn is_over(&self) -> bool {
        self.controller.signal().aborted()
    }
}

fn function(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}
