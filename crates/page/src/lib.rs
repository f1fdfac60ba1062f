//! The browser module of Gatepass: model, message, update, view.
//!
//! `update` is pure: a model and a message in, a changed model and at most one call out. The view
//! shows a model; the shell carries out calls and brings back their answers as messages.
#![forbid(unsafe_code)]
#![cfg_attr(
    all(test, target_arch = "wasm32"),
    allow(
        clippy::unwrap_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "clippy knows a test by `#[test]`, which the browser's tests do not have"
    )
)]

pub mod action;
pub mod api;
pub mod dom;
pub mod message;
pub mod model;
#[cfg(test)]
mod samples;
pub mod shell;
pub mod time;
pub mod update;
pub mod view;
pub mod words;

use std::cell::RefCell;

use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

thread_local! {
    /// The page at work, for as long as the document lasts.
    static PAGE: RefCell<Option<shell::Page>> = const { RefCell::new(None) };
}

/// Starts the page in the document. Called once, by `www/boot.js`.
///
/// # Errors
/// What the browser or the HTML lacks, in a sentence for the console.
#[wasm_bindgen]
pub fn start() -> Result<(), JsError> {
    let page = shell::Page::start(&dom::body()?)?;
    PAGE.set(Some(page));
    Ok(())
}
