//! The activity log as it is told.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::audit::{Action, Actor, AuditEvent, ChainHead, ChainedEvent, Change, Means, Object};
use crate::time::UnixSeconds;

/// An event of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    /// Its number: each event has the next one.
    pub sequence: u64,
    /// When; of several told as one, the last.
    pub at: UnixSeconds,
    /// What was done.
    pub action: Action,
    /// Who did it.
    pub actor: Actor,
    /// By what.
    pub by: Means,
    /// From where, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// To what, if to anything but the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// What it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// How many times, where several are told as one.
    pub count: u64,
    /// When the first of them was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<UnixSeconds>,
}

impl ActivityView {
    /// An event with its number.
    pub fn of(sequence: u64, event: AuditEvent) -> Self {
        let AuditEvent { at, action, actor, by, address, object, changes, count, since } = event;
        Self { sequence, at, action, actor, by, address, object, changes, count, since }
    }
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// The events.
    pub data: Vec<ActivityView>,
    /// Whether more come after these now.
    pub has_next: bool,
    /// What to give as `cursor` to go on: from the oldest on always, from the newest on where more
    /// come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// When the answer was made: the clock that the moments in it are to be read by.
    pub now: UnixSeconds,
}

/// A part of the log as it is stored, to be verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredLog {
    /// The link that the first event kept is linked to.
    pub anchor: ChainHead,
    /// The events after the number that was given.
    pub data: Vec<ChainedEvent>,
    /// Whether more come after these.
    pub has_next: bool,
}
