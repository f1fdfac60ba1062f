//! Why an agent's token is refused, whatever the agent does.

use serde::{Deserialize, Serialize};

use super::{Agent, AgentKind};
use crate::person::User;
use crate::policy::Policy;

/// Why an agent's token is refused, whatever the agent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Somebody found it, and so it was revoked.
    Exposed,
    /// It was revoked.
    Revoked,
    /// Its owner was deprovisioned.
    OwnerDeprovisioned,
    /// Its owner's role does not allow its scope any more.
    OwnerDemoted,
}

impl Trouble {
    /// The trouble that an agent has whose token is this person's, if any.
    pub fn of(agent: &Agent, owner: &User, policy: &Policy) -> Option<Self> {
        let needs = AgentKind::of(agent.record.kind).map(AgentKind::scope);
        if agent.record.exposed.is_some() {
            Some(Self::Exposed)
        } else if agent.record.revoked.is_some() {
            Some(Self::Revoked)
        } else if owner.deprovisioned_at.is_some() {
            Some(Self::OwnerDeprovisioned)
        } else if needs.is_some_and(|scope| !policy.scopes_of(&owner.role).contains(&scope)) {
            Some(Self::OwnerDemoted)
        } else {
            None
        }
    }

    /// The line that says so, and what helps.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Exposed => {
                "Its token was found exposed, and is revoked. Delete it, and add another."
            }
            Self::Revoked => "Its token was revoked. Delete it, and add another.",
            Self::OwnerDeprovisioned => {
                "Its token is refused: the owner was deprovisioned. Regenerate it."
            }
            Self::OwnerDemoted => {
                "Its token is refused: the owner's role no longer allows it. Regenerate it."
            }
        }
    }
}
