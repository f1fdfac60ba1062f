//! What the measurements and the tests of large tenants start from.
#![forbid(unsafe_code)]

pub mod fill;
