//! The Worker: validates requests at the edge and keeps each tenant's registry.
//!
//! `platform` is all that touches the clock, entropy, KV and settings. `registry` is the Durable
//! Object, the one truth and the one writer. `validate` is the hot path and only reads; `portal` is
//! the management API; `oauth` is what other servers ask about tokens that they were shown; `leaked` is
//! what strangers and GitHub report. These four meet the registry through `call` alone.
#![forbid(unsafe_code)]

mod answer;
mod call;
mod documents;
mod edge;
mod entry;
mod isolate;
#[cfg(test)]
mod layout;
mod leaked;
mod oauth;
mod platform;
mod portal;
mod registry;
mod site;
mod validate;
