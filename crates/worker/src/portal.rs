//! The management API and the page's files.

pub(crate) mod activity;
pub(crate) mod agents;
pub(crate) mod faults;
mod link;
pub(crate) mod me;
pub(crate) mod metrics;
pub(crate) mod oidc;
mod operator;
pub(crate) mod page;
pub(crate) mod providers;
pub(crate) mod provisioning;
pub(crate) mod rebuild;
pub(crate) mod scim;
mod session;
pub(crate) mod sessions;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod tenants;
pub(crate) mod tokens;
pub(crate) mod unknown_host;
pub(crate) mod users;
