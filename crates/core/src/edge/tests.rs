use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::policy::Role;
use crate::record::{Generation, Revision};
use crate::refusal::{Refusal, Reported};
use crate::samples::{NOON, record, tenant, token, user};
use crate::standing::{Standing, Verdict, Withheld};
use crate::time::{Millis, UnixMillis};
use crate::token::TokenDigest;

const START: UnixMillis = UnixMillis(1_000_000);

fn digest() -> TokenDigest {
    token(1).digest()
}

fn granted(revision: u64) -> Answer {
    let standing =
        Standing::of(&record(), Generation::Current, &user(Role::GLOBAL_ADMINISTRATOR), NOON);
    Answer::Known(Standing { revision: Revision(revision), ..standing })
}

fn withheld(revision: u64, why: Withheld) -> Answer {
    Answer::Known(Standing { revision: Revision(revision), verdict: Verdict::Withheld(why) })
}

fn cache_with(answer: Answer) -> EdgeCache {
    let mut cache = EdgeCache::default();
    cache.learn(digest(), answer, Source::Kv, START, START);
    cache
}

#[test]
fn a_grant_lives_ten_seconds_from_when_it_was_asked_for() {
    let mut cache = EdgeCache::default();
    cache.learn(digest(), granted(1), Source::Kv, START, START + Millis(900));
    assert_eq!(cache.find(&digest(), START + Millis(9_999)), Some(&granted(1)));
    assert_eq!(cache.find(&digest(), START + Millis(10_000)), None);
}

#[test]
fn a_confirmation_counts_from_when_the_report_was_sent() {
    let mut cache = cache_with(granted(1));
    cache.confirm(&digest(), Revision(1), START + Millis(5_000));
    assert!(cache.find(&digest(), START + Millis(14_999)).is_some());
    assert!(cache.find(&digest(), START + Millis(15_000)).is_none());
}

#[test]
fn a_confirmation_of_another_revision_confirms_nothing() {
    let mut cache = cache_with(granted(1));
    cache.confirm(&digest(), Revision(2), START + Millis(5_000));
    assert!(cache.find(&digest(), START + Millis(10_000)).is_none());
}

#[test]
fn a_refusal_is_remembered_for_ten_minutes() {
    let mut cache = cache_with(withheld(2, Withheld::Revoked));
    assert!(cache.find(&digest(), START + Millis(599_999)).is_some());
    assert!(cache.find(&digest(), START + Millis(600_000)).is_none());
}

#[test]
fn an_unknown_token_is_remembered_for_seconds() {
    let mut cache = cache_with(Answer::Unknown);
    assert_eq!(cache.find(&digest(), START + Millis(4_999)), Some(&Answer::Unknown));
    assert_eq!(cache.find(&digest(), START + Millis(5_000)), None);
}

#[test]
fn a_late_read_does_not_overwrite_a_revocation() {
    let mut cache = cache_with(withheld(2, Withheld::Revoked));
    let effective =
        cache.learn(digest(), granted(1), Source::Kv, UnixMillis(START.0 - 10), START + Millis(10));
    assert_eq!(effective, Some(&withheld(2, Withheld::Revoked)));
}

#[test]
fn nothing_replaces_a_revocation() {
    let mut cache = cache_with(withheld(2, Withheld::Revoked));
    for answer in [granted(9), withheld(9, Withheld::OwnerDeprovisioned), Answer::Unknown] {
        let effective =
            cache.learn(digest(), answer, Source::Kv, START + Millis(1), START + Millis(1));
        assert_eq!(effective, Some(&withheld(2, Withheld::Revoked)));
    }
}

#[test]
fn nothing_replaces_what_is_known_to_have_ended_for_good() {
    for reason in [Withheld::Expired, Withheld::Superseded] {
        let mut cache = cache_with(withheld(2, reason));
        for answer in [granted(9), withheld(9, Withheld::OwnerDeprovisioned), Answer::Unknown] {
            for source in [Source::Kv, Source::Registry] {
                let later = START + Millis(1);
                let effective = cache.learn(digest(), answer.clone(), source, later, later);
                assert_eq!(effective, Some(&withheld(2, reason)));
            }
        }
    }
}

#[test]
fn a_lower_revision_is_no_answer_so_that_the_registry_is_asked() {
    let mut cache = cache_with(granted(5));
    let later = START + Millis(20_000);
    assert_eq!(cache.learn(digest(), granted(4), Source::Kv, later, later), None);
    assert_eq!(cache.learn(digest(), granted(5), Source::Kv, later, later), Some(&granted(5)));
}

