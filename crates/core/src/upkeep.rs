//! Clearing away what has ended, so that nothing grows without bound.
//!
//! Records of tokens and the people that they belong to are kept: they are what the activity log
//! speaks of.

use crate::time::{Millis, Seconds, UnixSeconds};

/// How often a registry clears away what has ended, at the least.
pub const EVERY: Seconds = Seconds::days(1);

/// The most rows of one kind that one step clears away; the rest waits for the next.
pub const MOST_AT_ONCE: u32 = 500;

/// How long a registry waits before it goes on with what one step left.
pub const GOES_ON_AFTER: Millis = Millis::seconds(1);

/// How long a registry waits after a step that failed.
pub const TRIES_AGAIN_AFTER: Millis = Millis::seconds(60);

/// When the next step is due: a while after the last, or as soon as a token's time in KV is over.
pub fn due_at(done_at: Option<UnixSeconds>, next_end: Option<UnixSeconds>) -> UnixSeconds {
    let regular = done_at.map_or(UnixSeconds(0), |done_at| done_at + EVERY);
    next_end.map_or(regular, |next_end| regular.min(next_end))
}

/// Whether a step that cleared away so many rows of each kind may have left some.
pub fn is_more_left(cleared: impl IntoIterator<Item = usize>) -> bool {
    cleared.into_iter().any(|rows| rows >= MOST_AT_ONCE as usize)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::NOON;

    #[test]
    fn a_step_is_due_every_day_and_when_a_token_ends() {
        let soon = NOON + Seconds(60);
        assert_eq!(due_at(Some(NOON), None), NOON + Seconds::days(1));
        assert_eq!(due_at(Some(NOON), Some(soon)), soon);
        assert_eq!(due_at(Some(NOON), Some(NOON + Seconds::days(9))), NOON + Seconds::days(1));
        assert!(due_at(None, Some(soon)) < NOON);
    }

    #[test]
    fn what_fills_a_step_may_go_on() {
        assert!(!is_more_left([0, 499]) && is_more_left([0, 500]));
    }
}
