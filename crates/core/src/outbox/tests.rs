use std::collections::BTreeMap;

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::record::Revision;
use crate::samples::token;
use crate::standing::{Verdict, Withheld};

const START: UnixMillis = UnixMillis(1_000_000);

fn put(key: &str, value: &str) -> KvWrite {
    KvWrite::Put { key: key.to_owned(), value: value.to_owned(), life: None }
}

fn repeated(key: &str, value: &str) -> KvWrite {
    KvWrite::PutRepeatedly { key: key.to_owned(), value: value.to_owned() }
}

/// The registry's table of writes, and the KV behind it, in memory.
#[derive(Default)]
struct Registry {
    rows: Vec<Delivery>,
    kv: BTreeMap<String, String>,
    sequence: i64,
}

impl Registry {
    fn enqueue(&mut self, lane: &str, write: KvWrite, now: UnixMillis) {
        let in_lane = self.rows.iter().filter(|row| row.lane == lane);
        let in_lane: Vec<_> = in_lane.map(Delivery::place).collect();
        let Enqueued { superseded, due_at } = enqueue(&in_lane, now);
        self.rows.retain(|row| !superseded.contains(&row.sequence));
        self.sequence += 1;
        self.rows.push(Delivery {
            sequence: self.sequence,
            lane: lane.to_owned(),
            write,
            failures: 0,
            deliveries: 0,
            due_at,
        });
    }

    /// Delivers what is due at `now`; `takes` says whether KV takes the write.
    fn drain(&mut self, now: UnixMillis, mut takes: impl FnMut(&Delivery) -> bool) -> usize {
        let due = self.rows.iter().filter(|row| row.due_at <= now).cloned().collect();
        let chosen = next(due);
        for row in &chosen {
            let outcome = if takes(row) {
                match &row.write {
                    KvWrite::Put { key, value, .. } | KvWrite::PutRepeatedly { key, value } => {
                        self.kv.insert(key.clone(), value.clone());
                    }
                    KvWrite::Delete { key } => {
                        self.kv.remove(key);
                    }
                }
                let followers = self
                    .rows
                    .iter()
                    .filter(|other| other.lane == row.lane && other.sequence > row.sequence);
                delivered(row, followers.count(), now)
            } else {
                failed(row, now)
            };
            match outcome {
                Outcome::Done => self.rows.retain(|other| other.sequence != row.sequence),
                Outcome::Repeat { deliveries, due_at } => {
                    for other in self.rows.iter_mut().filter(|o| o.sequence == row.sequence) {
                        *other = Delivery { deliveries, failures: 0, due_at, ..other.clone() };
                    }
                }
                Outcome::Postpone { failures, due_at } => {
                    for other in self.rows.iter_mut().filter(|o| o.lane == row.lane) {
                        other.due_at = other.due_at.max(due_at);
                        if other.sequence == row.sequence {
                            other.failures = failures;
                        }
                    }
                }
            }
        }
        chosen.len()
    }
}

#[test]
fn the_writes_of_a_lane_go_in_order_one_at_a_time() {
    let mut registry = Registry::default();
    registry.enqueue("a", put("t:a", "1"), START);
    registry.enqueue("a", put("t:a", "2"), START);
    assert_eq!(registry.drain(START, |_| true), 1);
    assert_eq!(registry.kv["t:a"], "1");
    assert_eq!(registry.drain(START, |_| true), 1);
    assert_eq!(registry.kv["t:a"], "2");
    assert!(registry.rows.is_empty());
}

#[test]
fn a_lane_that_only_waits_to_repeat_itself_has_no_news() {
    let mut registry = Registry::default();
    registry.enqueue("a", repeated("t:a", "less"), START);
    let places =
        |registry: &Registry| registry.rows.iter().map(Delivery::place).collect::<Vec<_>>();
    assert!(has_news(&places(&registry)));
    registry.drain(START, |_| true);
    assert!(!registry.rows.is_empty() && !has_news(&places(&registry)));
}

#[test]
fn a_lane_that_keeps_failing_holds_up_no_other() {
    let mut registry = Registry::default();
    registry.enqueue("poison", put("t:poison", "1"), START);
    registry.enqueue("a", put("t:a", "1"), START);
    registry.drain(START, |row| row.lane != "poison");
    assert_eq!(registry.kv["t:a"], "1");
}

#[test]
fn a_write_behind_a_failed_one_waits_for_it() {
    let mut registry = Registry::default();
    registry.enqueue("a", put("t:a", "1"), START);
    registry.drain(START, |_| false);
    registry.enqueue("a", KvWrite::Delete { key: "t:a".to_owned() }, START);
    assert_eq!(registry.drain(START, |_| true), 0);
    let later = START + Millis::seconds(1);
    registry.drain(later, |_| true);
    registry.drain(later, |_| true);
    assert!(registry.kv.is_empty());
}

