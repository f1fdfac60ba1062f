//! Reports of use, as the Worker's `validate/usage.rs` sends them.

use super::world::{Event, Sent, Task, World};
use crate::edge::{Schedule, UsageReply};
use crate::time::Millis;

/// How long after an answer its request may go on. Source: the Worker's `validate/usage.rs`.
const MAY_GO_ON: Millis = Millis::seconds(25);

impl World<'_> {
    pub(super) fn report_by(&mut self, schedule: Schedule, task: Task) {
        let is_unlucky = self.noise.hits(1);
        match schedule {
            Schedule::At(_) if is_unlucky && self.edges[task.edge].drop_report(self.now) => {}
            // It begins in a turn of its own.
            Schedule::Now => {
                let soon = self.noise.millis(0..=1);
                self.after(soon, Event::ReportIsDue(task));
            }
            Schedule::At(moment) if moment <= task.begun_at + MAY_GO_ON => {
                let late = self.noise.millis(0..=5);
                self.at(moment + late, Event::ReportIsDue(task));
            }
            Schedule::At(_) | Schedule::Set => {}
        }
    }

    fn is_over(&self, task: Task) -> bool {
        self.edges[task.edge].isolate != task.isolate
    }

    pub(super) fn send_report(&mut self, task: Task) {
        if self.is_over(task) {
            return;
        }
        let now = self.now;
        match self.edges[task.edge].reporter.take(now) {
            Some(report) => {
                self.counts.reports += 1;
                self.judge_pace(task.edge);
                let way = self.way();
                self.after(way, Event::ReportArrives(Sent { task, at: now, report }));
            }
            None => self.report_remainder(task),
        }
    }

    pub(super) fn note_report(&mut self, sent: Sent) {
        let arrives = self.arrives(sent.task.edge);
        let reply = arrives.then(|| self.registry.note_usage(&sent.report, self.now));
        if reply.is_some() {
            self.judge_uses();
            self.project_soon();
        }
        let answered_at = self.answered_at(sent.at, reply.is_some());
        self.at(answered_at, Event::ReportAnswered(sent, reply));
    }

    pub(super) fn hear_reply(&mut self, sent: Sent, reply: Option<UsageReply>) {
        let Sent { task, at, report } = sent;
        if self.is_over(task) {
            return;
        }
        let (now, arrives) = (self.now, self.arrives(task.edge));
        let edge = &mut self.edges[task.edge];
        match reply.filter(|_| arrives) {
            Some(reply) => edge.memory.apply(reply, &report, at, now),
            None => edge.reporter.restore(report),
        }
        self.report_remainder(task);
    }

    fn report_remainder(&mut self, task: Task) {
        if let Some(schedule) = self.edges[task.edge].reporter.remainder(self.now) {
            self.report_by(schedule, task);
        }
    }
}
