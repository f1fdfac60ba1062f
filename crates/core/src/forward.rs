//! Forward-auth: a proxy asks whether a request that it got may pass. What it says of that request is
//! believed only where it shows the deployment's secret; whoever else says so could be anybody.

mod address;
mod original;
mod question;

pub use original::{Original, ParseOriginalError, Report, Request};
pub use question::{Outage, Question};

/// The header in which a proxy shows `PROXY_SECRET`, in lowercase.
pub const SECRET_HEADER: &str = "gatepass-proxy-secret";

/// Why nothing is decided: what is shown for the deployment's secret is another text, or nothing is
/// shown where the URL tells of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The proxy that asks is not believed. Let it show PROXY_SECRET.")]
pub struct DisbelievedError;
