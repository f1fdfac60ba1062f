//! What one isolate tells a registry of the uses that it saw, and what the reply corrects.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::{Deserialize, Serialize};

use super::{Answer, EdgeCache, Source, TokenRefusal};
use crate::record::Revision;
use crate::refusal::Reported;
use crate::standing::Verdict;
use crate::time::{Millis, UnixMillis, UnixSeconds};
use crate::token::TokenDigest;

/// How long uses are gathered before they are reported.
pub const REPORT_EVERY: Millis = Millis::seconds(5);

/// The most tokens in one report; the others wait for the next.
const MOST_REPORTED: usize = 1_000;

/// The most tokens, each with a reason, whose refused uses are counted between two reports. What is
/// beyond is answered all the same, and not counted: who knocks with many tokens fills no memory.
pub const MOST_REFUSED: usize = 1_000;

/// The uses of one token since the last report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUse {
    /// Which token.
    pub digest: TokenDigest,
    /// The revision that the last use was granted by.
    pub revision: Revision,
    /// How many uses.
    pub count: u64,
    /// When the last one was.
    pub last_used_at: UnixSeconds,
}

/// What an isolate reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReport {
    /// The uses, by token.
    pub uses: Vec<TokenUse>,
    /// The refused uses, by token and reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusals: Vec<TokenRefusal>,
}

impl TokenUse {
    /// What the edge has to be told: how the token stands at `present`, unless that is the very grant
    /// that the edge acted on.
    pub fn correction(&self, present: Answer) -> Option<(TokenDigest, Answer)> {
        let is_confirmed = matches!(&present, Answer::Known(standing)
            if standing.revision == self.revision
                && matches!(standing.verdict, Verdict::Granted(_)));
        (!is_confirmed).then_some((self.digest, present))
    }
}

/// What the registry replies: every used token that is not in it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReply {
    /// The tokens of which the edge acted on another revision than the present one, or refused a
    /// use by one that is past.
    pub corrections: Vec<(TokenDigest, Answer)>,
}

/// When the next report is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// At once.
    Now,
    /// By a timer to be set for this moment.
    At(UnixMillis),
    /// By a timer that is set already.
    Set,
}

/// The uses, granted and refused, that one isolate saw of one tenant's tokens and has not reported
/// yet.
#[derive(Debug, Default)]
pub struct UsageReporter {
    uses: HashMap<TokenDigest, TokenUse>,
    refusals: HashMap<(TokenDigest, Reported), TokenRefusal>,
    reported_at: Option<UnixMillis>,
    timer: Option<UnixMillis>,
}

impl UsageReporter {
    /// Counts a use that was granted by `revision`, and says when to report.
    pub fn count(&mut self, digest: TokenDigest, revision: Revision, now: UnixMillis) -> Schedule {
        self.add(TokenUse { digest, revision, count: 1, last_used_at: now.to_seconds() });
        self.schedule(now)
    }

    /// Counts refused uses, and says when to report. No refused use counts as a use.
    pub fn count_refused(&mut self, refusal: TokenRefusal, now: UnixMillis) -> Schedule {
        self.add_refused(refusal);
        self.schedule(now)
    }

    fn add_refused(&mut self, new: TokenRefusal) {
        let key = (new.digest, new.reason);
        let is_full = self.refusals.len() >= MOST_REFUSED;
        match self.refusals.entry(key) {
            Entry::Occupied(mut known) => {
                let both = known.get().and(new);
                known.insert(both);
            }
            Entry::Vacant(unknown) if !is_full => {
                unknown.insert(new);
            }
            Entry::Vacant(_) => {}
        }
    }

    fn add(&mut self, new: TokenUse) {
        self.uses
            .entry(new.digest)
            .and_modify(|known| {
                known.count = known.count.saturating_add(new.count);
                known.last_used_at = known.last_used_at.max(new.last_used_at);
                known.revision = known.revision.max(new.revision);
            })
            .or_insert(new);
    }

    /// Whether what is counted now is reported by a timer that is set already.
    pub fn has_timer(&self, now: UnixMillis) -> bool {
        // One that is overdue may be lost: the platform ended the request that it hung on.
        self.timer.is_some_and(|timer| now < timer)
    }

    fn schedule(&mut self, now: UnixMillis) -> Schedule {
        let schedule = self.due(now);
        if let Schedule::At(next) = schedule {
            self.timer = Some(next);
        }
        schedule
    }

    fn due(&self, now: UnixMillis) -> Schedule {
        if self.has_timer(now) {
            return Schedule::Set;
        }
        match self.early_until(now) {
            Some(next) => Schedule::At(next),
            None => Schedule::Now,
        }
    }

    /// Until when it is too early for the next report, if it is.
    fn early_until(&self, now: UnixMillis) -> Option<UnixMillis> {
        self.reported_at.map(|at| at + REPORT_EVERY).filter(|next| now < *next)
    }

    /// When what is left is to be reported, if anything is: after a report that was too long for
    /// all, or that did not arrive. No timer counts as set by that: the request that asks may be
    /// unable to wait for it, and then the next use has to.
    pub fn remainder(&self, now: UnixMillis) -> Option<Schedule> {
        (!self.is_empty()).then(|| self.due(now))
    }

    /// The report to send now, if there is anything to report and it is not too early: of several
    /// that come to send it, the first does.
    pub fn take(&mut self, now: UnixMillis) -> Option<UsageReport> {
        self.timer = None;
        if self.is_empty() || self.early_until(now).is_some() {
            return None;
        }
        self.reported_at = Some(now);
        let chosen: Vec<TokenDigest> = self.uses.keys().copied().take(MOST_REPORTED).collect();
        let uses = chosen.iter().filter_map(|digest| self.uses.remove(digest)).collect();
        let refusals = self.refusals.drain().map(|(_, refusal)| refusal).collect();
        Some(UsageReport { uses, refusals })
    }

    fn is_empty(&self) -> bool {
        self.uses.is_empty() && self.refusals.is_empty()
    }

    /// The report did not arrive, or nobody knows: its uses are to be reported again. What is told
    /// twice does no harm but to the count.
    pub fn restore(&mut self, report: UsageReport) {
        for used in report.uses {
            self.add(used);
        }
        for refusal in report.refusals {
            self.add_refused(refusal);
        }
    }
}

impl UsageReply {
    /// Takes in the reply to a report that was sent at `sent_at`.
    pub fn apply(
        self,
        report: &UsageReport,
        cache: &mut EdgeCache,
        sent_at: UnixMillis,
        now: UnixMillis,
    ) {
        let mut corrections: HashMap<TokenDigest, Answer> = self.corrections.into_iter().collect();
        for used in &report.uses {
            match corrections.remove(&used.digest) {
                Some(answer) => {
                    cache.learn(used.digest, answer, Source::Registry, sent_at, now);
                }
                None => cache.confirm(&used.digest, used.revision, sent_at),
            }
        }
        for refusal in &report.refusals {
            if let Some(answer) = corrections.remove(&refusal.digest) {
                cache.learn(refusal.digest, answer, Source::Registry, sent_at, now);
            }
        }
    }
}
