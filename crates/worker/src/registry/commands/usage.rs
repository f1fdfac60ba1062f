//! What the edges saw used, and what they refused.

use gatepass_core::edge::{Answer, TokenRefusal, UsageReply, UsageReport};
use gatepass_core::lifecycle::{knocked, note_use};
use gatepass_core::outbox::has_news;
use gatepass_core::record::TokenRecord;
use gatepass_core::time::UnixSeconds;

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
                let Some(Presented { record, generation }) =
                    store.token_by_digest(&token.digest)?
                else {
                    corrections.extend(token.correction(Answer::Unknown));
                    continue;
                };
                used_tokens.push((record.id.serial, token));
                let owner = store.owner_of(&record)?;
                let noted = note_use(token, &record, generation, &owner, now);
                if let Some(record) = &noted.record {
                    store.save_use(record, now)?;
                }
                if let Some(told) = noted.withdrawal
                    && !has_news(&store.lane(&token.digest.to_string())?)
                {
                    self.tell(store, told)?;
                }
                corrections.extend(noted.correction);
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
}
