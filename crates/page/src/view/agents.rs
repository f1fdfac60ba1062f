//! The view of the SIEM agents, and that of the log collectors.

mod dialogs;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use gatepass_core::agents::AgentKind;
use gatepass_core::id::TokenId;

use super::surroundings::Surroundings;
use crate::dom::{Part, StartError, Template};
use crate::model::{Agents, AgentsFocus, Model};
use crate::time::Clock;
use crate::words;
pub(super) use dialogs::AgentDialogs;
use row::Row;

/// The view of one kind.
pub(super) struct AgentsView {
    kind: AgentKind,
    surroundings: Surroundings,
    add: Part,
    body: Part,
    foot: Part,
    count: Part,
    template: Template,
    rows: BTreeMap<TokenId, Row>,
    order: Vec<TokenId>,
}

impl AgentsView {
    pub(super) fn new(root: &Part, kind: AgentKind) -> Result<Self, StartError> {
        let view = root.find(&format!("view-{}", kind.view().word()))?;
        Ok(Self {
            kind,
            surroundings: Surroundings::new(&view)?,
            add: view.find("add")?,
            body: view.find("rows")?,
            foot: view.find("foot")?,
            count: view.find("count")?,
            template: root.template(&format!("{}-row", kind.word()))?,
            rows: BTreeMap::new(),
            order: Vec::new(),
        })
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        let agents = &model.agents;
        let shown = agents.rows(self.kind);
        self.surroundings.show(agents.of(self.kind), shown.len());
        self.foot.show_if(!shown.is_empty());
        self.count.set_text(&words::agents::count(self.kind, shown.len()));
        for agent in shown {
            let row = match self.rows.remove(&agent.id) {
                Some(row) => row,
                None => Row::new(&self.template, agent.id)?,
            };
            self.rows.entry(agent.id).or_insert(row).show(self.kind, agent, agents.as_of, clock);
        }
        self.arrange(agents);
        Ok(())
    }

    /// Brings the rows into the list's order, and lets those go that left it.
    fn arrange(&mut self, agents: &Agents) {
        let shown = agents.rows(self.kind);
        if self.order.iter().eq(shown.iter().map(|agent| &agent.id)) {
            return;
        }
        self.order = shown.iter().map(|agent| agent.id).collect();
        let listed: BTreeSet<_> = self.order.iter().copied().collect();
        self.rows.retain(|id, _| listed.contains(id));
        let parts = self.order.iter().filter_map(|id| self.rows.get(id)).map(Row::part);
        self.body.set_children(parts);
    }

    /// Gives the focus to what of this view it is for; whether it took it.
    pub(super) fn focus(&self, focus: AgentsFocus) -> bool {
        match focus {
            AgentsFocus::Add(kind) => kind == self.kind && self.add.focus(),
            AgentsFocus::MenuOf(kind, id) => {
                kind == self.kind && self.rows.get(&id).is_some_and(Row::focus_menu)
            }
            AgentsFocus::Name | AgentsFocus::Sources | AgentsFocus::CopyToken => false,
        }
    }
}
