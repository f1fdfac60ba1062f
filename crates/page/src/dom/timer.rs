//! Waiting.

use gatepass_core::time::Millis;
use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::StartError;

/// Something done again and again; ends when dropped.
pub struct Interval {
    handle: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Interval {
    /// Does something each time that the span has passed.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn new(span: Millis, react: impl FnMut() + 'static) -> Result<Self, StartError> {
        let closure = Closure::new(react);
        let handle = super::window()
            .ok_or(StartError::NoDocument)?
            .set_interval_with_callback_and_timeout_and_arguments_0(
                closure.as_ref().unchecked_ref(),
                whole(span),
            )?;
        Ok(Self { handle, _closure: closure })
    }
}

impl Drop for Interval {
    fn drop(&mut self) {
        if let Some(window) = super::window() {
            window.clear_interval_with_handle(self.handle);
        }
    }
}

/// Ends when the span has passed.
pub async fn wait(span: Millis) {
    let promise = Promise::new(&mut |resolve, _| {
        let set = super::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, whole(span))
        });
        if !matches!(set, Some(Ok(_))) {
            // Without a timer the wait ends at once.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // The promise is never rejected.
    let _ = JsFuture::from(promise).await;
}

fn whole(span: Millis) -> i32 {
    i32::try_from(span.0).unwrap_or(i32::MAX)
}
