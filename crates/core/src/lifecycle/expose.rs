//! Revoking a token that somebody found.

use super::revoke;
use crate::audit::{Action, Actor, AuditEvent, Means};
use crate::exposure::{Exposure, FoundAt};
use crate::record::{Generation, TokenRecord};
use crate::time::UnixSeconds;

/// A record that is marked as exposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposed {
    /// The record, which is revoked.
    pub record: TokenRecord,
    /// Whether it was not revoked before.
    pub is_revoked_by_it: bool,
}

/// The record, marked as exposed and revoked; nothing, if it was reported already, or if what was
/// found is a token that another took the place of and that ended since.
pub fn expose(
    record: &TokenRecord,
    found: Generation,
    found_at: Option<FoundAt>,
    now: UnixSeconds,
) -> Option<Exposed> {
    let is_past = match found {
        Generation::Current => false,
        Generation::Superseded { until } => now >= until,
    };
    if record.exposed.is_some() || is_past {
        return None;
    }
    let revoked = revoke(record, record.owner, now);
    let is_revoked_by_it = revoked.is_some();
    let record = revoked.unwrap_or_else(|| record.clone());
    let exposed = Some(Exposure { at: now, found_at });
    Some(Exposed { record: TokenRecord { exposed, ..record }, is_revoked_by_it })
}

impl Exposed {
    /// What is told of it, in this order.
    pub fn events(&self, now: UnixSeconds) -> Vec<AuditEvent> {
        let event = |action| {
            AuditEvent::new(action, Actor::Unknown, Means::LeakReport, now).on(&self.record)
        };
        let found_at = self.record.exposed.as_ref().and_then(|exposed| exposed.found_at.as_ref());
        let exposed = event(Action::TokenExposed).changing("found_at", None, found_at);
        let revoked = self.is_revoked_by_it.then(|| event(Action::TokenRevoked));
        std::iter::once(exposed).chain(revoked).collect()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::record::Revocation;
    use crate::samples::{NOON, record, subject};
    use crate::time::Seconds;

    const LATER: UnixSeconds = UnixSeconds(NOON.0 + 60);

    fn place() -> Option<FoundAt> {
        Some("https://example.com/paste".parse().unwrap())
    }

    fn actions(exposed: &Exposed) -> Vec<Action> {
        exposed.events(NOON).iter().map(|event| event.action).collect()
    }

    #[test]
    fn what_was_found_is_revoked_as_if_its_owner_had_done_it() {
        let exposed = expose(&record(), Generation::Current, place(), NOON).unwrap();
        let expected = revoke(&record(), record().owner, NOON).unwrap();
        assert_eq!(TokenRecord { exposed: None, ..exposed.record.clone() }, expected);
        assert_eq!(exposed.record.exposed, Some(Exposure { at: NOON, found_at: place() }));
        assert_eq!(actions(&exposed), [Action::TokenExposed, Action::TokenRevoked]);
    }

    #[test]
    fn what_was_revoked_already_keeps_by_whom_and_is_marked_all_the_same() {
        let revoked = Some(Revocation { at: NOON, by: subject("boss") });
        let before = TokenRecord { revoked, ..record() };
        let exposed = expose(&before, Generation::Current, None, LATER).unwrap();
        assert_eq!((exposed.record.revoked, exposed.record.revision), (revoked, before.revision));
        assert_eq!(actions(&exposed), [Action::TokenExposed]);
    }

    #[test]
    fn what_has_expired_is_revoked_too_so_that_nobody_renews_it() {
        let before = TokenRecord { expires_at: Some(NOON), ..record() };
        let exposed = expose(&before, Generation::Current, None, LATER).unwrap();
        assert!(exposed.record.revoked.is_some());
    }

    #[test]
    fn a_second_report_changes_nothing() {
        let first = expose(&record(), Generation::Current, place(), NOON).unwrap();
        assert_eq!(expose(&first.record, Generation::Current, None, LATER), None);
    }

    #[test]
    fn a_token_that_was_replaced_is_found_as_long_as_it_works() {
        let found = |until| expose(&record(), Generation::Superseded { until }, None, NOON);
        assert_eq!(found(NOON), None);
        assert!(found(NOON + Seconds(1)).is_some());
    }

    #[test]
    fn what_is_told_names_nobody_and_says_where_it_was_found() {
        let exposed = expose(&record(), Generation::Current, place(), NOON).unwrap();
        for event in exposed.events(NOON) {
            assert_eq!((&event.actor, &event.by), (&Actor::Unknown, &Means::LeakReport));
            assert_eq!(event.object.unwrap().id, record().id.to_string());
        }
        let [told, _] = exposed.events(NOON).try_into().unwrap();
        assert_eq!(told.changes[0].after.as_deref(), Some("https://example.com/paste"));
    }
}
