//! SIEM agents and log collectors: what they have beside their tokens, which are rows of `tokens`.

use std::collections::HashMap;

use gatepass_core::agents::{Agent, AgentKind, AgentSettings};
use gatepass_core::id::TokenId;
use gatepass_core::record::TokenRecord;
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;
use worker::SqlStorageValue;

use super::{Store, StoreError, Stored, parsed, read};

/// A row of `agents`.
#[derive(Deserialize)]
struct AgentRow {
    serial: String,
    created_by: String,
    modified_at: UnixSeconds,
    settings: String,
}

impl AgentRow {
    fn into_agent(self, record: TokenRecord) -> Stored<Agent> {
        let settings = read(&self.settings)?;
        let (created_by, modified_at) = (parsed(&self.created_by)?, self.modified_at);
        Ok(Agent { record, created_by, modified_at, settings })
    }
}

fn settings_value(settings: &AgentSettings) -> Stored<SqlStorageValue> {
    let json = serde_json::to_string(settings);
    Ok(json.map_err(|error| StoreError::Unreadable(error.to_string()))?.into())
}

impl Store {
    /// All agents of the kind, by name. There are few.
    pub(in crate::registry) fn agents(&self, kind: AgentKind) -> Stored<Vec<Agent>> {
        let kind: SqlStorageValue = kind.as_str().into();
        let rows: Vec<AgentRow> =
            self.rows("SELECT * FROM agents WHERE kind = ?", vec![kind.clone()])?;
        let mut rows: HashMap<String, AgentRow> =
            rows.into_iter().map(|row| (row.serial.clone(), row)).collect();
        let records = self.tokens(
            "serial IN (SELECT serial FROM agents WHERE kind = ?) ORDER BY name_key, serial",
            vec![kind],
        )?;
        let agents = records.into_iter().filter_map(|record| {
            let row = rows.remove(record.id.serial.as_str())?;
            Some(row.into_agent(record))
        });
        agents.collect()
    }

    /// The agent whose token this is, if it is one's.
    pub(in crate::registry) fn agent_of(&self, record: &TokenRecord) -> Stored<Option<Agent>> {
        let serial = record.id.serial.as_str();
        let row: Option<AgentRow> =
            self.row("SELECT * FROM agents WHERE serial = ?", vec![serial.into()])?;
        row.map(|row| row.into_agent(record.clone())).transpose()
    }

    /// Adds what an agent has beside its token.
    pub(in crate::registry) fn add_agent(&self, agent: &Agent, kind: AgentKind) -> Stored<()> {
        self.execute(
            "INSERT INTO agents (serial, kind, created_by, modified_at, settings) \
             VALUES (?, ?, ?, ?, ?)",
            vec![
                agent.record.id.serial.as_str().into(),
                kind.as_str().into(),
                agent.created_by.as_str().into(),
                agent.modified_at.0.into(),
                settings_value(&agent.settings)?,
            ],
        )?;
        Ok(())
    }

    /// Saves what may have been changed of an agent and of its token.
    pub(in crate::registry) fn save_agent(&self, agent: &Agent) -> Stored<()> {
        let record = &agent.record;
        let serial = record.id.serial.as_str();
        self.execute(
            "UPDATE agents SET modified_at = ?, settings = ? WHERE serial = ?",
            vec![agent.modified_at.0.into(), settings_value(&agent.settings)?, serial.into()],
        )?;
        self.execute(
            "UPDATE tokens SET owner = ? WHERE serial = ?",
            vec![record.owner.as_str().into(), serial.into()],
        )?;
        self.save_token(record)
    }

    /// Removes an agent. Its token stays, as every token does that was ever issued.
    pub(in crate::registry) fn remove_agent(&self, id: &TokenId) -> Stored<()> {
        let serial = id.serial.as_str();
        self.execute("DELETE FROM agents WHERE serial = ?", vec![serial.into()])?;
        Ok(())
    }
}
