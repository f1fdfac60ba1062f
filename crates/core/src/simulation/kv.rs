//! KV as the platform describes it, at its worst: every place sees what was some time ago, misses are
//! cached too, and a write that reports failure may land later.

use std::collections::HashMap;

use super::chance::Chance;
use crate::outbox::KvWrite;
use crate::standing::{Standing, outranking, standing_key, tombstone_key};
use crate::time::{Millis, UnixMillis};
use crate::token::TokenDigest;

/// The longest that a place goes by what it read of a key, be it a miss. Source: KV docs, `cacheTtl`.
const LONGEST_CACHED: Millis = Millis::seconds(60);

/// How far the slowest place is behind, beside what it has cached.
const LONGEST_LAG: Millis = Millis::seconds(40);

/// What this KV shows was so at most this long ago. The real one does not bound it.
pub(super) const KV_DELAY: Millis = Millis(LONGEST_CACHED.0 + LONGEST_LAG.0);

/// How long after a write was given up it lands at the latest: before the last repetition of what
/// came after it.
pub(super) const LATEST_LANDING: Millis = Millis::seconds(400);

/// How long a read and a write may take. Source: the Worker's `platform/kv.rs`.
const READ_PATIENCE: Millis = Millis::seconds(2);
const WRITE_PATIENCE: Millis = Millis::seconds(20);

/// How well it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    Fine,
    Flaky,
    Down,
}

/// A value from when it landed, or that there is none.
#[derive(Debug, Clone)]
struct Landed {
    at: UnixMillis,
    standing: Option<Standing>,
    ends_at: Option<UnixMillis>,
}

/// What a place has cached, or that it cached a miss.
struct Cached {
    standing: Option<Standing>,
    until: UnixMillis,
}

/// What one place sees.
struct Place {
    lag: Millis,
    cached: HashMap<String, Cached>,
}

/// What comes of an attempt to write.
pub(super) struct Attempt {
    /// When it lands: not at all, once, or twice.
    pub(super) lands_at: Vec<UnixMillis>,
    pub(super) is_taken: bool,
    pub(super) answers_at: UnixMillis,
}

/// KV could not be read.
pub(super) struct Unreadable;

/// What a read finds, and when it says so.
pub(super) struct Reading {
    pub(super) found: Result<Option<Standing>, Unreadable>,
    pub(super) answers_at: UnixMillis,
}

/// The one KV, with all its places.
pub(super) struct Kv {
    keys: HashMap<String, Vec<Landed>>,
    places: Vec<Place>,
    pub(super) weather: Weather,
    pub(super) reads: usize,
}

impl Kv {
    pub(super) fn new(places: usize, chance: &mut Chance) -> Self {
        let lags = [Millis(0), Millis(500), Millis::seconds(5), Millis::seconds(20), LONGEST_LAG];
        let place = |_| Place { lag: chance.pick(&lags), cached: HashMap::new() };
        let places = (0..places).map(place).collect();
        Self { keys: HashMap::new(), places, weather: Weather::Fine, reads: 0 }
    }

    /// Attempts a write. One that fails may land late all the same, one that is taken may land again.
    pub(super) fn attempt(&self, chance: &mut Chance, now: UnixMillis) -> Attempt {
        let soon = now + chance.millis(5..=300);
        let (is_taken, lands_late) = match self.weather {
            Weather::Fine => (true, false),
            Weather::Flaky => (chance.hits(50), chance.hits(40)),
            Weather::Down => (false, chance.hits(20)),
        };
        let is_slow = !is_taken && chance.hits(20);
        let longest = chance.pick(&[0, 5_000, 60_000, LATEST_LANDING.0, LATEST_LANDING.0]);
        let late = soon + chance.millis(0..=longest);
        let landings = [(is_taken, soon), (lands_late, late)];
        Attempt {
            lands_at: landings.iter().filter(|(lands, _)| *lands).map(|(_, at)| *at).collect(),
            is_taken,
            answers_at: if is_slow { now + WRITE_PATIENCE } else { soon },
        }
    }

