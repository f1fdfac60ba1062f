#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

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
