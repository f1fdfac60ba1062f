//! How a token stands.

use gatepass_core::edge::Answer;
use gatepass_core::standing::Standing;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;

use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Presented, Store, StoreError};

/// How a token stands, or that nobody knows it.
pub(super) fn answer(
    store: &Store,
    presented: Option<&Presented>,
    now: UnixSeconds,
) -> Result<Answer, StoreError> {
    let Some(presented) = presented else {
        return Ok(Answer::Unknown);
    };
    let Presented { record, generation } = presented;
    let owner = store.owner_of(record)?;
    Ok(Answer::Known(Standing::of(record, *generation, &owner, now)))
}

impl Instance {
    pub(in crate::registry) fn standing_of(&self, digest: &TokenDigest) -> Result<Answer, Refused> {
        if !self.store.is_made()? {
            return Ok(Answer::Unknown);
        }
        let presented = self.store.token_by_digest(digest)?;
        Ok(answer(&self.store, presented.as_ref(), self.now())?)
    }
}
