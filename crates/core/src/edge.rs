//! What one isolate at the edge remembers, and what it reports.

mod asking;
mod cache;
mod refused;
mod usage;

pub use asking::{ASK_PATIENCE, Asking, Leave, MOST_ASKING};
pub use cache::{Answer, CACHED_GRANTS, EdgeCache, GRANT_LIFE, REFUSAL_LIFE, Source, UNKNOWN_LIFE};
pub use refused::TokenRefusal;
pub use usage::{
    MOST_REFUSED, REPORT_EVERY, Schedule, TokenUse, UsageReply, UsageReport, UsageReporter,
};

#[cfg(test)]
mod tests;
