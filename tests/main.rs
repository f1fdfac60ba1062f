//! End to end: a real server, a tenant per test, real clients.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "all of this is a test, and a test fails by panicking"
)]

mod harness;

mod access;
mod activity;
mod agents;
mod apart;
mod at_once;
mod audit;
mod browser;
mod browsers;
mod challenge;
mod config;
mod credentials;
mod days;
mod edit;
mod fault;
mod forged;
mod forward_auth;
mod gateway;
mod host;
mod input;
mod issue;
mod knock;
mod kv;
mod leaked;
mod limits;
mod list;
mod manage;
mod metrics;
mod name;
mod oauth;
mod oidc;
mod outage;
mod page;
mod people;
mod plaintext;
mod policy;
mod rebuild;
mod regenerate;
mod repeat;
mod restart;
mod revoke;
mod scale;
mod schedules;
mod scim;
mod service_binding;
mod sessions;
mod settings;
mod sign_in;
mod steady;
mod tenant;
mod terms;
mod upkeep;
mod verify;
