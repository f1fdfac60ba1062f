//! What the page knows of SIEM agents and log collectors.

use gatepass_core::agents::{
    AddAgent, AgentFormat, AgentKind, AgentSettings, Notifications, Sources,
};
use gatepass_core::id::TokenId;
use gatepass_core::name::TokenName;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{AgentPage, AgentView};

use super::{Asked, Complaint, Failure};

/// The SIEM agents and the log collectors.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agents {
    siem_agents: Asked<AgentPage>,
    log_collectors: Asked<AgentPage>,
    /// The moment that their states are told for.
    pub as_of: UnixSeconds,
}

impl Agents {
    /// Those of a kind.
    pub fn of(&self, kind: AgentKind) -> &Asked<AgentPage> {
        match kind {
            AgentKind::SiemAgent => &self.siem_agents,
            AgentKind::LogCollector => &self.log_collectors,
        }
    }

    /// Those of a kind, to be changed.
    pub fn of_mut(&mut self, kind: AgentKind) -> &mut Asked<AgentPage> {
        match kind {
            AgentKind::SiemAgent => &mut self.siem_agents,
            AgentKind::LogCollector => &mut self.log_collectors,
        }
    }

    /// Those of a kind that are shown.
    pub fn rows(&self, kind: AgentKind) -> &[AgentView] {
        self.of(kind).answer.as_ref().map(|page| page.data.as_slice()).unwrap_or_default()
    }

    /// One of those that are shown.
    pub fn find(&self, kind: AgentKind, id: TokenId) -> Option<&AgentView> {
        self.rows(kind).iter().find(|agent| agent.id == id)
    }

    /// Shows an agent as it is now, at its place by name.
    pub fn put(&mut self, kind: AgentKind, agent: AgentView) {
        let Some(page) = &mut self.of_mut(kind).answer else { return };
        page.data.retain(|known| known.id != agent.id);
        page.data.push(agent);
        page.data.sort_by_key(|agent| (agent.name.to_key(), agent.id));
    }

    /// Shows an agent no more.
    pub fn remove(&mut self, kind: AgentKind, id: TokenId) {
        if let Some(page) = &mut self.of_mut(kind).answer {
            page.data.retain(|known| known.id != id);
        }
    }

    /// Takes note that nothing can be asked.
    pub fn fail(&mut self, failure: &Failure) {
        for kind in AgentKind::ALL {
            self.of_mut(kind).failure = Some(failure.clone());
        }
    }

    /// Forgets what was said, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        for kind in AgentKind::ALL {
            self.of_mut(kind).forget();
        }
    }
}

/// A dialog about an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentDialog {
    /// What it is to be is asked for.
    Form(AgentForm),
    /// Whether something is to be done is asked.
    Question(AgentQuestion),
    /// It got a token, which is shown. The token itself is not here: the view has it from the reply,
    /// as a string of the browser's.
    Shown {
        /// The kind.
        kind: AgentKind,
        /// The agent as its table shows it.
        view: Box<AgentView>,
        /// The tenant's own URL.
        url: String,
        /// Whether the agent was there before.
        is_again: bool,
    },
}

/// The form that adds or changes an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentForm {
    /// The kind.
    pub kind: AgentKind,
    /// Which is changed; none, if one is added.
    pub id: Option<TokenId>,
    /// What stands in the field for the name.
    pub name: String,
    /// The form in which it reads events.
    pub format: AgentFormat,
    /// Of what it is told.
    pub notifications: Notifications,
    /// Where its logs come from, a name on each line.
    pub sources: String,
    /// What is wrong with the name, in a sentence.
    pub name_error: Option<String>,
    /// What is wrong with the sources, in a sentence.
    pub sources_error: Option<String>,
    /// What went wrong besides.
    pub form_error: Option<Complaint>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

impl AgentForm {
    /// The form that adds one.
    pub fn adding(kind: AgentKind) -> Self {
        Self {
            kind,
            id: None,
            name: String::new(),
            format: AgentFormat::default(),
            notifications: Notifications::default(),
            sources: String::new(),
            name_error: None,
            sources_error: None,
            form_error: None,
            is_sending: false,
        }
    }

    /// The form that changes this one.
    pub fn editing(kind: AgentKind, agent: &AgentView) -> Self {
        Self {
            id: Some(agent.id),
            name: agent.name.to_string(),
            format: agent.format.unwrap_or_default(),
            notifications: agent.notifications.unwrap_or_default(),
            sources: agent.sources.as_ref().map(Sources::to_lines).unwrap_or_default(),
            ..Self::adding(kind)
        }
    }

    /// What is asked for, if nothing that was entered is wrong; what is wrong is noted.
    pub fn checked(&mut self) -> Option<AddAgent> {
        let name = self.name.parse::<TokenName>();
        self.name_error = name.as_ref().err().map(ToString::to_string);
        let settings = match self.kind {
            AgentKind::SiemAgent => Some(AgentSettings::SiemAgent {
                format: self.format,
                notifications: self.notifications,
            }),
            AgentKind::LogCollector => {
                let sources = Sources::from_lines(&self.sources);
                self.sources_error = sources.as_ref().err().map(ToString::to_string);
                sources.ok().map(|sources| AgentSettings::LogCollector { sources })
            }
        };
        Some(AddAgent { kind: self.kind, name: name.ok()?, settings: settings? })
    }
}

/// A question before something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentQuestion {
    /// The kind.
    pub kind: AgentKind,
    /// Which agent.
    pub id: TokenId,
    /// Its name.
    pub name: TokenName,
    /// What is to be done.
    pub intent: AgentIntent,
    /// What went wrong.
    pub error: Option<Complaint>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

/// What is to be done with an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentIntent {
    /// It gets another token.
    Regenerate,
    /// It is deleted.
    Delete,
}

/// What of the agents the focus goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgentsFocus {
    /// The button that opens the form.
    Add(AgentKind),
    /// The button that opens this one's menu.
    MenuOf(AgentKind, TokenId),
    /// The field for the name.
    Name,
    /// The field for the sources.
    Sources,
    /// The button that copies the new token.
    CopyToken,
}
