//! The promises, each looked at whenever it could be broken.

use std::fmt;

use super::kv::KV_DELAY;
use super::world::{Request, Task, World};
use crate::decision::{RequestFacts, decide};
use crate::edge::{Answer, REFUSAL_LIFE};
use crate::policy::Freshness;
use crate::record::Revision;
use crate::refusal::Refusal;
use crate::standing::{Grant, Standing, Verdict};
use crate::time::{Millis, Seconds, UnixMillis};
use crate::token::TokenDigest;

/// How long an isolate goes by what it was told, and one that keeps using a token by what is no longer
/// so.
const IN_USE: Millis = Millis::seconds(10);

/// How often an isolate reports at most.
const PACE: Millis = Millis::seconds(5);

/// How far the last use that is noted is behind the last that was reported.
const NOTED_TO: Seconds = Seconds(30);

/// By when KV has been told of a change, where neither it nor the registry fails, and by when every
/// isolate knows of it then.
const CAUGHT_UP: Millis = Millis::seconds(60);
pub(super) const KNOWN: Millis = Millis(CAUGHT_UP.0 + KV_DELAY.0 + IN_USE.0);

/// By when every isolate knows of a change that a late write of what was before may hide until the
/// last repetition.
pub(super) const KNOWN_FOR_GOOD: Millis = Millis(KNOWN.0 + Millis::seconds(11 * 60 + 60).0);

/// What was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    /// Where a token is used again and again and the registry answers, what it may no longer do ends
    /// within 10 s of the change.
    EndsInUse,
    /// Where every request asks the registry, it ends at once.
    EndsAtOnce,
    /// Everywhere else it ends 10 s after KV shows it, which it does with a delay of its own, from
    /// when it was told; what was revoked ends so whatever is written late.
    EndsWithKv,
    /// What has ended for good never comes back: not in an isolate that knows it, not in any once KV
    /// shows it.
    StaysEnded,
    /// An isolate never acts on less than it knows.
    GoesOnlyForward,
    /// What a token may do is never refused: from its issue, or within the same times if it was given
    /// later.
    IsNotRefused,
    /// Where the registry answers, nobody hears that it could not be asked.
    IsAnswered,
    /// KV is told of every change within a minute of recovery, and in the end holds of every token
    /// what is so.
    IsTold,
    /// An isolate reports at most every 5 s.
    IsReportedSeldom,
    /// The registry's last use is within a minute of the truth, and no refused use is one.
    IsNoted,
}

/// A promise that was broken.
#[derive(Debug, Clone)]
pub(super) struct Violation {
    pub(super) promise: Promise,
    text: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is broken: {}", self.promise, self.text)
    }
}

/// What an isolate decided on a request, and by what.
pub(super) struct Decided<'a> {
    pub(super) request: &'a Request,
    pub(super) revision: Option<Revision>,
    pub(super) is_final: bool,
    pub(super) verdict: Result<(), &'a Refusal>,
}

