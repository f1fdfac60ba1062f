//! Carries out what is asked of the server about sessions.

use crate::api::sessions as api;
use crate::message::{SessionsCall, SessionsMessage};

/// Carries out a call; its answer is a message.
pub(super) async fn perform(call: SessionsCall) -> SessionsMessage {
    match call {
        SessionsCall::List { number } => {
            SessionsMessage::Listed { number, outcome: api::list().await }
        }
        SessionsCall::End(id) => SessionsMessage::Ended(id, api::end(id).await),
        SessionsCall::EndAll(sub) => SessionsMessage::EndedAll(sub, api::end_all(sub).await),
    }
}
