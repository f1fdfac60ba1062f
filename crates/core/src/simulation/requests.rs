//! A request at an edge, as the Worker's `validate/check.rs` has it: cache, KV, registry, decision.

use super::judging::Decided;
use super::kv::Unreadable;
use super::world::{Event, Habit, Question, Request, Task, World};
use crate::decision::decide;
use crate::edge::{ASK_PATIENCE, Answer, Source, TokenRefusal};
use crate::policy::Freshness;
use crate::refusal::Refusal;
use crate::samples::tenant;
use crate::standing::Standing;
use crate::time::{Millis, UnixMillis};

/// How long after a use it is looked whether the registry has heard of it.
const NOTED_WITHIN: Millis = Millis::seconds(30);

impl World<'_> {
    pub(super) fn go_on_using(&mut self, habit: Habit) {
        let Habit { edge, digest, freshness, longest_gap, until, .. } = habit;
        let isolate = self.edges[edge].isolate;
        let (facts, begun_at) = (habit.facts.clone(), self.now);
        self.begin_request(Request { edge, isolate, digest, facts, freshness, begun_at });
        let next = self.now + self.noise.millis(longest_gap.0 / 4..=longest_gap.0);
        if next < until {
            self.at(next, Event::Uses(habit));
        }
    }

    pub(super) fn begin_request(&mut self, request: Request) {
        let now = self.now;
        let remembered = self.edges[request.edge].memory.find(&request.digest, now);
        if let Some(answer) = remembered.filter(|answer| request.freshness.takes(answer)) {
            return self.know(&request, answer);
        }
        self.counts.waited += 1;
        match request.freshness {
            Freshness::Cached => {
                let (edge, digest) = (request.edge, request.digest);
                let reading = self.kv.read(edge, &digest, &mut self.noise, now);
                let (found, asked_at) = (reading.found, now);
                self.at(reading.answers_at, Event::KvAnswers { request, asked_at, found });
            }
            Freshness::Strict => self.ask(request),
        }
    }

    fn is_gone(&self, request: &Request) -> bool {
        self.edges[request.edge].isolate != request.isolate
    }

    pub(super) fn hear_from_kv(
        &mut self,
        request: Request,
        asked_at: UnixMillis,
        found: Result<Option<Standing>, Unreadable>,
    ) {
        if self.is_gone(&request) {
            return;
        }
        let (now, digest) = (self.now, request.digest);
        let edge = &mut self.edges[request.edge];
        let learned = found.ok().flatten().and_then(|standing| {
            edge.hears_from_kv(digest, asked_at);
            edge.memory.learn(digest, Answer::Known(standing), Source::Kv, asked_at, now)
        });
        match learned {
            Some(answer) => self.know(&request, answer),
            None => self.ask(request),
        }
    }

    fn ask(&mut self, request: Request) {
        let Some(leave) = self.edges[request.edge].asking.take(tenant(), self.now) else {
            self.counts.unavailable += 1;
            return;
        };
        self.counts.questions += 1;
        let (way, asked_at) = (self.way(), self.now);
        self.after(way, Event::QuestionArrives(Question { request, asked_at, leave }));
    }

    pub(super) fn answer_question(&mut self, question: Question) {
        let (edge, digest) = (question.request.edge, question.request.digest);
        let arrives = self.arrives(edge);
        let answer = arrives.then(|| self.registry.answer(&digest, self.now));
        let answered_at = self.answered_at(question.asked_at, answer.is_some());
        self.at(answered_at, Event::QuestionAnswered(question, answer));
    }

    /// When an answer to what was sent arrives, or that there is none.
    pub(super) fn answered_at(&mut self, sent_at: UnixMillis, is_answered: bool) -> UnixMillis {
        match is_answered || self.noise.hits(50) {
            true => self.now + self.way(),
            false => sent_at + ASK_PATIENCE,
        }
    }

    pub(super) fn hear_answer(&mut self, question: Question, answer: Option<Answer>) {
        let Question { request, asked_at, leave } = question;
        if self.is_gone(&request) {
            return;
        }
        let (now, arrives) = (self.now, self.arrives(request.edge));
        let edge = &mut self.edges[request.edge];
        edge.asking.give_back(leave);
        let Some(answer) = answer.filter(|_| arrives) else {
            self.counts.unavailable += 1;
            return;
        };
        match edge.memory.learn(request.digest, answer, Source::Registry, asked_at, now) {
            Some(answer) => self.know(&request, answer),
            None => self.judge_silence(&request),
        }
    }

    fn know(&mut self, request: &Request, answer: Answer) {
        match answer {
            Answer::Known(standing) => self.decide(request, &standing),
            Answer::Unknown => self.judge(&Decided {
                request,
                revision: None,
                is_final: false,
                verdict: Err(&Refusal::Unknown),
            }),
        }
    }

    fn decide(&mut self, request: &Request, standing: &Standing) {
        let (now, digest, revision) = (self.now, request.digest, standing.revision);
        let decision = decide(standing, &request.facts, &self.policy, now.to_seconds());
        let verdict = decision.as_ref().map(|_| ());
        let is_final = standing.is_final();
        self.judge(&Decided { request, revision: Some(revision), is_final, verdict });
        let reporter = &mut self.edges[request.edge].reporter;
        let schedule = match &decision {
            Ok(_) => Some(reporter.count(digest, revision, now)),
            Err(refusal) => {
                let from = request.facts.address;
                TokenRefusal::once(digest, revision, refusal, from, now.to_seconds())
                    .map(|refused| reporter.count_refused(refused, now))
            }
        };
        let task = Task { edge: request.edge, isolate: request.isolate, begun_at: now };
        if let Some(schedule) = schedule {
            self.report_by(schedule, task);
        }
        if decision.is_ok() {
            if let Some((record, _)) = self.registry.presented(&digest) {
                let last = self.last_used.entry(record).or_insert(now);
                *last = now.max(*last);
            }
            if self.noise.hits(50) {
                self.after(NOTED_WITHIN, Event::UseIsNoted { task, digest, used_at: now });
            }
        }
    }
}
