//! Changing an agent.

use serde::{Deserialize, Serialize};

use super::add::require_free_name;
use super::{Agent, AgentError, AgentFormat, AgentKind, AgentSettings, Notifications, Sources};
use crate::name::TokenName;
use crate::record::TokenRecord;
use crate::time::UnixSeconds;

/// Change an agent: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EditAgent {
    /// Its name.
    #[serde(default)]
    pub name: Option<TokenName>,
    /// The form in which it reads events; of no account for what reads none.
    #[serde(default)]
    pub format: Option<AgentFormat>,
    /// Of what it is told; of no account for what is told nothing.
    #[serde(default)]
    pub notifications: Option<Notifications>,
    /// Where its logs come from; of no account for what uploads none.
    #[serde(default)]
    pub sources: Option<Sources>,
}

/// The agent, changed; nothing, if that changes nothing. `others` are all of its kind, itself
/// included.
///
/// # Errors
/// [`AgentError::NameTaken`].
pub fn edit(
    agent: &Agent,
    kind: AgentKind,
    change: &EditAgent,
    others: &[Agent],
    now: UnixSeconds,
) -> Result<Option<Agent>, AgentError> {
    let name = change.name.as_ref().unwrap_or(&agent.record.name);
    let others = others.iter().filter(|other| other.record.id != agent.record.id);
    require_free_name(kind, name, others)?;
    let settings = match &agent.settings {
        AgentSettings::SiemAgent { format, notifications } => AgentSettings::SiemAgent {
            format: change.format.unwrap_or(*format),
            notifications: change.notifications.unwrap_or(*notifications),
        },
        AgentSettings::LogCollector { sources } => AgentSettings::LogCollector {
            sources: change.sources.as_ref().unwrap_or(sources).clone(),
        },
    };
    if *name == agent.record.name && settings == agent.settings {
        return Ok(None);
    }
    let record = TokenRecord { name: name.clone(), ..agent.record.clone() };
    Ok(Some(Agent { record, settings, modified_at: now, ..agent.clone() }))
}
