//! What one isolate at the edge remembers, and what it reports.

mod asking;
mod cache;
mod generations;
mod hosts;
mod notice;
mod refused;
mod usage;

pub use asking::{ASK_PATIENCE, Asked, Asking, Leave, MOST_ASKING, MOST_ASKING_THE_DIRECTORY};
pub use cache::{Answer, CACHED_GRANTS, EdgeCache, GRANT_LIFE, REFUSAL_LIFE, Source, UNKNOWN_LIFE};
pub use generations::Generations;
pub use hosts::{HOST_LIFE, Hosts, MOST_HOSTS, Resident};
pub use notice::{NOTICE_PERIOD, Notice};
pub use refused::TokenRefusal;
pub use usage::{
    MOST_REFUSED, REPORT_EVERY, Schedule, TokenUse, UsageReply, UsageReport, UsageReporter,
};

#[cfg(test)]
mod tests;
