//! What the edges saw used, and what they refused.

use gatepass_core::edge::{Answer, TokenRefusal, UsageReply, UsageReport};
use gatepass_core::lifecycle::{knocked, needs_withdrawal_again, used};
use gatepass_core::outbox::has_news;
use gatepass_core::record::TokenRecord;
use gatepass_core::standing::Standing;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;

use super::standing::answer;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Presented, Store, StoreError};

/// Notes refused uses of a token: in the log, and with the token if it has ended. They are no uses.
pub(super) fn note_refusal(
    store: &Store,
    record: &TokenRecord,
    refusal: &TokenRefusal,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    if let Some(knocks) = knocked(record, store.knocks(record)?, refusal, now) {
        store.save_knocks(record, &knocks)?;
    }
    store.add_refusal(refusal.seen_by(now).event(record), now)
}

impl Instance {
    /// Notes the last uses and the refused ones, and corrects the edge where it acted on what is no
    /// longer so.
    pub(in crate::registry) fn note_usage(
        &self,
        report: &UsageReport,
    ) -> Result<UsageReply, Refused> {
        let now = self.now();
        if !self.store.is_made()? {
            let unknown = report.uses.iter().map(|use_| (use_.digest, Answer::Unknown));
            return Ok(UsageReply { corrections: unknown.collect() });
        }
        let mut used_tokens = Vec::new();
        let reply = self.store.transaction(|store| {
            let mut corrections = Vec::new();
            for token in &report.uses {
                let presented = store.token_by_digest(&token.digest)?;
                if let Some(presented) = &presented {
                    used_tokens.push((presented.record.id.serial, token));
                    if let Some(noted) = used(&presented.record, token.last_used_at, now) {
                        store.save_use(&noted, now)?;
                    }
                    self.withdraw_again(store, &token.digest, presented, now)?;
                }
                corrections.extend(token.correction(answer(store, presented.as_ref(), now)?));
            }
            for refusal in &report.refusals {
                if let Some(presented) = store.token_by_digest(&refusal.digest)? {
                    note_refusal(store, &presented.record, refusal, now)?;
                    let present = answer(store, Some(&presented), now)?;
                    corrections.extend(refusal.correction(present));
                }
            }
            Ok(UsageReply { corrections })
        });
        if reply.is_ok() {
            for (serial, token) in used_tokens {
                self.tally(serial, token.count, token.last_used_at);
            }
        }
        reply
    }

    /// Tells KV again of a token that was just taken though it ended long ago.
    fn withdraw_again(
        &self,
        store: &Store,
        digest: &TokenDigest,
        presented: &Presented,
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let Presented { record, generation } = presented;
        // What KV is still to be told says it already.
        if !needs_withdrawal_again(record, *generation, now)
            || has_news(&store.lane(&digest.to_string())?)
        {
            return Ok(());
        }
        let standing = Standing::of(record, *generation, &store.owner_of(record)?, now);
        match standing.ended_for() {
            Some(reason) => self.tell(store, record.to_end(digest, reason)),
            None => Ok(()),
        }
    }
}