#[test]
fn the_wait_doubles_up_to_half_a_minute_and_never_ends() {
    let mut registry = Registry::default();
    registry.enqueue("a", put("t:a", "1"), START);
    let mut now = START;
    let mut waits = Vec::new();
    for _ in 0..60 {
        registry.drain(now, |_| false);
        waits.push((registry.rows[0].due_at - now).0 / 1000);
        now = registry.rows[0].due_at;
    }
    assert_eq!(waits[..7], [1, 2, 4, 8, 16, 30, 30]);
    assert_eq!(waits.last(), Some(&30));
}

#[test]
fn what_takes_the_place_of_a_value_is_written_again_after_1_and_10_minutes() {
    let mut registry = Registry::default();
    registry.enqueue("a", repeated("t:a", "less"), START);
    registry.enqueue("b", KvWrite::Delete { key: "t:b".to_owned() }, START);
    let mut written_at = Vec::new();
    for second in 0..1200 {
        registry.drain(START + Millis::seconds(second), |row| {
            written_at.push((second, row.lane.clone()));
            true
        });
    }
    let expected = [0, 60, 660].into_iter().flat_map(|second| [(second, "a"), (second, "b")]);
    assert!(written_at.iter().map(|(second, lane)| (*second, lane.as_str())).eq(expected));
    assert!(registry.rows.is_empty());
}

#[test]
fn what_takes_the_place_of_a_standing_is_written_again_whichever_way_it_changes() {
    let (digest, verdict) = (token(1).digest(), Verdict::Withheld(Withheld::OwnerDeprovisioned));
    let standing = Standing { revision: Revision(2), verdict };
    for (effect, times) in [(Effect::Begins, 1), (Effect::Gives, 3), (Effect::TakesAway, 3)] {
        let mut registry = Registry::default();
        registry.enqueue("a", KvWrite::put_standing(&digest, &standing, effect), START);
        let seconds = (0..1200).map(Millis::seconds);
        let written: usize = seconds.map(|span| registry.drain(START + span, |_| true)).sum();
        assert_eq!(written, times, "{effect:?}");
    }
}

#[test]
fn a_late_write_of_an_earlier_standing_is_not_the_last_word() {
    let digest = token(1).digest();
    let put = |revision, effect| {
        let verdict = Verdict::Withheld(Withheld::OwnerDeprovisioned);
        let standing = Standing { revision: Revision(revision), verdict };
        KvWrite::put_standing(&digest, &standing, effect)
    };
    let mut registry = Registry::default();
    for (second, revision, effect) in
        [(0, 1, Effect::Begins), (1, 2, Effect::TakesAway), (30, 3, Effect::Gives)]
    {
        let now = START + Millis::seconds(second);
        registry.enqueue("a", put(revision, effect), now);
        registry.drain(now, |_| true);
    }
    let (key, last) = registry.kv.first_key_value().unwrap();
    let (key, last) = (key.clone(), last.clone());
    registry.kv.insert(key.clone(), "as the first was".to_owned());
    registry.drain(START + Millis::seconds(90), |_| true);
    assert_eq!(registry.kv[&key], last);
}

#[test]
fn a_later_write_makes_the_repetition_void() {
    let mut registry = Registry::default();
    registry.enqueue("a", repeated("t:a", "less"), START);
    registry.drain(START, |_| true);
    registry.enqueue("a", put("t:a", "more"), START);
    for second in 0..1200 {
        registry.drain(START + Millis::seconds(second), |_| true);
    }
    assert_eq!(registry.kv["t:a"], "more");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..Default::default() })]

    /// Whatever fails and for however long: in the end each key has the last value written to it.
    #[test]
    fn every_key_ends_with_its_last_value(
        writes in proptest::collection::vec((0_usize..4, 0_usize..3, 0_i64..3), 1..30),
        failures in proptest::collection::vec(any::<bool>(), 0..60),
    ) {
        let mut registry = Registry::default();
        let mut expected = BTreeMap::new();
        let mut failures = failures.into_iter();
        let mut now = START;
        for (number, (lane, kind, elapsed)) in writes.into_iter().enumerate() {
            let key = format!("t:{lane}");
            let value = number.to_string();
            let write = match kind {
                0 => put(&key, &value),
                1 => repeated(&key, &value),
                _ => KvWrite::Delete { key: key.clone() },
            };
            match kind {
                2 => expected.remove(&key),
                _ => expected.insert(key, value),
            };
            registry.enqueue(&lane.to_string(), write, now);
            registry.drain(now, |_| !failures.next().unwrap_or(false));
            now = now + Millis::seconds(elapsed);
        }
        for _ in 0..2_000 {
            registry.drain(now, |_| !failures.next().unwrap_or(false));
            now = now + Millis::seconds(1);
        }
        prop_assert!(registry.rows.is_empty());
        prop_assert_eq!(registry.kv, expected);
    }
}
