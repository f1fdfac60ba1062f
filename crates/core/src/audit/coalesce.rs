//! Refusals told as one: who knocks a thousand times fills no log.
//!
//! The first refusal of a kind is an event at once. Those of the same kind that follow within the
//! hour are only counted, and become one event when it is over.

use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use super::{Actor, AuditEvent};
use crate::time::{Seconds, UnixSeconds};

/// How often an event of one kind is written at most.
pub const COALESCED_FOR: Seconds = Seconds::hours(1);

/// How many kinds are told apart at once; any beyond are told as one for each action.
pub const MOST_KINDS: usize = 1000;

/// What makes refusals the same: action, actor, object, what they say of a change, and from where.
/// An IPv6 address counts by the /64 that one host gets.
pub fn kind_of(event: &AuditEvent) -> String {
    let actor = match &event.actor {
        Actor::User { sub, .. } => sub.to_string(),
        Actor::Operator | Actor::Registry | Actor::Provisioner | Actor::Unknown => String::new(),
    };
    let object = event.object.as_ref().map(|object| object.id.clone()).unwrap_or_default();
    let address = event.address.map(neighborhood).map(|at| at.to_string()).unwrap_or_default();
    let mut parts = vec![event.action.as_str().to_owned(), actor, object, address];
    for change in &event.changes {
        parts.push(format!("{}={}", change.field, change.after.as_deref().unwrap_or_default()));
    }
    parts.join(" ")
}

fn neighborhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => IpAddr::V4(address),
            None => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        },
    }
}

/// The same event, of which only the action is told: what is left where there are too many kinds.
pub fn without_particulars(event: AuditEvent) -> AuditEvent {
    let (count, since) = (event.count, event.since);
    AuditEvent { count, since, ..AuditEvent::new(event.action, Actor::Unknown, event.by, event.at) }
}

/// How it stands with refusals of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coalesced {
    /// When an event of the kind was last written.
    pub written_at: UnixSeconds,
    /// Those that came since, as the event that they will be.
    pub waiting: Option<AuditEvent>,
}

/// What is to be done about refusals of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// Nothing yet.
    NotYet,
    /// Write this event; from now on it stands as [`Coalesced::written`].
    Write(Box<AuditEvent>),
    /// Nothing came for the whole hour: forget the kind.
    Forget,
}

impl Coalesced {
    /// The kind after an event of it was written.
    pub fn written(now: UnixSeconds) -> Self {
        Self { written_at: now, waiting: None }
    }

    /// The kind after `event`, and the event to write now, if any.
    pub fn note(
        before: Option<Self>,
        event: AuditEvent,
        now: UnixSeconds,
    ) -> (Self, Option<AuditEvent>) {
        let Some(before) = before else {
            return (Self::written(now), Some(event));
        };
        let is_over = before.is_over(now);
        let waiting = match before.waiting {
            Some(earlier) => together(earlier, event),
            None => event,
        };
        match is_over {
            true => (Self::written(now), Some(waiting)),
            false => (Self { waiting: Some(waiting), ..before }, None),
        }
    }

    /// What is to be done now, though nothing came.
    pub fn due(self, now: UnixSeconds) -> Due {
        match (self.is_over(now), self.waiting) {
            (false, _) => Due::NotYet,
            (true, None) => Due::Forget,
            (true, Some(event)) => Due::Write(Box::new(event)),
        }
    }

    /// A clock that was set back must not silence a kind.
    fn is_over(&self, now: UnixSeconds) -> bool {
        now >= self.written_at + COALESCED_FOR || now < self.written_at
    }
}

