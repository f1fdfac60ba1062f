//! What one isolate notes again and again, and says now and then.

use crate::time::{Millis, UnixMillis};

/// How long an isolate says nothing more of what it has said.
pub const NOTICE_PERIOD: Millis = Millis::seconds(60);

/// A notice that may come with every request, and is worth a line a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Notice {
    said_at: Option<UnixMillis>,
}

impl Notice {
    /// Whether it is to be said at `now`; then it is said.
    pub fn is_due(&mut self, now: UnixMillis) -> bool {
        let is_due = self.said_at.is_none_or(|said_at| now >= said_at + NOTICE_PERIOD);
        if is_due {
            self.said_at = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_notice_is_said_at_once_and_then_once_a_minute() {
        let (mut notice, start) = (Notice::default(), UnixMillis(1_795_521_600_000));
        for (after, is_due) in
            [(0, true), (0, false), (59_999, false), (60_000, true), (60_001, false)]
        {
            assert_eq!(notice.is_due(start + Millis(after)), is_due, "{after}");
        }
    }
}
