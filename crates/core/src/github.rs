//! GitHub's secret scanning, whose partners are told of the tokens that it finds.
//!
//! Source: GitHub Docs, "Secret scanning partner program". What it sends is signed; which tokens are
//! ours, and what becomes of them, is decided as for any other report.

mod key;
mod signature;

pub use key::{GithubKeyError, GithubKeys};
pub use signature::{KEY_HEADER, KeyName, ReportSignature, SIGNATURE_HEADER, SignatureError};

/// Where GitHub publishes its keys.
pub const KEYS_URL: &str = "https://api.github.com/meta/public_keys/secret_scanning";

/// The largest report that is read, in bytes. GitHub says of the size only that it may be large.
pub const LARGEST_REPORT: usize = 1024 * 1024;
