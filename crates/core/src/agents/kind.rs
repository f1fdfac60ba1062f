//! The kinds of agents.

use serde::{Deserialize, Serialize};

use crate::audit::Action;
use crate::route::View;
use crate::scope::{Scope, ScopeSet};
use crate::token::TokenKind;

/// A kind of agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentKind {
    /// Reads the activity log.
    SiemAgent,
    /// Uploads logs.
    LogCollector,
}

/// What is done to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It is added.
    Added,
    /// Its name or its settings are changed.
    Changed,
    /// It gets another token.
    Regenerated,
    /// It is deleted.
    Deleted,
}

impl AgentKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::SiemAgent, Self::LogCollector];

    /// The kind of its token.
    pub fn token_kind(self) -> TokenKind {
        match self {
            Self::SiemAgent => TokenKind::SiemAgent,
            Self::LogCollector => TokenKind::LogCollector,
        }
    }

    /// The agents whose tokens are of this kind, if it is one of theirs.
    pub fn of(kind: TokenKind) -> Option<Self> {
        match kind {
            TokenKind::User => None,
            TokenKind::SiemAgent => Some(Self::SiemAgent),
            TokenKind::LogCollector => Some(Self::LogCollector),
        }
    }

    /// The one scope that its token has.
    pub fn scope(self) -> Scope {
        match self {
            Self::SiemAgent => Scope::ACTIVITY_READ,
            Self::LogCollector => Scope::LOGS_WRITE,
        }
    }

    /// All that its token is given.
    pub fn scopes(self) -> ScopeSet {
        [self.scope()].into_iter().collect()
    }

    /// The kind in storage.
    pub fn as_str(self) -> &'static str {
        self.token_kind().as_str()
    }

    /// The word that stands for several of them in a path and in the document.
    pub fn word(self) -> &'static str {
        match self {
            Self::SiemAgent => "siem-agents",
            Self::LogCollector => "log-collectors",
        }
    }

    /// The kind in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::SiemAgent => "SIEM agent",
            Self::LogCollector => "log collector",
        }
    }

    /// Where they are managed.
    pub fn view(self) -> View {
        match self {
            Self::SiemAgent => View::SiemAgents,
            Self::LogCollector => View::LogCollectors,
        }
    }

    /// What the activity log calls a deed.
    pub fn action(self, deed: Deed) -> Action {
        match (self, deed) {
            (Self::SiemAgent, Deed::Added) => Action::SiemAgentAdded,
            (Self::SiemAgent, Deed::Changed) => Action::SiemAgentChanged,
            (Self::SiemAgent, Deed::Regenerated) => Action::SiemAgentRegenerated,
            (Self::SiemAgent, Deed::Deleted) => Action::SiemAgentDeleted,
            (Self::LogCollector, Deed::Added) => Action::LogCollectorAdded,
            (Self::LogCollector, Deed::Changed) => Action::LogCollectorChanged,
            (Self::LogCollector, Deed::Regenerated) => Action::LogCollectorRegenerated,
            (Self::LogCollector, Deed::Deleted) => Action::LogCollectorDeleted,
        }
    }
}
