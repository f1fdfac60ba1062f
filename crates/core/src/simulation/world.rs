//! The world: its clock, and what happens in it, one event after the other.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::chance::Chance;
use super::isolate::Edge;
use super::judging::Violation;
use super::kv::{Kv, Unreadable, Weather};
use super::memory::CacheKind;
use super::outbox::OutboxKind;
use super::registry::Registry;
use super::truth::Truth;
use crate::decision::RequestFacts;
use crate::edge::{Answer, Leave, UsageReply, UsageReport};
use crate::outbox::{Delivery, Draining, KvWrite};
use crate::policy::{Freshness, Policy};
use crate::samples::NOON;
use crate::standing::Standing;
use crate::time::{Millis, UnixMillis};
use crate::token::{TokenDigest, TokenIdentity};

/// What the world is made of: Gatepass's own parts, or a naive one in the place of one of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    pub(super) cache: CacheKind,
    pub(super) outbox: OutboxKind,
}

/// A request with a token, at an edge.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) edge: usize,
    pub(super) isolate: u32,
    pub(super) digest: TokenDigest,
    pub(super) facts: RequestFacts,
    pub(super) freshness: Freshness,
    pub(super) begun_at: UnixMillis,
}

/// A program that uses a token again and again.
#[derive(Clone)]
pub(super) struct Habit {
    pub(super) edge: usize,
    pub(super) digest: TokenDigest,
    pub(super) facts: RequestFacts,
    pub(super) freshness: Freshness,
    pub(super) longest_gap: Millis,
    pub(super) until: UnixMillis,
}

/// Something under way for an isolate, that a report hangs on.
#[derive(Clone, Copy)]
pub(super) struct Task {
    pub(super) edge: usize,
    pub(super) isolate: u32,
    pub(super) begun_at: UnixMillis,
}

/// A report under way.
pub(super) struct Sent {
    pub(super) task: Task,
    pub(super) at: UnixMillis,
    pub(super) report: UsageReport,
}

/// A question to the registry under way.
pub(super) struct Question {
    pub(super) request: Request,
    pub(super) asked_at: UnixMillis,
    pub(super) leave: Leave,
}

pub(super) enum Event {
    Step,
    Uses(Habit),
    KvAnswers {
        request: Request,
        asked_at: UnixMillis,
        found: Result<Option<Standing>, Unreadable>,
    },
    QuestionArrives(Question),
    QuestionAnswered(Question, Option<Answer>),
    ReportIsDue(Task),
    ReportArrives(Sent),
    ReportAnswered(Sent, Option<UsageReply>),
    UseIsNoted {
        task: Task,
        digest: TokenDigest,
        used_at: UnixMillis,
    },
    Lands(KvWrite),
    RoundEnds {
        instance: u32,
        draining: Draining,
        rounds: usize,
        results: Vec<(Delivery, bool)>,
    },
    AlarmGoesOff,
    KvClearsUp,
    RegistryReturns,
    EdgeReturns(usize),
}

/// How often what happened.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) granted: usize,
    pub(super) refused: usize,
    pub(super) unavailable: usize,
    pub(super) waited: usize,
    pub(super) questions: usize,
    pub(super) reports: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.granted += other.granted;
        self.refused += other.refused;
        self.unavailable += other.unavailable;
        self.waited += other.waited;
        self.questions += other.questions;
        self.reports += other.reports;
    }
}

/// Edges, KV and registry, with what chance does to them.
pub(super) struct World<'a> {
    pub(super) parts: Parts,
    pub(super) now: UnixMillis,
    pub(super) policy: Policy,
    pub(super) edges: Vec<Edge>,
    pub(super) kv: Kv,
    pub(super) registry: Registry,
    pub(super) is_registry_away: bool,
    /// Since when neither KV nor the registry fails, if they don't.
    pub(super) calm_since: UnixMillis,
    pub(super) truth: Truth,
    pub(super) tokens: &'a [TokenIdentity],
    /// The tokens that there are, in the order of their making.
    pub(super) digests: Vec<TokenDigest>,
    /// When each record was last used in truth, whether it was reported or not.
    pub(super) last_used: BTreeMap<usize, UnixMillis>,
    pub(super) noise: Chance,
    pub(super) counts: Counts,
    pub(super) violation: Option<Violation>,
    /// What happened, if somebody is to read it.
    pub(super) story: Option<Vec<String>>,
    events: BTreeMap<(UnixMillis, u64), Event>,
    last_event: u64,
}

impl<'a> World<'a> {
    pub(super) fn new(seed: u64, edges: usize, parts: Parts, tokens: &'a [TokenIdentity]) -> Self {
        let now = UnixMillis::from(NOON);
        let mut noise = Chance::of(seed, "noise");
        Self {
            parts,
            now,
            policy: Policy::default(),
            edges: (0..edges).map(|_| Edge::new(parts.cache, now)).collect(),
            kv: Kv::new(edges, &mut noise),
            registry: Registry::new(parts.outbox, now),
            is_registry_away: false,
            calm_since: now,
            truth: Truth::default(),
            tokens,
            digests: Vec::new(),
            last_used: BTreeMap::new(),
            noise,
            counts: Counts::default(),
            violation: None,
            story: None,
            events: BTreeMap::new(),
            last_event: 0,
        }
    }

