//! Sessions: who is signed in, since when and from where, and for how long that holds.

mod browser;

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

pub use browser::BrowserName;

use crate::audit::Means;
use crate::id::{Base62Text, Subject};
use crate::time::{Seconds, UnixSeconds};

/// How long a session lasts, however much it is used.
pub const LONGEST_LIFE: Seconds = Seconds::hours(12);

/// How long a session lasts after it was last seen.
pub const LONGEST_IDLE: Seconds = Seconds(30 * 60);

/// How old what is known of its last use gets before it is written anew: a busy session costs one
/// write in that time, and ends that much earlier at most.
pub const SEEN_AGAIN_AFTER: Seconds = Seconds(60);

/// How old a sign-in may be for what hands out a token that can change something.
pub const RECENT: Seconds = Seconds(15 * 60);

/// What a page says of a request that nobody's hand led to: a header, with any value. Such a request
/// does not keep a session from being idle.
pub const UNATTENDED: &str = "gatepass-unattended";

/// A session's public id: it ends one, and opens none.
pub type SessionId = Base62Text<10>;

/// From where somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SeenFrom {
    /// The address, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// The browser, if it says what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<BrowserName>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its public id.
    pub id: SessionId,
    /// Whose it is.
    pub subject: Subject,
    /// By what they signed in.
    pub by: Means,
    /// When they signed in.
    pub issued_at: UnixSeconds,
    /// When it was last used, as far as that was written.
    pub last_seen_at: UnixSeconds,
    /// From where it was last used, as far as that was written.
    pub from: SeenFrom,
}

impl Session {
    /// A session of somebody who signs in at `now`.
    pub fn open(
        id: SessionId,
        subject: Subject,
        by: Means,
        from: SeenFrom,
        now: UnixSeconds,
    ) -> Self {
        Self { id, subject, by, issued_at: now, last_seen_at: now, from }
    }

    /// When it is over, unless it is used before.
    pub fn ends_at(&self) -> UnixSeconds {
        (self.issued_at + LONGEST_LIFE).min(self.last_seen_at + LONGEST_IDLE)
    }

    /// What is to be written of a use at `now`, if what is known of its last use is too old.
    pub fn seen(&self, address: Option<IpAddr>, now: UnixSeconds) -> Option<Self> {
        (now >= self.last_seen_at + SEEN_AGAIN_AFTER).then(|| {
            let address = address.or(self.from.address);
            let from = SeenFrom { address, ..self.from.clone() };
            Self { last_seen_at: now, from, ..self.clone() }
        })
    }
}

/// Whether somebody who signed in at `signed_in_at` did so lately.
pub fn is_recent(signed_in_at: UnixSeconds, now: UnixSeconds) -> bool {
    now < signed_in_at + RECENT
}

#[cfg(test)]
mod tests;
