//! A row of the SIEM agents or of the log collectors.

use gatepass_core::agents::{AgentFormat, AgentKind, AgentState, Notifications, Sources, Trouble};
use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::AgentView;

use crate::dom::{Part, StartError, Template};
use crate::time::Clock;
use crate::view::row::Moment;

pub(super) struct Row {
    part: Part,
    name: Part,
    menu_name: Part,
    menu_button: Part,
    status: Part,
    status_word: Part,
    explanation: Part,
    last: Moment,
    never: Part,
    columns: Columns,
    shown: Option<(AgentView, UnixSeconds)>,
}

/// What only one of the two tables has.
struct Columns {
    created_by: Option<Part>,
    token_owner: Option<Part>,
    format: Option<Part>,
    notifications: Option<Part>,
    sources: Option<Part>,
    no_sources: Option<Part>,
    modified: Option<Moment>,
}

/// The shape that stands for a state.
fn shape(state: AgentState) -> &'static str {
    match state {
        AgentState::Created => "generated",
        AgentState::Connected => "active",
        AgentState::ConnectionError => "error",
        AgentState::Disconnected => "inactive",
    }
}

impl Row {
    pub(super) fn new(template: &Template, id: TokenId) -> Result<Self, StartError> {
        let part = template.make()?;
        let menu = part.find("menu")?;
        let menu_button = part.find("menu-button")?;
        let menu_id = format!("menu-{id}");
        menu.set_attribute("id", Some(&menu_id));
        menu_button.set_attribute("popovertarget", Some(&menu_id));
        part.find("id")?.set_text(&id.to_string());
        for item in menu.select_all("[data-action]") {
            item.set_attribute("data-id", Some(&id.to_string()));
        }
        let columns = Columns {
            created_by: part.find("created-by").ok(),
            token_owner: part.find("token-owner").ok(),
            format: part.find("type").ok(),
            notifications: part.find("notifications").ok(),
            sources: part.find("sources").ok(),
            no_sources: part.find("no-sources").ok(),
            modified: Moment::find(&part, "modified").ok(),
        };
        Ok(Self {
            name: part.find("name")?,
            menu_name: part.find("menu-name")?,
            menu_button,
            status: part.find("status")?,
            status_word: part.find("status-word")?,
            explanation: part.find("explanation")?,
            last: Moment::find(&part, "last")?,
            never: part.find("never")?,
            columns,
            shown: None,
            part,
        })
    }

    pub(super) fn part(&self) -> &Part {
        &self.part
    }

    pub(super) fn show(
        &mut self,
        kind: AgentKind,
        agent: &AgentView,
        as_of: UnixSeconds,
        clock: &Clock,
    ) {
        if self.shown.as_ref().is_some_and(|(shown, at)| shown == agent && *at == as_of) {
            return;
        }
        self.name.set_text(agent.name.as_str());
        self.menu_name.set_text(agent.name.as_str());
        let state = AgentState::at(kind, agent.last_used_at, as_of);
        self.status.set_attribute("data-status", Some(shape(state)));
        self.status_word.set_text(state.title());
        let explanation = agent.trouble.map_or(state.explanation(kind), Trouble::explanation);
        self.explanation.set_text(explanation);
        self.explanation.set_present("data-trouble", agent.trouble.is_some());
        self.last.show(agent.last_used_at, as_of, clock);
        self.never.show_if(agent.last_used_at.is_none());
        self.columns.show(agent, as_of, clock);
        self.shown = Some((agent.clone(), as_of));
    }

    pub(super) fn focus_menu(&self) -> bool {
        self.menu_button.focus()
    }
}

impl Columns {
    fn show(&self, agent: &AgentView, as_of: UnixSeconds, clock: &Clock) {
        let sources = agent.sources.as_ref().map(Sources::to_string).unwrap_or_default();
        for (part, text) in [
            (&self.created_by, agent.created_by.as_str()),
            (&self.token_owner, agent.token_owner.as_str()),
            (&self.format, agent.format.map(AgentFormat::title).unwrap_or_default()),
            (
                &self.notifications,
                agent.notifications.map(Notifications::title).unwrap_or_default(),
            ),
            (&self.sources, &sources),
        ] {
            if let Some(part) = part {
                part.set_text(text);
            }
        }
        if let Some(none) = &self.no_sources {
            none.show_if(sources.is_empty());
        }
        if let Some(modified) = &self.modified {
            modified.show(Some(agent.modified_at), as_of, clock);
        }
    }
}