    pub(super) fn at(&mut self, moment: UnixMillis, event: Event) {
        self.last_event += 1;
        self.events.insert((moment.max(self.now), self.last_event), event);
    }

    pub(super) fn after(&mut self, span: Millis, event: Event) {
        self.at(self.now + span, event);
    }

    pub(super) fn tell(&mut self, line: impl FnOnce(&Self) -> String) {
        if self.story.is_some() {
            let seconds = (self.now - UnixMillis::from(NOON)).0 as f64 / 1000.0;
            let line = format!("{seconds:>10.3} {}", line(self));
            self.story.iter_mut().for_each(|story| story.push(line.clone()));
        }
    }

    /// The next event up to a moment, which it is by then; nothing, if something went wrong.
    pub(super) fn next(&mut self, until: UnixMillis) -> Option<Event> {
        let is_next = self.events.keys().next().is_some_and(|(moment, _)| *moment <= until);
        if self.violation.is_some() || !is_next {
            return None;
        }
        let ((moment, _), event) = self.events.pop_first()?;
        self.now = moment;
        Some(event)
    }

    /// Lets one event happen. A step of the schedule is not its business.
    pub(super) fn happen(&mut self, event: Event) {
        match event {
            Event::Step => {}
            Event::Uses(habit) => self.go_on_using(habit),
            Event::KvAnswers { request, asked_at, found } => {
                self.hear_from_kv(request, asked_at, found);
            }
            Event::QuestionArrives(question) => self.answer_question(question),
            Event::QuestionAnswered(question, answer) => self.hear_answer(question, answer),
            Event::ReportIsDue(task) => self.send_report(task),
            Event::ReportArrives(sent) => self.note_report(sent),
            Event::ReportAnswered(sent, reply) => self.hear_reply(sent, reply),
            Event::UseIsNoted { task, digest, used_at } => {
                self.judge_last_use(task, digest, used_at);
            }
            Event::Lands(write) => {
                self.kv.land(&write, self.now);
                self.tell(|_| format!("lands: {write:?}"));
            }
            Event::RoundEnds { instance, draining, rounds, results } => {
                self.end_round(instance, draining, rounds, results);
            }
            Event::AlarmGoesOff => self.heed_alarm(),
            Event::KvClearsUp => self.let_kv_clear_up(),
            Event::RegistryReturns => self.let_registry_return(),
            Event::EdgeReturns(edge) => self.let_edge_return(edge),
        }
    }

    /// Lets so much time pass, with all that happens in it.
    pub(super) fn pass(&mut self, span: Millis) {
        let until = self.now + span;
        while let Some(event) = self.next(until) {
            self.happen(event);
        }
        self.now = until;
    }

    /// What was done is so from now on, and KV is told of it.
    pub(super) fn commit(&mut self) {
        self.truth.follow(&self.registry, &self.digests, self.now);
        self.tell(|world| {
            let (owner, now) = (&world.registry.owner, world.now);
            let state = if owner.deprovisioned_at.is_some() { "gone" } else { "here" };
            let mut line = format!("the owner is {} and {state}", owner.role);
            for digest in &world.digests {
                let answer = world.registry.answer(digest, now);
                line.push_str(&format!("\n{:>14}: {answer:?}", world.name(digest)));
            }
            line
        });
        self.project_soon();
    }

    /// Whether an edge reaches the registry.
    pub(super) fn reaches(&self, edge: usize) -> bool {
        !self.is_registry_away && !self.edges[edge].is_cut_off
    }

    /// Whether neither KV nor the registry has failed for so long.
    pub(super) fn is_calm_for(&self, span: Millis) -> bool {
        let is_calm = self.kv.weather == Weather::Fine && !self.is_registry_away;
        is_calm && self.calm_since + span <= self.now
    }

    pub(super) fn let_kv_clear_up(&mut self) {
        self.kv.weather = Weather::Fine;
        self.calm_since = self.now;
        self.tell(|_| "KV is fine again".to_owned());
    }

    /// Whether a message between an edge and the registry arrives: one in many is lost.
    pub(super) fn arrives(&mut self, edge: usize) -> bool {
        let is_unlucky = self.noise.hits(1);
        self.reaches(edge) && !(is_unlucky && self.edges[edge].lose_call(self.now))
    }

    pub(super) fn let_edge_return(&mut self, edge: usize) {
        if self.edges[edge].is_cut_off {
            self.edges[edge].reach(self.now);
            self.tell(|_| format!("edge {edge} reaches the registry again"));
        }
    }

    pub(super) fn let_registry_return(&mut self) {
        if self.is_registry_away {
            self.is_registry_away = false;
            self.calm_since = self.now;
            for edge in self.edges.iter_mut().filter(|edge| !edge.is_cut_off) {
                edge.reach(self.now);
            }
            self.tell(|_| "the registry is back".to_owned());
            self.heed_alarm();
        }
    }

    /// Some time for a message one way.
    pub(super) fn way(&mut self) -> Millis {
        let longest = if self.noise.hits(80) { 40 } else { 450 };
        self.noise.millis(2..=longest)
    }

    /// How tokens are told apart in a story.
    pub(super) fn name(&self, digest: &TokenDigest) -> String {
        let number = self.digests.iter().position(|known| known == digest);
        number.map_or_else(|| "?".to_owned(), |number| format!("token {number}"))
    }
}
