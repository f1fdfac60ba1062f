#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::judging::Promise;
use super::memory::CacheKind;
use super::outbox::OutboxKind;
use super::schedule::{run, tell};
use super::world::{Counts, Habit, Parts, World};
use crate::decision::RequestFacts;
use crate::policy::Freshness;
use crate::samples::{request, token};
use crate::scope::Scope;
use crate::time::Millis;
use crate::token::TokenIdentity;

/// How many schedules a run tries: fewer in a browser, which is slower.
const SCHEDULES: u64 = if cfg!(target_arch = "wasm32") { 200 } else { 2_500 };

/// Names the one seed to run.
const SEED: &str = "GATEPASS_SEED";

/// Names another number of schedules.
const HOW_MANY: &str = "GATEPASS_SCHEDULES";

const GATEPASS: Parts = Parts { cache: CacheKind::Gatepass, outbox: OutboxKind::Gatepass };

fn tokens(count: u8) -> Vec<TokenIdentity> {
    (1..=count).map(|seed| token(seed).identity()).collect()
}

fn named(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// The seeds of a run: the one that is named, or so many that nobody has chosen.
fn seeds() -> impl Iterator<Item = u64> {
    let (first, count) = match named(SEED) {
        Some(seed) => (seed, 1),
        None => (getrandom::u64().unwrap(), named(HOW_MANY).unwrap_or(SCHEDULES)),
    };
    (0..count).map(move |number| first.wrapping_add(number))
}

#[test]
fn every_promise_holds_whatever_happens() {
    let tokens = tokens(24);
    let mut counts = Counts::default();
    for seed in seeds() {
        match run(seed, GATEPASS, &tokens) {
            Ok(more) => counts += more,
            Err(violation) => {
                let story = tell(seed, GATEPASS, &tokens);
                panic!("{story}\n{violation}\n{SEED}={seed} runs this schedule again");
            }
        }
    }
    let Counts { granted, refused, unavailable, .. } = counts;
    let is_telling = refused.max(unavailable) < 4 * granted && granted.min(unavailable) > 0;
    assert!(is_telling || named(SEED).is_some(), "{counts:?}");
}

#[test]
fn a_seed_is_the_same_schedule_each_time() {
    let tokens = tokens(24);
    let count = |seed| run(seed, GATEPASS, &tokens).ok();
    assert!((0..20).all(|seed| count(seed).is_some() && count(seed) == count(seed)));
    assert_ne!(count(1), count(2));
}

/// Some schedule in which a world of these parts breaks the promise.
fn breaks(promise: Promise, parts: Parts) -> bool {
    let tokens = tokens(24);
    (0..2_000).any(|seed| run(seed, parts, &tokens).is_err_and(|broken| broken.promise == promise))
}

#[test]
fn a_cache_that_hears_no_corrections_is_found_out() {
    assert!(breaks(Promise::EndsInUse, Parts { cache: CacheKind::Deaf, ..GATEPASS }));
}

#[test]
fn a_cache_that_believes_the_last_answer_is_found_out() {
    assert!(breaks(Promise::StaysEnded, Parts { cache: CacheKind::Gullible, ..GATEPASS }));
}

#[test]
fn an_outbox_without_tombstones_that_coalesces_is_found_out() {
    assert!(breaks(Promise::StaysEnded, Parts { outbox: OutboxKind::Coalescing, ..GATEPASS }));
}

#[test]
fn an_outbox_that_gives_up_is_found_out() {
    assert!(breaks(Promise::StaysEnded, Parts { outbox: OutboxKind::GivingUp, ..GATEPASS }));
}

#[test]
fn a_hot_set_of_tokens_costs_a_report_in_five_seconds_and_nothing_else() {
    let tokens = tokens(100);
    let mut world = World::new(1, 1, GATEPASS, &tokens);
    for token in &tokens {
        world.digests.push(token.digest);
        world.registry.issue(*token, &request("ci"), world.now);
        world.commit();
    }
    let until = world.now + Millis::seconds(600);
    for token in &tokens {
        world.go_on_using(Habit {
            edge: 0,
            digest: token.digest,
            facts: RequestFacts { scope_needed: Scope::READ, address: None },
            freshness: Freshness::Cached,
            longest_gap: Millis::seconds(4),
            until,
        });
    }
    world.pass(Millis::seconds(120));
    let (before, reads) = (world.counts, world.kv.reads);
    world.pass(Millis::seconds(60));
    let after = world.counts;
    assert!(after.granted - before.granted > 2_000, "{before:?} {after:?}");
    assert!(after.reports - before.reports <= 12, "{before:?} {after:?}");
    let quiet = Counts { granted: before.granted, reports: before.reports, ..after };
    assert_eq!((quiet, world.kv.reads), (before, reads), "nothing is waited for");
    assert!(world.violation.is_none());
}
