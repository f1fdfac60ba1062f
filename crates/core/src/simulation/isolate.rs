//! One isolate at the edge, as it looks at itself: what it remembers and reports, and what the
//! simulation notes of it.

use std::collections::{HashMap, HashSet};

use super::memory::{CacheKind, Memory};
use crate::edge::{Asking, UsageReporter};
use crate::record::Revision;
use crate::time::{Millis, UnixMillis};
use crate::token::TokenDigest;

/// Who uses a token again within this time keeps using it.
pub(super) const STEADY_GAP: Millis = Millis::seconds(4);

/// A single call, or the request that was to make one, is lost no sooner than this after the last.
const LOST_SELDOM: Millis = Millis::seconds(60);

/// A place at the edge: one isolate at a time.
pub(super) struct Edge {
    /// Counts the isolates that it had.
    pub(super) isolate: u32,
    pub(super) memory: Memory,
    pub(super) reporter: UsageReporter,
    pub(super) asking: Asking,
    /// Whether it cannot reach the registry.
    pub(super) is_cut_off: bool,
    /// Since when it has reached the registry, if it does, but for single calls that were lost; and
    /// since when none was.
    pub(super) reaches_since: UnixMillis,
    pub(super) loses_nothing_since: UnixMillis,
    /// When a request was last ended that was to send a report.
    pub(super) dropped_report_at: UnixMillis,
    /// What this isolate knows, as far as it has acted on it.
    pub(super) known: HashMap<TokenDigest, Revision>,
    pub(super) dead: HashSet<TokenDigest>,
    uses: HashMap<TokenDigest, Uses>,
    heard: HashMap<TokenDigest, UnixMillis>,
    pub(super) reported_at: Option<UnixMillis>,
}

/// How an isolate has used a token lately.
#[derive(Clone, Copy)]
struct Uses {
    since: UnixMillis,
    last: UnixMillis,
}

impl Edge {
    pub(super) fn new(kind: CacheKind, now: UnixMillis) -> Self {
        Self {
            isolate: 0,
            memory: Memory::new(kind),
            reporter: UsageReporter::default(),
            asking: Asking::default(),
            is_cut_off: false,
            reaches_since: now,
            loses_nothing_since: now,
            dropped_report_at: now,
            known: HashMap::new(),
            dead: HashSet::new(),
            uses: HashMap::new(),
            heard: HashMap::new(),
            reported_at: None,
        }
    }

    /// Another isolate takes the place of this one.
    pub(super) fn restart(&mut self, kind: CacheKind) {
        let (isolate, is_cut_off) = (self.isolate + 1, self.is_cut_off);
        let loses_nothing_since = self.loses_nothing_since;
        let new = Self::new(kind, self.reaches_since);
        *self = Self { isolate, is_cut_off, loses_nothing_since, ..new };
    }

    /// It reaches the registry from now on.
    pub(super) fn reach(&mut self, now: UnixMillis) {
        (self.is_cut_off, self.reaches_since, self.loses_nothing_since) = (false, now, now);
    }

    /// A call to the registry is lost, unless one was lately; says whether it is.
    pub(super) fn lose_call(&mut self, now: UnixMillis) -> bool {
        lose(&mut self.loses_nothing_since, now)
    }

    /// A request is ended that was to send a report, unless one was lately; says whether it is.
    pub(super) fn drop_report(&mut self, now: UnixMillis) -> bool {
        lose(&mut self.dropped_report_at, now)
    }

    /// Notes that KV had something of a token, when asked at this moment.
    pub(super) fn hears_from_kv(&mut self, digest: TokenDigest, asked_at: UnixMillis) {
        let heard = self.heard.entry(digest).or_insert(asked_at);
        *heard = asked_at.max(*heard);
    }

    /// Whether KV had something of a token, when asked since then.
    pub(super) fn heard_from_kv(&self, digest: TokenDigest, since: UnixMillis) -> bool {
        self.heard.get(&digest).is_some_and(|asked_at| *asked_at > since)
    }

    /// Notes that a token was used or tried, and says since when this isolate has kept using it while
    /// it reached the registry.
    pub(super) fn keeps_using_since(&mut self, digest: TokenDigest, now: UnixMillis) -> UnixMillis {
        let fresh = Uses { since: now, last: now };
        let uses = self.uses.entry(digest).or_insert(fresh);
        if now - uses.last > STEADY_GAP {
            *uses = fresh;
        }
        uses.last = now;
        uses.since.max(self.loses_nothing_since)
    }
}

fn lose(lost_at: &mut UnixMillis, now: UnixMillis) -> bool {
    let may_lose = now - *lost_at > LOST_SELDOM;
    if may_lose {
        *lost_at = now;
    }
    may_lose
}
