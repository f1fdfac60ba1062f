//! The hot path: whether a request may pass, and as whom. It only reads.

mod at_once;
mod caller;
mod check;
mod forward;
mod gateway;
mod hygiene;
mod identity;
mod limits;
mod mould;
mod usage;
mod verify;

pub(crate) use caller::Caller;
pub(crate) use check::{check_token, standing};
pub(crate) use gateway::forward;
pub(crate) use limits::{count_address, count_token};
pub(crate) use verify::{decline, verify};
