//! What is set of an agent.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{AgentKind, Sources};
use crate::audit::Action;

/// The form in which a SIEM agent reads events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgentFormat {
    /// Common Event Format.
    #[default]
    Cef,
    /// JSON.
    Json,
}

/// Of what a SIEM agent is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notifications {
    /// Of everything in the activity log.
    #[default]
    All,
    /// Of what was done, and not of what was refused.
    Changes,
}

/// What is set of an agent, by its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentSettings {
    /// Of a SIEM agent.
    SiemAgent {
        /// The form in which it reads events.
        format: AgentFormat,
        /// Of what it is told.
        notifications: Notifications,
    },
    /// Of a log collector.
    LogCollector {
        /// Where its logs come from, in the administrator's words.
        sources: Sources,
    },
}

impl AgentFormat {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Cef, Self::Json];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cef => "cef",
            Self::Json => "json",
        }
    }

    /// The word that people read.
    pub fn title(self) -> &'static str {
        match self {
            Self::Cef => "Generic CEF",
            Self::Json => "JSON",
        }
    }
}

impl Notifications {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::All, Self::Changes];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Changes => "changes",
        }
    }

    /// The words that people read.
    pub fn title(self) -> &'static str {
        match self {
            Self::All => "All activity",
            Self::Changes => "Changes only",
        }
    }

    /// What is kept from the agent.
    pub fn hidden(self) -> &'static [Action] {
        match self {
            Self::All => &[],
            Self::Changes => &[Action::TokenRefused, Action::SignInRefused],
        }
    }
}

impl AgentSettings {
    /// What is set of an agent of which nothing was said.
    pub fn default_of(kind: AgentKind) -> Self {
        match kind {
            AgentKind::SiemAgent => Self::SiemAgent {
                format: AgentFormat::default(),
                notifications: Notifications::default(),
            },
            AgentKind::LogCollector => Self::LogCollector { sources: Sources::default() },
        }
    }

    /// The form in which it reads events, if it reads any.
    pub fn format(&self) -> Option<AgentFormat> {
        match self {
            Self::SiemAgent { format, .. } => Some(*format),
            Self::LogCollector { .. } => None,
        }
    }

    /// Of what it is told, if of anything.
    pub fn notifications(&self) -> Option<Notifications> {
        match self {
            Self::SiemAgent { notifications, .. } => Some(*notifications),
            Self::LogCollector { .. } => None,
        }
    }

    /// Where its logs come from, if it uploads any.
    pub fn sources(&self) -> Option<&Sources> {
        match self {
            Self::SiemAgent { .. } => None,
            Self::LogCollector { sources } => Some(sources),
        }
    }
}

impl fmt::Display for AgentFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Notifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
