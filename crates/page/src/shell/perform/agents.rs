//! Carries out what is asked of the server about agents.

use std::rc::Weak;

use super::Shell;
use crate::api::agents as api;
use crate::message::{AgentsCall, AgentsMessage, NewAgent};
use crate::view::SecretText;

/// Carries out a call; its answer is a message.
pub(super) async fn perform(shell: &Weak<Shell>, call: AgentsCall) -> AgentsMessage {
    let hand_over = |(token, new): (SecretText, NewAgent)| {
        if let Some(shell) = shell.upgrade() {
            shell.view.borrow_mut().hand_over_to_agent(token);
        }
        Box::new(new)
    };
    match call {
        AgentsCall::List { kind, number } => {
            AgentsMessage::Listed { kind, number, outcome: api::list(kind).await }
        }
        AgentsCall::Add(request) => {
            let kind = request.kind;
            AgentsMessage::Issued { kind, outcome: api::add(request).await.map(hand_over) }
        }
        AgentsCall::Edit(id, request) => {
            let kind = request.kind;
            AgentsMessage::Changed { kind, outcome: api::edit(id, request).await.map(Box::new) }
        }
        AgentsCall::Regenerate(kind, id) => {
            AgentsMessage::Issued { kind, outcome: api::regenerate(kind, id).await.map(hand_over) }
        }
        AgentsCall::Delete(kind, id) => {
            AgentsMessage::Deleted { kind, id, outcome: api::delete(kind, id).await }
        }
    }
}
