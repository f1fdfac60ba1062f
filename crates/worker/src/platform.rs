//! The outside things, one file each.

pub(crate) mod body;
pub(crate) mod clock;
pub(crate) mod config;
pub(crate) mod counts;
pub(crate) mod crypto;
pub(crate) mod entropy;
pub(crate) mod headers;
pub(crate) mod kv;
pub(crate) mod limiter;
pub(crate) mod log;
pub(crate) mod outside;
pub(crate) mod text;