#[test]
fn of_equal_revisions_the_refusal_outranks_the_grant() {
    let refusal = withheld(3, Withheld::OwnerDeprovisioned);
    let mut cache = cache_with(granted(3));
    assert_eq!(cache.learn(digest(), refusal.clone(), Source::Kv, START, START), Some(&refusal));
    assert_eq!(cache.learn(digest(), granted(3), Source::Kv, START, START), Some(&refusal));
    assert_eq!(cache.learn(digest(), granted(4), Source::Kv, START, START), Some(&granted(4)));
}

#[test]
fn a_registry_that_knows_nothing_of_a_token_ends_its_grant() {
    let mut cache = cache_with(granted(3));
    assert_eq!(
        cache.learn(digest(), Answer::Unknown, Source::Kv, START, START),
        Some(&Answer::Unknown)
    );
}

#[test]
fn the_cache_is_bounded_and_keeps_what_is_used() {
    let mut cache = EdgeCache::with_capacity(10);
    cache.learn(digest(), granted(1), Source::Kv, START, START);
    for seed in 2..=200 {
        cache.learn(token(seed).digest(), granted(1), Source::Kv, START, START);
        assert!(cache.find(&digest(), START).is_some());
    }
    let kept = (2..=200).filter(|seed| cache.find(&token(*seed).digest(), START).is_some());
    assert!(kept.count() <= 10);
}

#[test]
fn a_flood_of_grants_does_not_push_out_a_revocation() {
    let mut cache = EdgeCache::with_capacity(10);
    cache.learn(digest(), withheld(2, Withheld::Revoked), Source::Kv, START, START);
    for seed in 2..=200 {
        cache.learn(token(seed).digest(), granted(1), Source::Kv, START, START);
    }
    assert_eq!(cache.find(&digest(), START), Some(&withheld(2, Withheld::Revoked)));
}

#[test]
fn the_first_use_is_reported_at_once_and_the_next_ones_gathered() {
    let mut reporter = UsageReporter::default();
    assert_eq!(reporter.count(digest(), Revision(1), START), Schedule::Now);
    assert!(reporter.take(START).is_some());
    let next = START + REPORT_EVERY;
    assert_eq!(reporter.count(digest(), Revision(1), START + Millis(10)), Schedule::At(next));
    assert_eq!(reporter.count(digest(), Revision(1), START + Millis(20)), Schedule::Set);
    let report = reporter.take(next).unwrap();
    assert_eq!(report.uses[0].count, 2);
    assert_eq!(reporter.take(next), None);
}

#[test]
fn a_use_after_a_quiet_time_is_reported_at_once() {
    let mut reporter = UsageReporter::default();
    reporter.count(digest(), Revision(1), START);
    reporter.take(START);
    assert_eq!(reporter.count(digest(), Revision(1), START + REPORT_EVERY), Schedule::Now);
}

#[test]
fn a_lost_timer_is_set_anew() {
    let mut reporter = UsageReporter::default();
    reporter.count(digest(), Revision(1), START);
    reporter.take(START);
    reporter.count(digest(), Revision(1), START + Millis(1));
    let much_later = START + Millis::seconds(60);
    assert_eq!(reporter.count(digest(), Revision(1), much_later), Schedule::Now);
}

#[test]
fn a_report_that_failed_is_sent_again_with_the_later_uses() {
    let mut reporter = UsageReporter::default();
    reporter.count(digest(), Revision(1), START);
    let report = reporter.take(START).unwrap();
    reporter.count(digest(), Revision(2), START + Millis(2_000));
    reporter.restore(report);
    let again = reporter.take(START + REPORT_EVERY).unwrap();
    let only = again.uses[0];
    assert_eq!((only.count, only.revision), (2, Revision(2)));
    assert_eq!(only.last_used_at, (START + Millis(2_000)).to_seconds());
}

fn refused(seed: u8, refusal: &Refusal, now: UnixMillis) -> TokenRefusal {
    let from = Some("192.0.2.1".parse().unwrap());
    let digest = token(seed).digest();
    TokenRefusal::once(digest, Revision(2), refusal, from, now.to_seconds()).unwrap()
}

