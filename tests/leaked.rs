//! Tokens that leaked, and whoever found them.

mod report;