    /// A write lands.
    pub(super) fn land(&mut self, write: &KvWrite, now: UnixMillis) {
        let parsed = |value: &String| serde_json::from_str(value).ok();
        let (key, standing, ends_at) = match write {
            KvWrite::Put { key, value, life } => {
                (key, parsed(value), life.map(|life| now + Millis::seconds(life.0)))
            }
            KvWrite::PutRepeatedly { key, value } => (key, parsed(value), None),
            KvWrite::Delete { key } => (key, None, None),
        };
        let landed = Landed { at: now, standing, ends_at };
        self.keys.entry(key.clone()).or_default().push(landed);
    }

    /// What a place finds of a token, by one bulk get.
    pub(super) fn read(
        &mut self,
        place: usize,
        digest: &TokenDigest,
        chance: &mut Chance,
        now: UnixMillis,
    ) -> Reading {
        self.reads += 1;
        let fails = match self.weather {
            Weather::Fine => false,
            Weather::Flaky => chance.hits(20),
            Weather::Down => chance.hits(90),
        };
        if fails {
            let waits = [Millis(50), READ_PATIENCE];
            return Reading { found: Err(Unreadable), answers_at: now + chance.pick(&waits) };
        }
        let standing = self.seen(place, standing_key(digest), chance, now);
        let tombstone = self.seen(place, tombstone_key(digest), chance, now);
        let longest = chance.pick(&[80, 80, READ_PATIENCE.0]);
        let answers_at = now + chance.millis(5..=longest);
        Reading { found: Ok(outranking(standing, tombstone)), answers_at }
    }

    fn seen(
        &mut self,
        place: usize,
        key: String,
        chance: &mut Chance,
        now: UnixMillis,
    ) -> Option<Standing> {
        let Place { lag, cached } = &mut self.places[place];
        if let Some(cached) = cached.get(&key).filter(|cached| now < cached.until) {
            return cached.standing.clone();
        }
        let seen_at = UnixMillis(now.0 - chance.millis(0..=lag.0).0);
        let standing = at(self.keys.get(&key), seen_at).cloned();
        let until = now + chance.millis(30_000..=LONGEST_CACHED.0);
        cached.insert(key, Cached { standing: standing.clone(), until });
        standing
    }

    /// What it holds of a token in truth: the standing, and the tombstone.
    pub(super) fn holds(
        &self,
        digest: &TokenDigest,
        now: UnixMillis,
    ) -> (Option<&Standing>, Option<&Standing>) {
        let held = |key| at(self.keys.get(&key), now);
        (held(standing_key(digest)), held(tombstone_key(digest)))
    }

    /// The standings that it held between two moments, and whether it was without a tombstone.
    pub(super) fn held(
        &self,
        digest: &TokenDigest,
        from: UnixMillis,
        to: UnixMillis,
    ) -> (Vec<&Standing>, bool) {
        let during = |key| during(self.keys.get(&key), from, to);
        let standings = during(standing_key(digest)).into_iter().flatten().collect();
        let is_without_tombstone = during(tombstone_key(digest)).contains(&None);
        (standings, is_without_tombstone)
    }
}

fn at(history: Option<&Vec<Landed>>, moment: UnixMillis) -> Option<&Standing> {
    let landed = history?.iter().rev().find(|landed| landed.at <= moment)?;
    let has_ended = landed.ends_at.is_some_and(|end| moment >= end);
    landed.standing.as_ref().filter(|_| !has_ended)
}

fn during(
    history: Option<&Vec<Landed>>,
    from: UnixMillis,
    to: UnixMillis,
) -> Vec<Option<&Standing>> {
    let later = history.into_iter().flatten().filter(|landed| landed.at > from && landed.at <= to);
    let later = later.map(|landed| landed.standing.as_ref());
    std::iter::once(at(history, from)).chain(later).chain([at(history, to)]).collect()
}
