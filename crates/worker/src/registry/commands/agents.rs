//! SIEM agents and log collectors: list, add, change, regenerate, delete.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use gatepass_core::agents::{Agent, AgentKind, Deed, add, edit, regenerate};
use gatepass_core::authority::Authority;
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::lifecycle::revoke;
use gatepass_core::outbox::Effect;
use gatepass_core::person::User;
use gatepass_core::scope::Scope;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{
    AgentPage, AgentPeople, AgentView, Overlap, RegenerateToken, RevokedToken,
};

use crate::call::{
    Asker, ChangeAgent, Declined, DeleteAgent, ListAgents, RecordAgent, RecordedAgent,
    RegenerateAgent,
};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

/// The agent with this id among all of its kind.
fn find(agents: &[Agent], id: TokenId) -> Result<&Agent, Declined> {
    agents.iter().find(|agent| agent.record.id == id).ok_or(Declined::NoAgent)
}

/// The people of several agents, each loaded once.
struct People<'a> {
    store: &'a Store,
    known: HashMap<Subject, User>,
}

impl<'a> People<'a> {
    fn of(store: &'a Store) -> Self {
        Self { store, known: HashMap::new() }
    }

    fn load(&mut self, subject: Subject) -> Result<(), StoreError> {
        if let Entry::Vacant(unknown) = self.known.entry(subject) {
            let missing = || StoreError::Unreadable(format!("the user {subject} is missing"));
            unknown.insert(self.store.user(subject)?.ok_or_else(missing)?);
        }
        Ok(())
    }

    fn of_agent(&mut self, agent: &Agent) -> Result<AgentPeople<'_>, StoreError> {
        let (creator, owner) = (agent.created_by, agent.record.owner);
        self.load(creator)?;
        self.load(owner)?;
        let missing = || StoreError::Unreadable("a user is missing".to_owned());
        let known = |subject| self.known.get(subject).ok_or_else(missing);
        Ok(AgentPeople { creator: known(&creator)?, owner: known(&owner)? })
    }
}

impl Instance {
    /// Who administers, in person or by a token that may manage.
    fn agents_administrator(&self, asker: &Asker) -> Result<Authority, Refused> {
        let authority = self.authority(asker, &Scope::MANAGE)?;
        authority.require_full(self.policy())?;
        Ok(authority)
    }

    /// Who administers and is there in person.
    fn agents_administrator_in_person(&self, asker: &Asker) -> Result<Authority, Refused> {
        let authority = self.person(asker)?;
        authority.require_full(self.policy())?;
        Ok(authority)
    }

    fn agent_view(
        &self,
        people: &mut People<'_>,
        agent: &Agent,
        kind: AgentKind,
        now: UnixSeconds,
    ) -> Result<AgentView, StoreError> {
        Ok(AgentView::of(agent, kind, people.of_agent(agent)?, self.policy(), now))
    }

    pub(in crate::registry) fn list_agents(&self, call: &ListAgents) -> Result<AgentPage, Refused> {
        self.agents_administrator(&call.asker)?;
        let (kind, now) = (call.kind, self.now());
        let mut people = People::of(&self.store);
        let agents = self.store.agents(kind)?;
        let views = agents.iter().map(|agent| self.agent_view(&mut people, agent, kind, now));
        let data: Vec<AgentView> = views.collect::<Result<_, _>>()?;
        let total = u64::try_from(data.len()).unwrap_or(u64::MAX);
        Ok(AgentPage { total, has_next: false, data, now })
    }

    pub(in crate::registry) fn record_agent(
        &self,
        call: &RecordAgent,
    ) -> Result<RecordedAgent, Refused> {
        let authority = self.agents_administrator_in_person(&call.asker)?;
        let (now, tenant, kind) = (self.now(), self.tenant()?, call.request.kind);
        let user = &authority.user;
        self.store.transaction(|store| {
            let others = store.agents(kind)?;
            let agent = add(call.token, &call.request, user, &others, self.policy(), now)
                .map_err(Declined::from)?;
            authority.require_recent_sign_in(&agent.record.scopes, now)?;
            store.add_token(&agent.record, now)?;
            store.add_agent(&agent, kind)?;
            let event = authority.event(kind.action(Deed::Added), now);
            store.add_audit_event(&agent.told(event, None))?;
            self.project(store, &agent.record, user, Effect::Begins)?;
            let view = self.agent_view(&mut People::of(store), &agent, kind, now)?;
            Ok(RecordedAgent { view, tenant })
        })
    }

    pub(in crate::registry) fn change_agent(
        &self,
        call: &ChangeAgent,
    ) -> Result<AgentView, Refused> {
        let authority = self.agents_administrator(&call.asker)?;
        let (now, kind) = (self.now(), call.kind);
        self.store.transaction(|store| {
            let all = store.agents(kind)?;
            let before = find(&all, call.id)?;
            let changed = edit(before, kind, &call.change, &all, now).map_err(Declined::from)?;
            if let Some(agent) = &changed {
                store.save_agent(agent)?;
                let event = authority.event(kind.action(Deed::Changed), now);
                store.add_audit_event(&agent.told(event, Some(before)))?;
            }
            let agent = changed.as_ref().unwrap_or(before);
            Ok(self.agent_view(&mut People::of(store), agent, kind, now)?)
        })
    }

    pub(in crate::registry) fn regenerate_agent(
        &self,
        call: &RegenerateAgent,
    ) -> Result<RecordedAgent, Refused> {
        let authority = self.agents_administrator_in_person(&call.asker)?;
        let (now, tenant, kind) = (self.now(), self.tenant()?, call.kind);
        let user = &authority.user;
        self.store.transaction(|store| {
            let all = store.agents(kind)?;
            let before = find(&all, call.token.id)?;
            let taken =
                regenerate(before, kind, user, self.policy(), now).map_err(Declined::from)?;
            let asked = RegenerateToken { overlap: Overlap::None, exp: None };
            let record =
                self.put_successor(store, &authority, &taken.record, &call.token, &asked)?;
            let agent = Agent { record, ..taken };
            store.save_agent(&agent)?;
            let event = authority.event(kind.action(Deed::Regenerated), now);
            store.add_audit_event(&agent.told(event, Some(before)))?;
            let view = self.agent_view(&mut People::of(store), &agent, kind, now)?;
            Ok(RecordedAgent { view, tenant })
        })
    }

    pub(in crate::registry) fn delete_agent(
        &self,
        call: &DeleteAgent,
    ) -> Result<RevokedToken, Refused> {
        let authority = self.agents_administrator(&call.asker)?;
        let (now, kind) = (self.now(), call.kind);
        self.store.transaction(|store| {
            let all = store.agents(kind)?;
            let record = &find(&all, call.id)?.record;
            let revoked = revoke(record, authority.user.subject, now);
            if let Some(record) = &revoked {
                store.save_token(record)?;
                self.withdraw(store, record)?;
            }
            store.remove_agent(&record.id)?;
            let event = authority.event(kind.action(Deed::Deleted), now).on(record);
            store.add_audit_event(&event)?;
            let record = revoked.as_ref().unwrap_or(record);
            let revoked_at = record.revoked.map_or(now, |revocation| revocation.at);
            Ok(RevokedToken::of(record.id, revoked_at))
        })
    }
}
