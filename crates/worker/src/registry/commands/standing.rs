//! How a token stands.

use gatepass_core::edge::Answer;
use gatepass_core::record::TokenRecord;
use gatepass_core::standing::Standing;
use gatepass_core::token::TokenDigest;

use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

/// How the record stands, or that nobody knows it.
pub(super) fn answer(store: &Store, record: Option<&TokenRecord>) -> Result<Answer, StoreError> {
    let Some(record) = record else {
        return Ok(Answer::Unknown);
    };
    let owner = store.owner_of(record)?;
    Ok(Answer::Known(Standing::of(record, &owner)))
}

impl Instance {
    pub(in crate::registry) fn standing_of(&self, digest: &TokenDigest) -> Result<Answer, Refused> {
        if !self.store.is_made()? {
            return Ok(Answer::Unknown);
        }
        let record = self.store.token_by_digest(digest)?;
        Ok(answer(&self.store, record.as_ref())?)
    }
}
