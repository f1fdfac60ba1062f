//! Rate-limiting bindings.
//!
//! What may be assumed of one, by Cloudflare's docs, "Rate Limiting": it counts by key, in each of the
//! platform's locations for itself, and not exactly; its limit and its period, of 10 or 60 s, are fixed
//! where it is bound, and cannot be read here; and it answers whether a request is within its limit,
//! and no more.

use gatepass_core::policy::Binding;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{Env, RateLimiter};

/// Whether the Worker has this binding.
pub(crate) fn is_bound(env: &Env, binding: &Binding) -> bool {
    let limit = Reflect::get(&bound(env, binding), &"limit".into());
    limit.is_ok_and(|limit| limit.is_instance_of::<Function>())
}

/// Counts under a key, and tells whether that is within the binding's limit.
///
/// # Errors
/// What the platform says, where it does not tell.
pub(crate) async fn count(env: &Env, binding: &Binding, key: String) -> worker::Result<bool> {
    // The SDK would ask for the class by a name, which the platform does not promise.
    let limiter: RateLimiter = bound(env, binding).unchecked_into();
    Ok(limiter.limit(key).await?.success)
}

fn bound(env: &Env, binding: &Binding) -> JsValue {
    Reflect::get(env, &binding.as_str().into()).unwrap_or_default()
}
