//! Who waits for the next event of a tenant's log.

use std::collections::HashMap;

use crate::id::Serial;
use crate::time::{Millis, UnixMillis};

/// How many may wait at once for events of one tenant. Each asks the registry once a second.
pub const MOST_WAITERS: usize = 20;

/// A waiter not heard of for this long is gone: who hangs up takes their request along, and nothing
/// of that is ever told.
const SILENCE: Millis = Millis::seconds(10);

/// Those who wait, each with when they last asked.
#[derive(Debug, Default)]
pub struct Waiters(HashMap<Serial, UnixMillis>);

impl Waiters {
    /// Whether this one may wait on; no, if too many others do.
    pub fn admit(&mut self, waiter: Serial, now: UnixMillis) -> bool {
        self.0.retain(|_, heard_of| now < *heard_of + SILENCE);
        let has_place = self.0.contains_key(&waiter) || self.0.len() < MOST_WAITERS;
        if has_place {
            self.0.insert(waiter, now);
        }
        has_place
    }

    /// This one waits no longer.
    pub fn leave(&mut self, waiter: &Serial) {
        self.0.remove(waiter);
    }
}
