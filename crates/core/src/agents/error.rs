//! Why an agent is not added or changed.

use serde::{Deserialize, Serialize};

use super::{AgentKind, MOST_AGENTS};
use crate::scope::Scope;

/// Why an agent is not added or changed. In the sentences a person is spoken to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AgentError {
    /// Another agent of the kind has the name.
    #[error("There is a {} named \u{201c}{name}\u{201d}. Choose another name.", .kind.title())]
    NameTaken {
        /// The kind.
        kind: AgentKind,
        /// The name of the other, as it is spelled.
        name: String,
    },
    /// There are as many of the kind as there may be.
    #[error("There are {MOST_AGENTS} {}s, and there can't be more. Delete one first.", .kind.title())]
    TooMany {
        /// The kind.
        kind: AgentKind,
    },
    /// The person's role does not allow what the agent's token is for, so it would be refused.
    #[error("Your role does not allow the scope {scope}, which its token needs.")]
    ScopeBeyondRole {
        /// The scope.
        scope: Scope,
    },
    /// Its token was revoked, so that it needs no other.
    #[error("Its token was revoked. Delete it, and add another.")]
    Revoked,
}
