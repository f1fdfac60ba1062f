//! The rules of Gatepass: the token, its life, and the decision on a request.
//!
//! Everything here is a value computed from values. There is no I/O, no clock and no randomness:
//! `now` and entropy are arguments. The Worker fetches the facts and carries out what is decided;
//! the page shows it. Both compile this crate, so both hold the same rules.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::string_slice, clippy::unwrap_used, clippy::panic))]

pub mod activity;
pub mod agents;
pub mod audit;
pub mod authority;
pub mod badge;
pub mod challenge;
mod check;
pub mod credentials;
pub mod days;
pub mod decision;
pub mod documents;
pub mod edge;
pub mod exposure;
pub mod forward;
pub mod github;
pub mod id;
pub mod idempotency;
pub mod lifecycle;
pub mod listing;
pub mod mac;
pub mod metrics;
pub mod name;
pub mod network;
pub mod oauth;
pub mod oidc;
pub mod outbox;
pub mod patience;
pub mod people;
pub mod person;
pub mod policy;
pub mod reading;
pub mod rebuild;
pub mod record;
pub mod reference;
pub mod refusal;
pub mod route;
pub mod scim;
pub mod scope;
pub mod session;
pub mod settings;
pub mod standing;
pub mod status;
pub mod tenant;
pub mod time;
pub mod token;
pub mod upkeep;
pub mod wire;

#[cfg(test)]
mod samples;

#[cfg(test)]
mod simulation;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
