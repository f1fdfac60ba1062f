//! Whether somebody is there.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use web_sys::EventTarget;

use super::Listener;

/// How long the page counts as attended after the last gesture, in ms.
const ATTENTION: f64 = 60_000.0;

thread_local! {
    /// When somebody last did anything, in ms since the Unix epoch by the browser's clock.
    static LAST_GESTURE: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
}

/// Watches for whatever a hand does, until dropped. To open the page was a hand's doing too.
///
/// # Errors
/// What the browser threw.
pub fn watch(target: &EventTarget) -> Result<Listener, JsValue> {
    let note = || LAST_GESTURE.set(js_sys::Date::now());
    note();
    Listener::new(target, &["pointerdown", "pointermove", "keydown", "wheel"], move |_| note())
}

/// Whether somebody did anything lately.
pub fn is_attended() -> bool {
    js_sys::Date::now() - LAST_GESTURE.get() < ATTENTION
}
