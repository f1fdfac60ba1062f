//! Carries out what is asked of the world as a token is checked.

use std::rc::Weak;

use gatepass_core::token::inspect;

use super::Shell;
use crate::api;
use crate::message::{CheckCall, CheckMessage, Claim};

/// Carries out a call; its answer is a message. A token that is read is zeroed before this returns.
pub(super) async fn perform(shell: &Weak<Shell>, call: CheckCall) -> Option<CheckMessage> {
    Some(match call {
        CheckCall::Read(prefixes) => {
            let pasted = shell.upgrade()?.view.borrow().take_pasted();
            let read = inspect(pasted, &prefixes);
            CheckMessage::Read(read.map(|token| Claim { id: token.id(), kind: token.kind() }))
        }
        CheckCall::Find(id) => {
            CheckMessage::Answered { id, outcome: api::token(id).await.map(Box::new) }
        }
    })
}
