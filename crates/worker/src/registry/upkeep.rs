//! Clearing away what has ended: grants from KV, and rows that nobody asks for any more.
//!
//! It goes by the same alarm as the outbox, and by its rules: a step is bounded, the next alarm is
//! set before it, and a failure of it is never the alarm's.

use gatepass_core::days::Day;
use gatepass_core::outbox::KvWrite;
use gatepass_core::standing::Standing;
use gatepass_core::time::{Millis, UnixMillis};
use gatepass_core::token::TokenDigest;
use gatepass_core::upkeep::{GOES_ON_AFTER, MOST_AT_ONCE, TRIES_AGAIN_AFTER, due_at, is_more_left};

use super::Instance;
use super::store::{Presented, Store, StoreError};
use crate::platform::{clock, log};

impl Instance {
    /// How long it is until the next step is due.
    pub(super) fn upkeep_wait(&self) -> Result<Millis, StoreError> {
        let due_at = due_at(self.store.upkeep_done_at()?, self.store.next_grant_end()?);
        let wait = UnixMillis::from(due_at) - self.now_in_millis();
        let pause = self.upkeep_paused_until.get() - clock::now();
        Ok(wait.max(pause))
    }

    /// Takes a step, if one is due.
    pub(super) fn keep_up(&self) {
        let pause = match self.keep_up_a_bit() {
            Ok(false) => return,
            Ok(true) => GOES_ON_AFTER,
            Err(error) => {
                log::fault("what has ended was not cleared away", error);
                TRIES_AGAIN_AFTER
            }
        };
        self.upkeep_paused_until.set(clock::now() + pause);
    }

    /// Whether there may be more to do.
    fn keep_up_a_bit(&self) -> Result<bool, StoreError> {
        if !self.store.is_made()? || self.upkeep_wait()? > Millis(0) {
            return Ok(false);
        }
        let now = self.now();
        self.store.transaction(|store| {
            store.settle(now)?;
            let ended = store.ended_grants(now, MOST_AT_ONCE)?;
            for digest in &ended {
                self.take_out(store, digest)?;
            }
            let kept_log = self.keep_log_a_bit(store, now)?;
            store.prune_uses_by_day(Day::of(now).first_kept(), MOST_AT_ONCE)?;
            let cleared = store.clear_ended(now)?;
            let is_more_left = is_more_left(cleared.into_iter().chain([ended.len(), kept_log]));
            if !is_more_left {
                store.save_upkeep(now)?;
            }
            Ok(is_more_left)
        })
    }

    /// Takes out of KV what it holds of a token whose time there is over.
    fn take_out(&self, store: &Store, digest: &TokenDigest) -> Result<(), StoreError> {
        let Some(Presented { record, generation }) = store.token_by_digest(digest)? else {
            store.save_grant_end(digest, None)?;
            return self.enqueue(store, &digest.to_string(), [KvWrite::delete_standing(digest)]);
        };
        let now = self.now();
        match Standing::of(&record, generation, &store.owner_of(&record)?, now).ended_for() {
            Some(reason) => self.tell(store, record.to_end(digest, reason)),
            None => store.save_grant_end(digest, record.valid_until(generation)),
        }
    }
}