impl World<'_> {
    pub(super) fn break_promise(&mut self, promise: Promise, text: String) {
        self.tell(|_| format!("{promise:?} is broken: {text}"));
        self.violation.get_or_insert(Violation { promise, text });
    }

    pub(super) fn judge(&mut self, decided: &Decided<'_>) {
        let Request { edge, digest, ref facts, freshness, .. } = *decided.request;
        let since = self.edges[edge].keeps_using_since(digest, self.now);
        let since = if self.reaches(edge) { since } else { self.now };
        let is_in_use = since + IN_USE <= self.now;
        let what = |world: &Self| {
            let (name, revision) = (world.name(&digest), decided.revision);
            let needs = &facts.scope_needed;
            format!(
                "edge {edge}, {name} for {needs} from {:?}, {freshness:?}, by {revision:?}: {:?}",
                facts.address, decided.verdict
            )
        };
        self.tell(what);
        let broken = match decided.verdict {
            Ok(()) => {
                self.counts.granted += 1;
                self.broken_by_grant(decided.request, is_in_use)
            }
            Err(refusal) => {
                self.counts.refused += 1;
                self.broken_by_refusal(decided.request, refusal, is_in_use)
            }
        };
        let broken = self.broken_by_memory(decided).or(broken);
        if let Some(promise) = broken {
            let text = what(self);
            self.break_promise(promise, text);
        }
    }

    /// What the isolate breaks by acting on less than it knew.
    fn broken_by_memory(&mut self, decided: &Decided<'_>) -> Option<Promise> {
        let digest = decided.request.digest;
        let edge = &mut self.edges[decided.request.edge];
        if decided.is_final {
            edge.dead.insert(digest);
            return None;
        }
        let revision = decided.revision.unwrap_or_default();
        let known = edge.known.entry(digest).or_insert(revision);
        let goes_back = revision < *known;
        *known = revision.max(*known);
        let is_dead = edge.dead.contains(&digest);
        is_dead.then_some(Promise::StaysEnded).or(goes_back.then_some(Promise::GoesOnlyForward))
    }

    fn broken_by_grant(&self, request: &Request, is_in_use: bool) -> Option<Promise> {
        let Request { edge, digest, ref facts, freshness, begun_at, .. } = *request;
        let now = self.now;
        let was_good = |then| self.truth.since(&digest, facts, then, now).is_let;
        if self.truth.has_ended(&digest, now) && self.truth.lets(&digest, facts, now) {
            return Some(Promise::StaysEnded);
        }
        if was_good(begun_at) {
            return None;
        }
        match freshness {
            Freshness::Strict => Some(Promise::EndsAtOnce),
            Freshness::Cached if was_good(back(now, IN_USE, 0)) => None,
            Freshness::Cached if is_in_use => Some(Promise::EndsInUse),
            Freshness::Cached => {
                let has_ended = self.truth.has_ended(&digest, back(now, KNOWN, 0));
                if has_ended && self.is_calm_for(KNOWN) {
                    return Some(Promise::StaysEnded);
                }
                let is_heard = self.edges[edge].heard_from_kv(digest, back(now, IN_USE, 0));
                let from = back(begun_at, KV_DELAY, IN_USE.0);
                let (standings, is_without_tombstone) = self.kv.held(&digest, from, now);
                let is_let = standings.iter().any(|standing| self.lets(standing, facts));
                let is_known =
                    self.is_calm_for(KNOWN_FOR_GOOD) && !was_good(back(now, KNOWN_FOR_GOOD, 0));
                let is_excused = is_heard && is_let && is_without_tombstone && !is_known;
                (!is_excused).then_some(Promise::EndsWithKv)
            }
        }
    }

    fn broken_by_refusal(
        &self,
        request: &Request,
        refusal: &Refusal,
        is_in_use: bool,
    ) -> Option<Promise> {
        let Request { digest, ref facts, freshness, begun_at, .. } = *request;
        let now = self.now;
        let was_bad = |then| self.truth.since(&digest, facts, then, now).is_refused;
        if *refusal == Refusal::Unknown || !was_bad(UnixMillis(0)) {
            return Some(Promise::IsNotRefused);
        }
        if was_bad(begun_at) {
            return None;
        }
        match freshness {
            Freshness::Strict => Some(Promise::IsNotRefused),
            Freshness::Cached if was_bad(back(now, IN_USE, 0)) => None,
            Freshness::Cached if is_in_use => Some(Promise::IsNotRefused),
            Freshness::Cached => {
                let from = back(begun_at, KV_DELAY, REFUSAL_LIFE.0);
                let (standings, _) = self.kv.held(&digest, from, now);
                let is_let = standings.iter().all(|standing| self.lets(standing, facts));
                let is_known =
                    self.is_calm_for(KNOWN_FOR_GOOD) && !was_bad(back(now, KNOWN_FOR_GOOD, 0));
                (is_known || (is_let && !was_bad(from))).then_some(Promise::IsNotRefused)
            }
        }
    }

    fn lets(&self, standing: &Standing, facts: &RequestFacts) -> bool {
        decide(standing, facts, &self.policy, self.now.to_seconds()).is_ok()
    }

    /// A request got no answer, though the registry gave one.
    pub(super) fn judge_silence(&mut self, request: &Request) {
        let text = format!("edge {}, {}", request.edge, self.name(&request.digest));
        self.break_promise(Promise::IsAnswered, text);
    }

    pub(super) fn judge_pace(&mut self, edge: usize) {
        let last = self.edges[edge].reported_at.replace(self.now);
        if let Some(last) = last.filter(|last| self.now < *last + PACE) {
            let text = format!("edge {edge} reports again after {:?}", self.now - last);
            self.break_promise(Promise::IsReportedSeldom, text);
        }
    }

    /// A while after a use: the registry knows of it, or of one shortly before.
    pub(super) fn judge_last_use(&mut self, task: Task, digest: TokenDigest, used_at: UnixMillis) {
        let edge = &self.edges[task.edge];
        let Some((record, _)) = self.registry.presented(&digest) else { return };
        let noted = self.registry.records[record].last_used_at;
        let is_late = noted.is_none_or(|noted| used_at.to_seconds() - noted >= NOTED_TO);
        let could_be = edge.isolate == task.isolate
            && self.reaches(task.edge)
            && edge.reaches_since <= used_at
            && edge.dropped_report_at + PACE <= used_at;
        if could_be && is_late {
            let text =
                format!("{} was used at {used_at:?}, noted is {noted:?}", self.name(&digest));
            self.break_promise(Promise::IsNoted, text);
        }
    }

    /// At any time: no use is noted that was none.
    pub(super) fn judge_uses(&mut self) {
        for (at, record) in self.registry.records.iter().enumerate() {
            let (noted, truth) = (record.last_used_at, self.last_used.get(&at));
            if noted > truth.map(|used| used.to_seconds()) {
                let text = format!("{noted:?} is noted, {truth:?} was the last");
                return self.break_promise(Promise::IsNoted, text);
            }
        }
    }

    /// At any time: KV is told within a minute of recovery.
    pub(super) fn judge_backlog(&mut self) {
        let overdue = self.registry.outbox.overdue(back(self.now, CAUGHT_UP, 0));
        if let Some(row) = overdue.filter(|_| self.is_calm_for(CAUGHT_UP)) {
            let text = format!("{row:?} waits");
            self.break_promise(Promise::IsTold, text);
        }
    }

    /// When all has settled: KV holds of every token what is so.
    pub(super) fn judge_kv(&mut self) {
        for digest in self.digests.clone() {
            let Answer::Known(truth) = self.registry.answer(&digest, self.now) else { continue };
            let (standing, tombstone) = self.kv.holds(&digest, self.now);
            let has_ended =
                |grant: &Grant| grant.exp.is_some_and(|end| self.now.to_seconds() >= end);
            let is_dead = |standing: &Standing| match &standing.verdict {
                Verdict::Withheld(_) => true,
                Verdict::Granted(grant) => has_ended(grant),
            };
            let is_right = match truth.is_final() {
                true if self.registry.outbox.holds(&digest) => {
                    tombstone.or(standing).is_none_or(is_dead)
                }
                true => standing.is_none(),
                false => standing == Some(&truth) && tombstone.is_none(),
            };
            if !is_right {
                let name = self.name(&digest);
                let text = format!("{name} is {truth:?}; KV: {standing:?}, {tombstone:?}");
                return self.break_promise(Promise::IsTold, text);
            }
        }
    }
}

fn back(moment: UnixMillis, span: Millis, further: i64) -> UnixMillis {
    UnixMillis(moment.0 - span.0 - further)
}
