//! The outbox's drain and its alarm, as the Worker's `registry/projection.rs` has them.

use super::world::{Event, World};
use crate::outbox::{Delivery, Draining, MOST_ROUNDS, SAFETY_NET};
use crate::time::UnixMillis;

impl World<'_> {
    /// After a command: sets the alarm behind what it put in the outbox, and drains.
    pub(super) fn project_soon(&mut self) {
        if !self.registry.drain.take_work() {
            return;
        }
        match self.registry.outbox.next_due() {
            None => self.set_alarm(self.registry.next_alarm(self.now)),
            Some(_) => {
                self.set_alarm(self.now + SAFETY_NET);
                self.drain();
            }
        }
    }

    fn set_alarm(&mut self, moment: UnixMillis) {
        self.registry.alarm = Some(moment);
        let late = self.noise.millis(0..=1_000);
        self.at(moment + late, Event::AlarmGoesOff);
    }

    pub(super) fn heed_alarm(&mut self) {
        let is_due = self.registry.alarm.is_some_and(|alarm| alarm <= self.now);
        if self.is_registry_away || !is_due {
            return;
        }
        self.set_alarm(self.now + SAFETY_NET);
        self.registry.keep_up(self.now);
        match self.registry.outbox.next_due() {
            Some(_) => self.drain(),
            None => self.set_alarm(self.registry.next_alarm(self.now)),
        }
    }

    fn drain(&mut self) {
        if let Some(draining) = self.registry.drain.begin(self.now) {
            self.begin_round(draining, MOST_ROUNDS);
        }
    }

    fn begin_round(&mut self, draining: Draining, rounds: usize) {
        let (due, instance) = (self.registry.outbox.due(self.now), self.registry.instance);
        let mut ends_at = self.now;
        let mut results = Vec::with_capacity(due.len());
        for delivery in due {
            let attempt = self.kv.attempt(&mut self.noise, self.now);
            for lands_at in attempt.lands_at {
                self.at(lands_at, Event::Lands(delivery.write.clone()));
            }
            ends_at = ends_at.max(attempt.answers_at);
            results.push((delivery, attempt.is_taken));
        }
        self.at(ends_at, Event::RoundEnds { instance, draining, rounds, results });
    }

    pub(super) fn end_round(
        &mut self,
        instance: u32,
        draining: Draining,
        rounds: usize,
        results: Vec<(Delivery, bool)>,
    ) {
        if instance != self.registry.instance || self.is_registry_away {
            return;
        }
        for (delivery, is_taken) in &results {
            self.registry.outbox.settle(delivery, *is_taken, self.now);
        }
        let is_some_taken = results.iter().any(|(_, is_taken)| *is_taken);
        if is_some_taken && !draining.goes_on(self.now) {
            return;
        }
        match is_some_taken && rounds > 1 {
            true => self.begin_round(draining, rounds - 1),
            false => {
                drop(draining);
                self.set_alarm(self.registry.next_alarm(self.now));
            }
        }
    }
}
