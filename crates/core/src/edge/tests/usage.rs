#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

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
fn a_timer_is_known_of_from_when_it_is_set_until_it_is_due() {
    let mut reporter = UsageReporter::default();
    reporter.count(digest(), Revision(1), START);
    assert!(!reporter.has_timer(START), "the first use is reported at once");
    reporter.take(START);
    assert!(!reporter.has_timer(START + Millis(1)));
    reporter.count(digest(), Revision(1), START + Millis(1));
    assert!(reporter.has_timer(START + Millis(2)));
    assert!(!reporter.has_timer(START + Millis::seconds(60)), "it is lost");
    reporter.take(START + REPORT_EVERY);
    assert!(!reporter.has_timer(START + REPORT_EVERY), "it is over");
}

#[test]
fn a_timer_that_is_due_counts_as_lost() {
    let mut reporter = UsageReporter::default();
    reporter.count(digest(), Revision(1), START);
    reporter.take(START);
    let (next, soon) = (START + REPORT_EVERY, START + Millis(1));
    assert_eq!(reporter.count(digest(), Revision(1), soon), Schedule::At(next));
    assert_eq!(reporter.count(digest(), Revision(1), next + Millis(-1)), Schedule::Set);
    assert_eq!(reporter.count(digest(), Revision(1), next), Schedule::Now);
}

#[test]
fn what_a_request_leaves_that_cannot_wait_is_reported_with_the_next_use() {
    let mut reporter = UsageReporter::default();
    reporter.count(digest(), Revision(1), START);
    let report = reporter.take(START).unwrap();
    reporter.restore(report);
    let next = START + REPORT_EVERY;
    assert_eq!(reporter.remainder(START + Millis(1)), Some(Schedule::At(next)));
    let later = START + Millis(2);
    assert_eq!(reporter.count(digest(), Revision(1), later), Schedule::At(next));
    assert_eq!(reporter.remainder(START + Millis(3)), Some(Schedule::Set));
}

#[test]
fn of_several_that_come_to_send_a_report_the_first_does() {
    let mut reporter = UsageReporter::default();
    let (soon, next) = (START + Millis(1), START + REPORT_EVERY);
    for _ in 0..2 {
        assert_eq!(reporter.count(digest(), Revision(1), START), Schedule::Now);
    }
    assert_eq!(reporter.take(START).unwrap().uses[0].count, 2);
    assert_eq!(reporter.count(digest(), Revision(1), soon), Schedule::At(next));
    assert_eq!(reporter.take(soon), None, "it is too early for another");
    assert_eq!(reporter.remainder(soon), Some(Schedule::At(next)));
    assert_eq!(reporter.take(next).unwrap().uses[0].count, 1);
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
        (Refusal::TooManyRequests(crate::policy::Period::Minute), None),
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
    let next = START + REPORT_EVERY;
    assert_eq!(reporter.take(next).unwrap().refusals.len(), MOST_REFUSED);
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
