//! What the edges saw used.

use gatepass_core::edge::{Answer, UsageReply, UsageReport};
use gatepass_core::lifecycle::used;
use gatepass_core::standing::Verdict;

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
                if let Some(noted) =
                    record.as_ref().and_then(|record| used(record, token.last_used_at, now))
                {
                    store.save_use(&noted, now)?;
                }
                let present = answer(store, record.as_ref())?;
                let is_confirmed = matches!(&present, Answer::Known(standing)
                    if standing.revision == token.revision
                        && matches!(standing.verdict, Verdict::Granted(_)));
                if !is_confirmed {
                    corrections.push((token.digest, present));
                }
            }
            Ok(UsageReply { corrections })
        })
    }
}
