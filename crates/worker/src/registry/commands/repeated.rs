//! Requests that are sent again under the same key.

use gatepass_core::id::{Serial, Subject};
use gatepass_core::idempotency::{IdempotencyKey, fingerprint, is_repeated};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Serialize;

use crate::call::Declined;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

/// A person's request to make a token, and the key that it came with, if it did.
pub(super) struct Request<'a> {
    person: Subject,
    keyed: Option<(&'a IdempotencyKey, TokenDigest)>,
}

impl<'a> Request<'a> {
    /// A request for what is asked.
    pub(super) fn new(
        person: Subject,
        key: Option<&'a IdempotencyKey>,
        asked: &impl Serialize,
    ) -> Self {
        Self { person, keyed: key.map(|key| (key, fingerprint(asked))) }
    }

    /// The token that the same request made before, if it did.
    pub(super) fn made_before(
        &self,
        store: &Store,
        now: UnixSeconds,
    ) -> Result<Option<Serial>, Refused> {
        let Some((key, fingerprint)) = &self.keyed else { return Ok(None) };
        let Some((remembered, serial)) = store.remembered(self.person, key)? else {
            return Ok(None);
        };
        let is_repeated =
            is_repeated(Some(&remembered), fingerprint, now).map_err(Declined::from)?;
        Ok(is_repeated.then_some(serial))
    }

    /// Keeps in mind what it made, in the same transaction.
    pub(super) fn remember(
        &self,
        store: &Store,
        serial: Serial,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        match &self.keyed {
            Some((key, fingerprint)) => store.remember(self.person, key, fingerprint, serial, now),
            None => Ok(()),
        }
    }
}