#[test]
fn refused_uses_are_reported_by_the_schedule_of_uses_and_are_no_uses() {
    let mut reporter = UsageReporter::default();
    let refusal = refused(1, &Refusal::Revoked, START);
    assert_eq!(reporter.count_refused(refusal, START), Schedule::Now);
    let report = reporter.take(START).unwrap();
    assert_eq!((report.uses, report.refusals), (vec![], vec![refusal]));
    let next = START + REPORT_EVERY;
    for moment in [START + Millis(1_000), START + Millis(2_000)] {
        let refusal = refused(1, &Refusal::Revoked, moment);
        assert_ne!(reporter.count_refused(refusal, moment), Schedule::Now);
    }
    assert_eq!(reporter.count(digest(), Revision(1), START + Millis(3_000)), Schedule::Set);
    let report = reporter.take(next).unwrap();
    let [refusal] = report.refusals[..] else { panic!("{report:?}") };
    assert_eq!((refusal.count, report.uses[0].count), (2, 1));
    let (first, last) = (START + Millis(1_000), START + Millis(2_000));
    assert_eq!((refusal.first_at, refusal.last_at), (first.to_seconds(), last.to_seconds()));
    assert_eq!(reporter.take(next), None);
}

#[test]
fn only_what_a_registry_knows_of_is_reported_as_refused() {
    let scope = || crate::scope::Scope::WRITE;
    for (refusal, reason) in [
        (Refusal::Revoked, Some("revoked")),
        (Refusal::Expired, Some("expired")),
        (Refusal::Superseded, Some("superseded")),
        (Refusal::NotYetValid, Some("not_yet_valid")),
        (Refusal::OwnerDeprovisioned, Some("owner_deprovisioned")),
        (Refusal::AddressNotAllowed, Some("address_not_allowed")),
        (Refusal::InsufficientScope(scope()), Some("insufficient_scope")),
        (Refusal::NoToken, None),
        (Refusal::Malformed(crate::token::ParseTokenError::Check), None),
        (Refusal::Forged, None),
        (Refusal::Unknown, None),
        (Refusal::Unavailable, None),
    ] {
        assert_eq!(refusal.reported().map(Reported::as_str), reason, "{refusal:?}");
    }
}

#[test]
fn who_knocks_with_many_tokens_fills_no_memory() {
    let mut reporter = UsageReporter::default();
    let digest = |number: usize| TokenDigest::of(number.to_string().as_bytes());
    for number in 0..MOST_REFUSED * 2 {
        let refusal =
            TokenRefusal { digest: digest(number), ..refused(1, &Refusal::Revoked, START) };
        reporter.count_refused(refusal, START);
        reporter.count_refused(TokenRefusal { digest: digest(0), ..refusal }, START);
    }
    let report = reporter.take(START).unwrap();
    assert_eq!(report.refusals.len(), MOST_REFUSED);
    let known = report.refusals.iter().find(|refusal| refusal.digest == digest(0)).unwrap();
    assert_eq!(known.count as usize, MOST_REFUSED * 2 + 1, "what is known is still counted");
    reporter.restore(report.clone());
    reporter.restore(report);
    assert_eq!(reporter.take(START).unwrap().refusals.len(), MOST_REFUSED);
}

#[test]
fn refused_uses_of_a_report_that_failed_are_reported_again() {
    let mut reporter = UsageReporter::default();
    reporter.count_refused(refused(1, &Refusal::Revoked, START), START);
    let report = reporter.take(START).unwrap();
    assert_eq!(reporter.remainder(START), None);
    reporter.restore(report);
    assert_eq!(reporter.remainder(START), Some(Schedule::At(START + REPORT_EVERY)));
    reporter.count_refused(refused(1, &Refusal::Expired, START), START);
    let mut again = reporter.take(START + REPORT_EVERY).unwrap().refusals;
    again.sort_by_key(|refusal| refusal.reason);
    let told: Vec<_> = again.iter().map(|refusal| (refusal.reason, refusal.count)).collect();
    assert_eq!(told, [(Reported::Revoked, 1), (Reported::Expired, 1)]);
}

#[test]
fn a_token_that_is_good_again_is_taken_once_its_refusal_was_reported() {
    let mut cache = cache_with(withheld(2, Withheld::OwnerDeprovisioned));
    let mut reporter = UsageReporter::default();
    let refusal = refused(1, &Refusal::OwnerDeprovisioned, START);
    reporter.count_refused(refusal, START);
    let report = reporter.take(START).unwrap();
    assert_eq!(refusal.correction(withheld(2, Withheld::OwnerDeprovisioned)), None);
    assert_eq!(refusal.correction(Answer::Unknown), None);
    let corrections = Vec::from_iter(refusal.correction(granted(3)));
    UsageReply { corrections }.apply(&report, &mut cache, START, START + Millis(40));
    assert_eq!(cache.find(&digest(), START + Millis(40)), Some(&granted(3)));
}

