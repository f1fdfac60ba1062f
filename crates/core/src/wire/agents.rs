//! SIEM agents and log collectors, as the page and a caller of the management API see them.

use serde::{Deserialize, Serialize};

use crate::agents::{
    AddAgent, Agent, AgentFormat, AgentKind, AgentSettings, AgentState, EditAgent, Notifications,
    Sources, Trouble,
};
use crate::id::TokenId;
use crate::name::TokenName;
use crate::person::{PersonName, User};
use crate::policy::Policy;
use crate::time::UnixSeconds;

/// Add a SIEM agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddSiemAgent {
    /// Its name.
    pub name: TokenName,
    /// The form in which it reads events; CEF, if left out.
    #[serde(default, rename = "type")]
    pub format: AgentFormat,
    /// Of what it is told; of everything, if left out.
    #[serde(default)]
    pub notifications: Notifications,
}

/// Add a log collector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddLogCollector {
    /// Its name.
    pub name: TokenName,
    /// Where its logs come from; nothing is said of that, if left out.
    #[serde(default)]
    pub sources: Sources,
}

/// Change a SIEM agent: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditSiemAgent {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TokenName>,
    /// The form in which it reads events.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "type")]
    pub format: Option<AgentFormat>,
    /// Of what it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Notifications>,
}

/// Change a log collector: what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditLogCollector {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TokenName>,
    /// Where its logs come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Sources>,
}

impl From<AddSiemAgent> for AddAgent {
    fn from(AddSiemAgent { name, format, notifications }: AddSiemAgent) -> Self {
        let settings = AgentSettings::SiemAgent { format, notifications };
        Self { kind: AgentKind::SiemAgent, name, settings }
    }
}

impl From<AddLogCollector> for AddAgent {
    fn from(AddLogCollector { name, sources }: AddLogCollector) -> Self {
        let settings = AgentSettings::LogCollector { sources };
        Self { kind: AgentKind::LogCollector, name, settings }
    }
}

impl From<EditSiemAgent> for EditAgent {
    fn from(EditSiemAgent { name, format, notifications }: EditSiemAgent) -> Self {
        Self { name, format, notifications, sources: None }
    }
}

impl From<EditLogCollector> for EditAgent {
    fn from(EditLogCollector { name, sources }: EditLogCollector) -> Self {
        Self { name, sources, ..Self::default() }
    }
}

/// An agent as its table shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentView {
    /// Its token's public id.
    pub id: TokenId,
    /// Its name.
    pub name: TokenName,
    /// Who added it: their name.
    pub created_by: PersonName,
    /// Whom its token is bound to: their name.
    pub token_owner: PersonName,
    /// When it was added.
    pub iat: UnixSeconds,
    /// When it was last added, changed or given another token.
    pub modified_at: UnixSeconds,
    /// When its token was last used, if ever: its last connection, or the last data received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<UnixSeconds>,
    /// How it stood when the answer was made.
    pub status: AgentState,
    /// Why its token is refused, whatever it does, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// Of a SIEM agent: the form in which it reads events.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "type")]
    pub format: Option<AgentFormat>,
    /// Of a SIEM agent: of what it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Notifications>,
    /// Of a log collector: where its logs come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Sources>,
}

/// The people that an agent has to do with, as they are known now.
#[derive(Debug, Clone, Copy)]
pub struct AgentPeople<'a> {
    /// Who added it.
    pub creator: &'a User,
    /// Whom its token is bound to.
    pub owner: &'a User,
}

impl AgentView {
    /// The agent at `now`.
    pub fn of(
        agent: &Agent,
        kind: AgentKind,
        people: AgentPeople<'_>,
        policy: &Policy,
        now: UnixSeconds,
    ) -> Self {
        let AgentPeople { creator, owner } = people;
        let record = &agent.record;
        Self {
            id: record.id,
            name: record.name.clone(),
            created_by: creator.name.clone(),
            token_owner: owner.name.clone(),
            iat: record.issued_at,
            modified_at: agent.modified_at,
            last_used_at: record.last_used_at,
            status: AgentState::at(kind, record.last_used_at, now),
            trouble: Trouble::of(agent, owner, policy),
            format: agent.settings.format(),
            notifications: agent.settings.notifications(),
            sources: agent.settings.sources().cloned(),
        }
    }
}

/// All agents of a kind, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentPage {
    /// How many there are.
    pub total: u64,
    /// Whether more come after these: no, as an answer holds as many as there may be.
    pub has_next: bool,
    /// The agents.
    pub data: Vec<AgentView>,
    /// When the answer was made: the clock that the moments in it are to be read by.
    pub now: UnixSeconds,
}

/// An agent just added, or one that got another token: the one answer that its token stands in.
#[derive(Serialize)]
pub struct IssuedAgent<'a> {
    /// The token in clear.
    pub token: &'a str,
    /// The tenant's own URL, without a trailing slash.
    pub url: &'a str,
    /// The agent as its table shows it.
    pub view: &'a AgentView,
}
