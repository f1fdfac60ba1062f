//! Tokens that leaked, and whoever found them.

mod github;
mod report;
mod scanner;
