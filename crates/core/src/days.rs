//! Uses by day.
//!
//! Last use is written as it happens. How often a token was used is not worth a write for each
//! report: it is gathered in memory for a while, and what is gathered is lost if the registry's
//! instance ends without a warning.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::id::Serial;
use crate::time::{Millis, Seconds, UnixSeconds};

/// How many days are kept.
pub const DAYS_KEPT: usize = 90;

/// How many days are shown.
pub const DAYS_SHOWN: usize = 30;

/// How long uses are gathered before they are written, a row for each token used. It is less than
/// the time after which an idle instance may be ended. Source: Durable Objects docs, "Lifecycle".
pub const GATHERED_FOR: Millis = Millis::seconds(30);

/// A day by UTC, counted from the Unix epoch.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub i64);

impl Day {
    /// The day that a moment lies in.
    pub fn of(moment: UnixSeconds) -> Self {
        Self(moment.0.div_euclid(Seconds::days(1).0))
    }

    /// The first day that is kept on this one.
    pub fn first_kept(self) -> Self {
        Self(self.0.saturating_sub(DAYS_KEPT as i64 - 1))
    }
}

/// How often a token was used on the last day on which it was, and on those before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsesByDay {
    /// The last day on which it was used.
    pub last: Day,
    /// Its uses on that day and on each before it, at most [`DAYS_KEPT`].
    pub counts: Vec<u64>,
}

impl UsesByDay {
    /// So many uses on one day.
    pub fn on(day: Day, count: u64) -> Self {
        Self { last: day, counts: vec![count] }
    }

    /// Both together.
    pub fn and(mut self, other: &Self) -> Self {
        if other.last > self.last {
            let days = usize::try_from(other.last.0.saturating_sub(self.last.0));
            let idle = days.unwrap_or(DAYS_KEPT).min(DAYS_KEPT);
            self.counts.splice(0..0, std::iter::repeat_n(0, idle));
            self.last = other.last;
        }
        let days = usize::try_from(self.last.0.saturating_sub(other.last.0)).unwrap_or(DAYS_KEPT);
        let wanted = days.saturating_add(other.counts.len()).min(DAYS_KEPT);
        self.counts.resize(wanted.max(self.counts.len()), 0);
        for (count, more) in self.counts.iter_mut().skip(days).zip(&other.counts) {
            *count = count.saturating_add(*more);
        }
        self.counts.truncate(DAYS_KEPT);
        self
    }

    /// The uses of the last [`DAYS_SHOWN`] days, `today` last; empty, if there were none.
    pub fn shown(&self, today: Day) -> Vec<u64> {
        let idle = usize::try_from(today.0.saturating_sub(self.last.0)).unwrap_or(0);
        let idle = std::iter::repeat_n(0, idle.min(DAYS_SHOWN));
        let mut latest: Vec<u64> =
            idle.chain(self.counts.iter().copied()).take(DAYS_SHOWN).collect();
        if latest.iter().all(|count| *count == 0) {
            return Vec::new();
        }
        latest.resize(DAYS_SHOWN, 0);
        latest.reverse();
        latest
    }
}

/// The uses that a registry has not written yet.
#[derive(Debug, Default)]
pub struct Tally {
    uses: HashMap<Serial, UsesByDay>,
    is_awaited: bool,
}

impl Tally {
    /// Counts uses.
    pub fn add(&mut self, serial: Serial, uses: UsesByDay) {
        let both = match self.uses.remove(&serial) {
            Some(known) => known.and(&uses),
            None => uses,
        };
        self.uses.insert(serial, both);
    }

    /// The uses of a token that are not written yet.
    pub fn find(&self, serial: &Serial) -> Option<&UsesByDay> {
        self.uses.get(serial)
    }

    /// Whether a timer of [`GATHERED_FOR`] is to be set: there is something to write, and none is
    /// set yet.
    pub fn begin_wait(&mut self) -> bool {
        let is_needed = !self.uses.is_empty() && !self.is_awaited;
        self.is_awaited |= is_needed;
        is_needed
    }

