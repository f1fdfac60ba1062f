//! One drain at a time.

use std::cell::Cell;

use gatepass_core::time::{Millis, UnixMillis};

/// A drain that has not been heard of for this long is taken for lost: longer than any one write may
/// take.
const SILENCE: Millis = Millis::seconds(40);

/// What one instance remembers of its draining.
pub(in crate::registry) struct Drain {
    under_way: Cell<Option<UnixMillis>>,
    begun: Cell<u32>,
    may_have_work: Cell<bool>,
}

impl Default for Drain {
    /// An instance that just woke may have been stopped amid its work.
    fn default() -> Self {
        Self { under_way: Cell::new(None), begun: Cell::new(0), may_have_work: Cell::new(true) }
    }
}

/// A drain under way, which ends however it ends.
pub(super) struct Draining<'a> {
    drain: &'a Drain,
    number: u32,
}

impl Drain {
    /// Begins a drain, unless one is under way.
    pub(super) fn begin(&self, now: UnixMillis) -> Option<Draining<'_>> {
        if self.under_way.get().is_some_and(|heard_of| now < heard_of + SILENCE) {
            return None;
        }
        let number = self.begun.get().wrapping_add(1);
        self.begun.set(number);
        self.under_way.set(Some(now));
        Some(Draining { drain: self, number })
    }

    /// There may be something to drain that no alarm is set for.
    pub(in crate::registry) fn expect_work(&self) {
        self.may_have_work.set(true);
    }

    /// Whether there may be, until it is said again.
    pub(super) fn take_work(&self) -> bool {
        self.may_have_work.replace(false)
    }
}

impl Draining<'_> {
    /// Says that it goes on; no, if it was taken for lost and another began.
    pub(super) fn goes_on(&self, now: UnixMillis) -> bool {
        let is_mine = self.drain.begun.get() == self.number;
        if is_mine {
            self.drain.under_way.set(Some(now));
        }
        is_mine
    }
}

impl Drop for Draining<'_> {
    fn drop(&mut self) {
        if self.drain.begun.get() == self.number {
            self.drain.under_way.set(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: UnixMillis = UnixMillis(1_000_000);

    #[test]
    fn one_drain_goes_on_at_a_time() {
        let drain = Drain::default();
        let first = drain.begin(START);
        assert!(first.is_some() && drain.begin(START + Millis(1)).is_none());
        drop(first);
        assert!(drain.begin(START + Millis(2)).is_some());
    }

    #[test]
    fn a_lost_drain_gives_way_and_its_end_does_not_end_the_next() {
        let drain = Drain::default();
        let lost = drain.begin(START).unwrap();
        assert!(lost.goes_on(START + Millis::seconds(30)));
        let later = START + Millis::seconds(80);
        let next = drain.begin(later).unwrap();
        assert!(!lost.goes_on(later));
        drop(lost);
        assert!(drain.begin(later).is_none());
        assert!(next.goes_on(later));
    }
}