#[test]
fn a_report_is_pinned_and_one_without_refusals_is_read() {
    let report = UsageReport { uses: vec![], refusals: vec![refused(1, &Refusal::Revoked, START)] };
    let json = format!(
        r#"{{"uses":[],"refusals":[{{"digest":"{}","reason":"revoked","revision":2,"count":1,"first_at":1000,"last_at":1000,"last_from":"192.0.2.1"}}]}}"#,
        digest()
    );
    assert_eq!(serde_json::to_string(&report).unwrap(), json);
    assert_eq!(serde_json::from_str::<UsageReport>(&json).unwrap(), report);
    let old: UsageReport = serde_json::from_str(r#"{"uses":[]}"#).unwrap();
    assert_eq!(old.refusals, []);
}

#[test]
fn a_reply_corrects_what_differs_and_confirms_the_rest() {
    let (kept, revoked) = (token(1).digest(), token(2).digest());
    let mut cache = EdgeCache::default();
    let mut reporter = UsageReporter::default();
    for digest in [kept, revoked] {
        cache.learn(digest, granted(1), Source::Kv, START, START);
        reporter.count(digest, Revision(1), START);
    }
    let report = reporter.take(START + Millis(5_000)).unwrap();
    let corrections = vec![(revoked, withheld(2, Withheld::Revoked))];
    let now = START + Millis(5_040);
    UsageReply { corrections }.apply(&report, &mut cache, START + Millis(5_000), now);
    assert_eq!(cache.find(&revoked, now), Some(&withheld(2, Withheld::Revoked)));
    assert!(cache.find(&kept, START + Millis(14_999)).is_some());
    assert!(cache.find(&kept, START + Millis(15_000)).is_none());
}

#[test]
fn a_revocation_that_was_forgotten_by_time_still_outranks_what_kv_says() {
    let mut cache = cache_with(withheld(2, Withheld::Revoked));
    let later = START + REFUSAL_LIFE + Millis(1);
    assert_eq!(cache.learn(digest(), granted(1), Source::Kv, later, later), None);
    let refusal = withheld(2, Withheld::Revoked);
    assert_eq!(
        cache.learn(digest(), refusal.clone(), Source::Registry, later, later),
        Some(&refusal)
    );
}

#[test]
fn a_registry_that_was_taken_back_to_an_earlier_state_is_believed_once_what_was_known_is_over() {
    let mut cache = cache_with(granted(5));
    let later = START + GRANT_LIFE;
    assert_eq!(cache.learn(digest(), granted(4), Source::Kv, later, later), None);
    assert_eq!(
        cache.learn(digest(), granted(4), Source::Registry, later, later),
        Some(&granted(4))
    );
}

#[test]
fn at_most_twenty_calls_of_a_tenant_are_under_way_at_once() {
    let mut asking = Asking::default();
    let leaves: Vec<_> = (0..MOST_ASKING).map(|_| asking.take(tenant(), START).unwrap()).collect();
    assert_eq!(asking.take(tenant(), START), None);
    assert!(asking.take("others".parse::<crate::id::TenantId>().unwrap(), START).is_some());
    asking.give_back(leaves[7]);
    assert!(asking.take(tenant(), START).is_some());
    assert_eq!(asking.take(tenant(), START), None);
}

#[test]
fn a_flood_of_host_names_has_few_calls_to_the_directory_under_way() {
    let mut asking = Asking::default();
    for _ in 0..MOST_ASKING_THE_DIRECTORY {
        asking.take(Asked::Directory, START).unwrap();
    }
    assert_eq!(asking.take(Asked::Directory, START), None);
    assert!(asking.take(tenant(), START).is_some());
}

#[test]
fn a_call_whose_caller_hung_up_holds_its_place_no_longer_than_an_answer_may_take() {
    let mut asking = Asking::default();
    for _ in 0..MOST_ASKING {
        asking.take(tenant(), START).unwrap();
    }
    assert_eq!(asking.take(tenant(), START + ASK_PATIENCE), None);
    assert!(asking.take(tenant(), START + ASK_PATIENCE + Millis::seconds(2)).is_some());
}

#[test]
fn only_the_very_grant_that_was_acted_on_is_confirmed() {
    let used = TokenUse {
        digest: digest(),
        revision: Revision(3),
        count: 1,
        last_used_at: START.to_seconds(),
    };
    assert_eq!(used.correction(granted(3)), None);
    for present in [granted(4), granted(2), withheld(3, Withheld::Revoked), Answer::Unknown] {
        assert_eq!(used.correction(present.clone()), Some((digest(), present)));
    }
}

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