    /// What is to be written now that the timer has gone off.
    pub fn take(&mut self) -> Vec<(Serial, UsesByDay)> {
        self.is_awaited = false;
        self.uses.drain().collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{NOON, token};

    fn today() -> Day {
        Day::of(NOON)
    }

    fn ago(days: i64) -> Day {
        Day(today().0 - days)
    }

    #[test]
    fn a_day_is_one_by_utc() {
        let midnight = UnixSeconds(NOON.0 - 12 * 3600);
        assert_eq!(Day::of(midnight), today());
        assert_eq!(Day::of(UnixSeconds(midnight.0 - 1)), ago(1));
        assert_eq!(Day::of(UnixSeconds(-1)), Day(-1));
    }

    #[test]
    fn the_last_thirty_days_are_shown_the_latest_last() {
        let uses = UsesByDay::on(ago(30), 5)
            .and(&UsesByDay::on(ago(29), 1))
            .and(&UsesByDay::on(today(), 3))
            .and(&UsesByDay::on(today(), 4))
            .and(&UsesByDay::on(ago(2), 2));
        let shown = uses.shown(today());
        assert_eq!((shown.len(), shown[0], shown[27], shown[28], shown[29]), (30, 1, 2, 0, 7));
        assert_eq!(shown.iter().sum::<u64>(), 10);
        let tomorrow = uses.shown(ago(-1));
        assert_eq!((tomorrow[28], tomorrow[29]), (7, 0));
    }

    #[test]
    fn nothing_is_shown_of_a_token_not_used_in_thirty_days() {
        let uses = UsesByDay::on(ago(30), 5);
        assert_eq!(uses.shown(today()), Vec::<u64>::new());
        assert_eq!(uses.shown(ago(1))[0], 5);
    }

    #[test]
    fn ninety_days_are_kept() {
        let uses = UsesByDay::on(ago(90), 1).and(&UsesByDay::on(ago(89), 2));
        let uses = uses.and(&UsesByDay::on(today(), 3));
        assert_eq!((uses.counts.len(), uses.counts[0], uses.counts[89]), (90, 3, 2));
        let long_after = uses.and(&UsesByDay::on(ago(-1_000_000), 1));
        assert_eq!(long_after.counts.iter().sum::<u64>(), 1);
        assert!(long_after.counts.len() <= DAYS_KEPT);
        let late = long_after.and(&UsesByDay::on(today(), 9));
        assert_eq!(late.counts.iter().sum::<u64>(), 1, "what is that old is not kept");
        assert_eq!(today().first_kept(), ago(89));
    }

    #[test]
    fn a_tally_asks_for_one_timer_and_gives_all_it_gathered() {
        let (serial, mut tally) = (token(1).id().serial, Tally::default());
        assert!(!tally.begin_wait(), "there is nothing to write");
        tally.add(serial, UsesByDay::on(ago(1), 2));
        assert!(tally.begin_wait());
        tally.add(serial, UsesByDay::on(today(), 3));
        assert!(!tally.begin_wait(), "one is set");
        assert_eq!(tally.find(&serial).unwrap().counts, [3, 2]);
        assert_eq!(tally.take(), [(serial, UsesByDay { last: today(), counts: vec![3, 2] })]);
        assert_eq!(tally.find(&serial), None);
        assert!(!tally.begin_wait());
        tally.add(serial, UsesByDay::on(today(), 1));
        assert!(tally.begin_wait());
    }

    #[test]
    fn uses_by_day_are_pinned() {
        let uses = UsesByDay { last: Day(20_781), counts: vec![3, 0, 2] };
        let json = r#"{"last":20781,"counts":[3,0,2]}"#;
        assert_eq!(serde_json::to_string(&uses).unwrap(), json);
        assert_eq!(serde_json::from_str::<UsesByDay>(json).unwrap(), uses);
    }

    proptest! {
        /// In whatever order they are told.
        #[test]
        fn every_use_of_the_last_days_is_counted_once(
            told in proptest::collection::vec((0_i64..29, 1_u64..9), 1..40),
        ) {
            let mut all: Option<UsesByDay> = None;
            for (days, count) in &told {
                let uses = UsesByDay::on(ago(*days), *count);
                all = Some(match all { Some(all) => all.and(&uses), None => uses });
            }
            let shown = all.unwrap().shown(today());
            for (place, count) in shown.iter().rev().enumerate() {
                let of_day = told.iter().filter(|(days, _)| *days == place as i64);
                prop_assert_eq!(*count, of_day.map(|(_, count)| count).sum::<u64>());
            }
        }
    }
}