/// Two of a kind as one: as the later was, since the first.
fn together(one: AuditEvent, other: AuditEvent) -> AuditEvent {
    let first = |event: &AuditEvent| event.since.unwrap_or(event.at);
    let since = first(&one).min(first(&other));
    let count = one.count.saturating_add(other.count);
    let later = if one.at > other.at { one } else { other };
    AuditEvent { count, since: (since < later.at).then_some(since), ..later }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::audit::{Action, Means};
    use crate::samples::{NOON, record};

    fn refused_at(at: UnixSeconds) -> AuditEvent {
        AuditEvent::new(Action::SignInRefused, Actor::Unknown, Means::SignInLink, at)
            .from_address(Some("203.0.113.7".parse().unwrap()))
    }

    fn after(seconds: i64) -> UnixSeconds {
        NOON + Seconds(seconds)
    }

    #[test]
    fn the_first_of_a_kind_is_told_at_once_and_the_next_are_counted() {
        let (state, written) = Coalesced::note(None, refused_at(NOON), NOON);
        assert_eq!(written, Some(refused_at(NOON)));
        let (state, written) = Coalesced::note(Some(state), refused_at(after(10)), after(10));
        assert_eq!(written, None);
        let (state, written) = Coalesced::note(Some(state), refused_at(after(3599)), after(3599));
        assert_eq!(written, None);
        assert_eq!(state.clone().due(after(3599)), Due::NotYet);
        let Due::Write(event) = state.due(after(3600)) else { panic!("it is due") };
        assert_eq!((event.count, event.since, event.at), (2, Some(after(10)), after(3599)));
    }

    #[test]
    fn the_next_after_the_hour_is_told_with_those_that_waited() {
        let (state, _) = Coalesced::note(None, refused_at(NOON), NOON);
        let (state, _) = Coalesced::note(Some(state), refused_at(after(60)), after(60));
        let (_, written) = Coalesced::note(Some(state), refused_at(after(4000)), after(4000));
        let written = written.unwrap();
        assert_eq!((written.count, written.since, written.at), (2, Some(after(60)), after(4000)));
    }

    #[test]
    fn a_kind_of_which_nothing_came_for_an_hour_is_forgotten() {
        let (state, _) = Coalesced::note(None, refused_at(NOON), NOON);
        assert_eq!(state.clone().due(after(3599)), Due::NotYet);
        assert_eq!(state.due(after(3600)), Due::Forget);
    }

    #[test]
    fn a_clock_set_back_silences_nothing() {
        let (state, _) = Coalesced::note(None, refused_at(after(9999)), after(9999));
        let (_, written) = Coalesced::note(Some(state), refused_at(NOON), NOON);
        assert_eq!(written, Some(refused_at(NOON)));
    }

    #[test]
    fn kinds_differ_by_what_was_refused_why_and_from_where() {
        let address = |text: &str| refused_at(NOON).from_address(Some(text.parse().unwrap()));
        let plain = kind_of(&refused_at(NOON));
        let others = [
            kind_of(&address("203.0.113.8")),
            kind_of(&refused_at(NOON).on(&record())),
            kind_of(&refused_at(NOON).changing("reason", None, Some("spent"))),
            kind_of(&refused_at(NOON).changing("reason", None, Some("expired"))),
        ];
        for (place, kind) in others.iter().enumerate() {
            assert_ne!(*kind, plain);
            assert!(!others[place + 1..].contains(kind), "{kind}");
        }
        assert_eq!(kind_of(&refused_at(after(5))), plain, "whatever the moment");
        assert_eq!(kind_of(&address("::ffff:203.0.113.7")), plain, "however it is written");
        assert_eq!(kind_of(&address("2001:db8::1")), kind_of(&address("2001:db8::2")));
        assert_ne!(kind_of(&address("2001:db8::1")), kind_of(&address("2001:db8:0:1::1")));
    }

    #[test]
    fn what_is_told_without_particulars_still_counts() {
        let event = AuditEvent { count: 7, since: Some(NOON), ..refused_at(after(9)) };
        let event = without_particulars(event.on(&record()));
        assert_eq!((event.address, event.object, event.count), (None, None, 7));
        assert_eq!((event.since, event.at), (Some(NOON), after(9)));
    }

    proptest! {
        #[test]
        fn every_refusal_is_told_once_and_no_two_events_within_an_hour(
            gaps in proptest::collection::vec(0_i64..3000, 1..60),
        ) {
            let (mut now, mut state, mut told, mut last) = (NOON, None, 0, None::<UnixSeconds>);
            for gap in &gaps {
                now = now + Seconds(*gap);
                let (next, written) = Coalesced::note(state, refused_at(now), now);
                if let Some(event) = written {
                    prop_assert!(last.is_none_or(|last| now >= last + COALESCED_FOR));
                    (told, last) = (told + event.count, Some(now));
                }
                state = Some(next);
            }
            if let Due::Write(event) = state.unwrap().due(now + COALESCED_FOR) {
                told += event.count;
            }
            prop_assert_eq!(told, gaps.len() as u64);
        }
    }
}
