//! How an agent stands: by nothing but when its token was last used.

use serde::{Deserialize, Serialize};

use super::AgentKind;
use crate::time::{Seconds, UnixSeconds};

/// A SIEM agent that is quiet for longer than this has a connection error.
pub const ERROR_AFTER: Seconds = Seconds::hours(2);

/// A SIEM agent that is quiet for longer than this is disconnected.
pub const DISCONNECTED_AFTER: Seconds = Seconds::hours(12);

/// A log collector that sends nothing for longer than this is disconnected.
pub const NO_DATA_AFTER: Seconds = Seconds::hours(24);

/// How an agent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentState {
    /// It never connected.
    Created,
    /// It connected lately.
    Connected,
    /// It has been quiet, though not for so long that it is given up. Of SIEM agents only.
    ConnectionError,
    /// It has been quiet for long.
    Disconnected,
}

impl AgentState {
    /// Every state.
    pub const ALL: [Self; 4] =
        [Self::Created, Self::Connected, Self::ConnectionError, Self::Disconnected];

    /// How an agent stands at `now` whose token was last used at `last_used_at`. A use in the future,
    /// as a clock that ran backwards leaves it, counts as one just now.
    pub fn at(kind: AgentKind, last_used_at: Option<UnixSeconds>, now: UnixSeconds) -> Self {
        let Some(last_used_at) = last_used_at else {
            return Self::Created;
        };
        let quiet = now - last_used_at;
        match kind {
            AgentKind::SiemAgent if quiet > DISCONNECTED_AFTER => Self::Disconnected,
            AgentKind::SiemAgent if quiet > ERROR_AFTER => Self::ConnectionError,
            AgentKind::LogCollector if quiet > NO_DATA_AFTER => Self::Disconnected,
            AgentKind::SiemAgent | AgentKind::LogCollector => Self::Connected,
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Connected => "connected",
            Self::ConnectionError => "connection_error",
            Self::Disconnected => "disconnected",
        }
    }

    /// The words that people read.
    pub fn title(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Connected => "Connected",
            Self::ConnectionError => "Connection error",
            Self::Disconnected => "Disconnected",
        }
    }

    /// The line that explains it, in people's words.
    pub fn explanation(self, kind: AgentKind) -> &'static str {
        match (kind, self) {
            (AgentKind::SiemAgent, Self::Created) => "It has not connected yet.",
            (AgentKind::SiemAgent, Self::Connected) => "It reads activity.",
            (AgentKind::SiemAgent, Self::ConnectionError) => "Quiet for more than 2 hours.",
            (AgentKind::SiemAgent, Self::Disconnected) => "Quiet for more than 12 hours.",
            (AgentKind::LogCollector, Self::Created) => "It has not sent any data yet.",
            (AgentKind::LogCollector, Self::Connected) => "Data is being received.",
            (AgentKind::LogCollector, Self::ConnectionError | Self::Disconnected) => {
                "No data for more than 24 hours."
            }
        }
    }
}
