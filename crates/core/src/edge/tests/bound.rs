use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

/// An edge in front of a KV that never hears of the revocation, and of a registry that answers
/// after a while.
struct Edge {
    cache: EdgeCache,
    reporter: UsageReporter,
    revoked_at: UnixMillis,
    replies: Vec<(UnixMillis, UnixMillis, UsageReport, UsageReply)>,
    timer: Option<UnixMillis>,
}

impl Edge {
    fn truth(&self, now: UnixMillis) -> Answer {
        if now >= self.revoked_at { withheld(2, Withheld::Revoked) } else { granted(1) }
    }

    fn report(&mut self, now: UnixMillis, latency: Millis) {
        if let Some(report) = self.reporter.take(now) {
            let present = self.truth(now);
            let corrections =
                report.uses.iter().filter_map(|used| used.correction(present.clone()));
            let reply = UsageReply { corrections: corrections.collect() };
            self.replies.push((now + latency, now, report, reply));
        }
    }

    fn catch_up(&mut self, now: UnixMillis, latency: Millis) {
        if let Some(timer) = self.timer.filter(|timer| *timer <= now) {
            self.timer = None;
            self.report(timer, latency);
        }
        for (at, sent_at, report, reply) in std::mem::take(&mut self.replies) {
            if at <= now {
                reply.apply(&report, &mut self.cache, sent_at, at);
            } else {
                self.replies.push((at, sent_at, report, reply));
            }
        }
    }

    /// Whether a request passes.
    fn passes(&mut self, now: UnixMillis, latency: Millis) -> bool {
        self.catch_up(now, latency);
        let known = self.cache.find(&digest(), now).cloned();
        let answer =
            known.or_else(|| self.cache.learn(digest(), granted(1), Source::Kv, now, now).cloned());
        let answer = answer.unwrap_or_else(|| self.truth(now));
        if answer != granted(1) {
            return false;
        }
        match self.reporter.count(digest(), Revision(1), now) {
            Schedule::Now => self.report(now, latency),
            Schedule::At(moment) => self.timer = Some(moment),
            Schedule::Set => {}
        }
        true
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Whatever answers come in whatever order, from a KV as late as it likes: once a revocation was
    /// learned, the token is not granted for as long as a refusal is remembered.
    #[test]
    fn a_learned_revocation_is_final(
        answers in proptest::collection::vec((0_u64..6, 0_usize..4, 0_i64..500_000), 0..40),
    ) {
        let mut cache = cache_with(withheld(3, Withheld::Revoked));
        let mut now = START;
        for (revision, kind, elapsed) in answers {
            now = (now + Millis(elapsed / 40)).min(START + Millis(599_999));
            let answer = match kind {
                0 => granted(revision),
                1 => withheld(revision, Withheld::OwnerDeprovisioned),
                2 => Answer::Unknown,
                _ => withheld(revision, Withheld::Revoked),
            };
            cache.learn(digest(), answer, Source::Kv, now, now);
            let is_revoked = matches!(
                cache.find(&digest(), now), Some(Answer::Known(standing)) if standing.is_revoked()
            );
            prop_assert!(is_revoked);
        }
    }

    /// However stale KV is and whenever a token is revoked: an edge that keeps using it refuses it
    /// within the stated bound, and for as long as a refusal is remembered.
    #[test]
    fn a_revoked_token_in_steady_use_dies_within_the_bound(
        gaps in proptest::collection::vec(1_i64..4_500, 60..200),
        revoked_after in 0_i64..60_000,
        latency in 0_i64..500,
    ) {
        let revoked_at = START + Millis(revoked_after);
        let bound = revoked_at + Millis(crate::lifecycle::REFUSED_IN_USE_WITHIN.0 * 1000);
        let mut edge = Edge {
            cache: EdgeCache::default(),
            reporter: UsageReporter::default(),
            revoked_at,
            replies: Vec::new(),
            timer: None,
        };
        let mut now = START;
        for gap in gaps {
            let passes = edge.passes(now, Millis(latency));
            prop_assert!(passes || now >= revoked_at, "refused before it was revoked");
            prop_assert!(!passes || now < bound, "passes {:?} after it was revoked", now - revoked_at);
            now = (now + Millis(gap)).min(revoked_at + REFUSAL_LIFE);
        }
    }
}
