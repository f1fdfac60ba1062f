//! The audit log: who did what, by what, from where, and what it changed.

mod chain;
mod coalesce;
mod event;

pub use chain::{
    BrokenChain, ChainHead, ChainLink, ChainedEvent, LinkMac, LostHead, NotedHead, verify,
};
pub use coalesce::{COALESCED_FOR, Coalesced, Due, MOST_KINDS, kind_of, without_particulars};
pub use event::{Action, Actor, AuditEvent, Change, Means, Object, ObjectKind};

#[cfg(test)]
mod tests;
