//! Carries out what is asked of the server about the providers to sign in with.

use crate::api::providers as api;
use crate::dom;
use crate::message::{ProvidersCall, ProvidersMessage};
use crate::model::Failure;

/// Carries out a call; its answer is a message.
pub(super) async fn perform(call: ProvidersCall) -> ProvidersMessage {
    match call {
        ProvidersCall::List { number } => {
            ProvidersMessage::Listed { number, outcome: api::list().await }
        }
        ProvidersCall::Add(asked) => ProvidersMessage::Saved(api::add(&asked).await),
        ProvidersCall::Edit(id, change) => ProvidersMessage::Saved(api::edit(id, &change).await),
        ProvidersCall::Switch(id, change) => {
            ProvidersMessage::Done { id, outcome: api::edit(id, &change).await }
        }
        ProvidersCall::Delete(id) => ProvidersMessage::Done { id, outcome: api::delete(id).await },
        ProvidersCall::Test(id) => {
            let begun = api::test(id).await;
            let outcome = begun.and_then(|begun| open(&begun.url));
            ProvidersMessage::Done { id, outcome }
        }
    }
}

/// In a window of its own, which knows nothing of this one; nowhere, where the test is over already
/// and this very page shows what came of it.
fn open(url: &str) -> Result<(), Failure> {
    if url.starts_with('/') {
        return Ok(());
    }
    let window = dom::window().ok_or(Failure::Unreachable)?;
    let opened = window.open_with_url_and_target_and_features(url, "_blank", "noopener");
    opened.map(drop).map_err(|_| Failure::Unreachable)
}
