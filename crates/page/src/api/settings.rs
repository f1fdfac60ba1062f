//! The tenant's settings.

use gatepass_core::route::Route;
use gatepass_core::wire::{ChangeSettings, SettingsQuery, SettingsView};
use wasm_bindgen::JsValue;

use super::{ask, member, read, written};
use crate::model::Failure;

/// Tells them, and what goes beyond them, or would.
pub async fn show(query: SettingsQuery) -> Result<SettingsView, Failure> {
    view(ask(&Route::Settings, Some(&query.to_query()), None).await?)
}

/// Changes them.
pub async fn change(change: &ChangeSettings) -> Result<SettingsView, Failure> {
    view(ask(&Route::ChangeSettings, None, Some(written(change)?)).await?)
}

/// Member by member: read at once, they would bring serde's buffers into the module.
fn view(reply: JsValue) -> Result<SettingsView, Failure> {
    let tokens_beyond = read(member(&reply, "tokens_beyond")?)?;
    Ok(SettingsView { settings: read(reply)?, tokens_beyond })
}
