//! What the edges saw used.

use gatepass_core::edge::{Answer, UsageReply, UsageReport};
use gatepass_core::lifecycle::{needs_withdrawal_again, used};
use gatepass_core::outbox::has_news;

use super::standing::answer;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;

impl Instance {
    /// Notes the last uses and corrects the edge where it acted on what is no longer so.
    pub(in crate::registry) fn note_usage(
        &self,
        report: &UsageReport,
    ) -> Result<UsageReply, Refused> {
        let now = self.now();
        if !self.store.is_made()? {
            let unknown = report.uses.iter().map(|use_| (use_.digest, Answer::Unknown));
            return Ok(UsageReply { corrections: unknown.collect() });
        }
        self.store.transaction(|store| {
            let mut corrections = Vec::new();
            for token in &report.uses {
                let record = store.token_by_digest(&token.digest)?;
                if let Some(record) = &record {
                    if let Some(noted) = used(record, token.last_used_at, now) {
                        store.save_use(&noted, now)?;
                    }
                    let lane = record.digest.to_string();
                    // What KV is still to be told says it already.
                    if needs_withdrawal_again(record, now) && !has_news(&store.lane(&lane)?) {
                        self.withdraw(store, record)?;
                    }
                }
                corrections.extend(token.correction(answer(store, record.as_ref())?));
            }
            Ok(UsageReply { corrections })
        })
    }
}
