//! SIEM agents and log collectors: programs of a tenant's own, each with a token of its own kind and
//! of fixed scope, that never appear among the API tokens.

mod add;
mod edit;
mod error;
mod kind;
mod regenerate;
mod settings;
mod sources;
mod state;
mod trouble;

pub use add::{AddAgent, MOST_AGENTS, add};
pub use edit::{EditAgent, edit};
pub use error::AgentError;
pub use kind::{AgentKind, Deed};
pub use regenerate::regenerate;
pub use settings::{AgentFormat, AgentSettings, Notifications};
pub use sources::{MOST_SOURCES, ParseSourcesError, Sources};
pub use state::{AgentState, DISCONNECTED_AFTER, ERROR_AFTER, NO_DATA_AFTER};
pub use trouble::Trouble;

use crate::audit::AuditEvent;
use crate::id::Subject;
use crate::record::TokenRecord;
use crate::time::UnixSeconds;

/// An agent as the registry knows it: its token, and what it has beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its token, which has the agent's id and name. It is bound to its owner, as any token is.
    pub record: TokenRecord,
    /// Who added it. Its token's owner is another, once another has regenerated the token.
    pub created_by: Subject,
    /// When it was last added, changed or given another token.
    pub modified_at: UnixSeconds,
    /// What is set of it.
    pub settings: AgentSettings,
}

impl Agent {
    /// An event that happened to the agent, with what it changed of what was `before`; with all that
    /// is set, where there was none before.
    pub fn told(&self, event: AuditEvent, before: Option<&Self>) -> AuditEvent {
        let settings = |agent: Option<&Self>| agent.map(|agent| agent.settings.clone());
        let (old, new) = (settings(before), &self.settings);
        let name = |agent: &Self| agent.record.name.to_string();
        let owner = |agent: &Self| agent.record.owner;
        let sources = |settings: &AgentSettings| {
            settings.sources().map(Sources::to_string).filter(|sources| !sources.is_empty())
        };
        let event = event.on(&self.record);
        let event =
            match before {
                None => event,
                Some(before) => event
                    .changing("name", Some(name(before)), Some(name(self)))
                    .changing("token_owner", Some(owner(before)), Some(owner(self))),
            };
        event
            .changing("type", old.as_ref().and_then(AgentSettings::format), new.format())
            .changing(
                "notifications",
                old.as_ref().and_then(AgentSettings::notifications),
                new.notifications(),
            )
            .changing("sources", old.as_ref().and_then(sources), sources(new))
    }
}

#[cfg(test)]
mod tests;
