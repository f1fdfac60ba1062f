//! Sessions, as their owner and administrators see them.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::audit::Means;
use crate::session::{BrowserName, Session, SessionId};
use crate::time::UnixSeconds;

/// A session as the page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Its public id.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub is_current: bool,
    /// By what its owner signed in.
    pub by: Means,
    /// When its owner signed in.
    pub iat: UnixSeconds,
    /// When it was last used, to the minute.
    pub last_seen_at: UnixSeconds,
    /// When it is over at the latest, unless it is used before.
    pub exp: UnixSeconds,
    /// From where it was last used, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// In which browser, if it says what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<BrowserName>,
}

impl SessionView {
    /// A session, seen by the one with this id.
    pub fn of(session: Session, current: Option<SessionId>) -> Self {
        Self {
            id: session.id,
            is_current: current == Some(session.id),
            exp: session.ends_at(),
            by: session.by,
            iat: session.issued_at,
            last_seen_at: session.last_seen_at,
            address: session.from.address,
            browser: session.from.browser,
        }
    }
}

/// A user's sessions, the last used first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionList {
    /// The sessions.
    pub data: Vec<SessionView>,
    /// The registry's moment.
    pub now: UnixSeconds,
}

/// How many sessions were ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedSessions {
    /// How many.
    pub ended: u64,
}
