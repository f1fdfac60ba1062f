//! One drain at a time.

use std::cell::Cell;
use std::rc::Rc;

use crate::time::{Millis, UnixMillis};

/// How many rounds one drain makes, so that it stays below the platform's 1,000 operations for one
/// invocation.
pub const MOST_ROUNDS: usize = 15;

/// When the alarm goes off that stands behind a drain, should the drain not end.
pub const SAFETY_NET: Millis = Millis::seconds(30);

/// The shortest wait for an alarm, so that a fault that shows at once does not spin.
pub const SHORTEST_WAIT: Millis = Millis(200);

/// A drain that has not been heard of for this long is taken for lost: longer than any one write may
/// take.
const SILENCE: Millis = Millis::seconds(40);

/// What one instance remembers of its draining.
pub struct Drain {
    turns: Rc<Turns>,
    may_have_work: Cell<bool>,
}

#[derive(Default)]
struct Turns {
    under_way: Cell<Option<UnixMillis>>,
    begun: Cell<u32>,
}

impl Default for Drain {
    /// An instance that just woke may have been stopped amid its work.
    fn default() -> Self {
        Self { turns: Rc::default(), may_have_work: Cell::new(true) }
    }
}

/// A drain under way, which ends however it ends.
pub struct Draining {
    turns: Rc<Turns>,
    number: u32,
}

impl Drain {
    /// Begins a drain, unless one is under way.
    pub fn begin(&self, now: UnixMillis) -> Option<Draining> {
        let turns = &self.turns;
        if turns.under_way.get().is_some_and(|heard_of| now < heard_of + SILENCE) {
            return None;
        }
        let number = turns.begun.get().wrapping_add(1);
        turns.begun.set(number);
        turns.under_way.set(Some(now));
        Some(Draining { turns: Rc::clone(turns), number })
    }

    /// There may be something to drain that no alarm is set for.
    pub fn expect_work(&self) {
        self.may_have_work.set(true);
    }

    /// Whether there may be, until it is said again.
    pub fn take_work(&self) -> bool {
        self.may_have_work.replace(false)
    }
}

impl Draining {
    /// Says that it goes on; no, if it was taken for lost and another began.
    pub fn goes_on(&self, now: UnixMillis) -> bool {
        let is_mine = self.turns.begun.get() == self.number;
        if is_mine {
            self.turns.under_way.set(Some(now));
        }
        is_mine
    }
}

impl Drop for Draining {
    fn drop(&mut self) {
        if self.turns.begun.get() == self.number {
            self.turns.under_way.set(None);
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

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
