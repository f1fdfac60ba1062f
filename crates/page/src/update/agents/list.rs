//! Asking for agents, and what the answers do.

use gatepass_core::agents::AgentKind;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::AgentPage;

use super::call;
use crate::message::{AgentsCall, Call};
use crate::model::{Failure, Model};
use crate::update::sign_in;

/// Asks for those of a kind. Answers to what was asked before no longer count.
pub(in crate::update) fn ask(model: &mut Model, kind: AgentKind) -> Option<Call> {
    let number = model.agents.of_mut(kind).ask();
    call(AgentsCall::List { kind, number })
}

pub(super) fn listed(
    model: &mut Model,
    kind: AgentKind,
    number: u32,
    outcome: Result<AgentPage, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    let server_now = outcome.as_ref().map_or(now, |page| page.now);
    if model.agents.of_mut(kind).answered(number, outcome).is_err() {
        return sign_in::session_ended(model);
    }
    model.server_ahead = model.server_ahead + (server_now - now);
    age(model, server_now);
    None
}

/// Lets the states follow the time.
pub(in crate::update) fn age(model: &mut Model, now: UnixSeconds) {
    model.agents.as_of = now;
}

/// Asks as if nothing had been said yet.
pub(in crate::update) fn ask_anew(model: &mut Model, kind: AgentKind) -> Option<Call> {
    model.agents.of_mut(kind).forget();
    ask(model, kind)
}
