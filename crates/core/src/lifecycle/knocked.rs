//! Trying a token that has ended.

use crate::edge::TokenRefusal;
use crate::record::{Generation, TokenRecord};
use crate::refusal::Reported;
use crate::time::UnixSeconds;
use crate::wire::Knocks;

/// When the token ended, if it has: it was revoked, or its time ran out, whichever came first.
pub fn ended_at(record: &TokenRecord, now: UnixSeconds) -> Option<UnixSeconds> {
    record.ended_for_good_at(Generation::Current, now)
}

/// Whether a refusal for this reason says that the token has ended: then who was refused still uses
/// what works no more.
fn is_knock(reason: Reported) -> bool {
    match reason {
        Reported::Revoked | Reported::Expired | Reported::Superseded => true,
        Reported::NotYetValid
        | Reported::OwnerDeprovisioned
        | Reported::AddressNotAllowed
        | Reported::InsufficientScope => false,
    }
}

/// The knocks after these refused uses, given those `before`; nothing, where they are none. What was
/// counted before an earlier end, that was taken back, counts no more.
pub fn knocked(
    record: &TokenRecord,
    before: Option<Knocks>,
    refusal: &TokenRefusal,
    now: UnixSeconds,
) -> Option<Knocks> {
    if !is_knock(refusal.reason) {
        return None;
    }
    let ended_at = match (ended_at(record, now), refusal.reason) {
        (Some(ended_at), _) => Some(ended_at),
        (None, Reported::Superseded) => None,
        (None, _) => return None,
    };
    let refusal = refusal.seen_by(now);
    let new = Knocks {
        count: refusal.count,
        first_at: refusal.first_at,
        last_at: refusal.last_at,
        last_from: refusal.last_from,
    };
    Some(match before.filter(|before| ended_at.is_none_or(|ended_at| before.last_at >= ended_at)) {
        None => new,
        Some(before) => {
            let last_from = if new.last_at >= before.last_at { &new } else { &before }.last_from;
            Knocks {
                count: before.count.saturating_add(new.count),
                first_at: before.first_at.min(new.first_at),
                last_at: before.last_at.max(new.last_at),
                last_from,
            }
        }
    })
}

/// The knocks to be shown with the token: those since it ended, or, while it works, those with the
/// tokens that it took the place of.
pub fn shown_knocks(
    record: &TokenRecord,
    knocks: Option<Knocks>,
    now: UnixSeconds,
) -> Option<Knocks> {
    match ended_at(record, now) {
        Some(ended_at) => knocks.filter(|knocks| knocks.last_at >= ended_at),
        None => knocks.filter(|_| record.predecessor.is_some()),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::lifecycle::revoke;
    use crate::record::{Predecessor, Revision};
    use crate::samples::{NOON, record, subject, token};
    use crate::time::Seconds;

    fn after(seconds: i64) -> UnixSeconds {
        NOON + Seconds(seconds)
    }

    fn revoked_at(at: UnixSeconds) -> TokenRecord {
        revoke(&record(), subject("ada"), at).unwrap()
    }

    fn refused(reason: Reported, count: u64, at: UnixSeconds, from: &str) -> TokenRefusal {
        TokenRefusal {
            digest: record().digest,
            reason,
            revision: Revision(1),
            count,
            first_at: at,
            last_at: at,
            last_from: Some(from.parse().unwrap()),
        }
    }

    #[test]
    fn knocks_add_up_and_tell_where_the_last_came_from() {
        let (token, now) = (revoked_at(NOON), after(100));
        let first = refused(Reported::Revoked, 2, after(10), "192.0.2.1");
        let knocks = knocked(&token, None, &first, now);
        let second = refused(Reported::Revoked, 3, after(20), "192.0.2.2");
        let knocks = knocked(&token, knocks, &second, now);
        let late = refused(Reported::Revoked, 1, after(15), "192.0.2.3");
        let knocks = knocked(&token, knocks, &late, now).unwrap();
        assert_eq!((knocks.count, knocks.first_at, knocks.last_at), (6, after(10), after(20)));
        assert_eq!(knocks.last_from, Some("192.0.2.2".parse().unwrap()));
        assert_eq!(shown_knocks(&token, Some(knocks.clone()), now), Some(knocks));
    }

    #[test]
    fn only_uses_of_a_token_that_ended_are_knocks() {
        for reason in [
            Reported::NotYetValid,
            Reported::OwnerDeprovisioned,
            Reported::AddressNotAllowed,
            Reported::InsufficientScope,
        ] {
            let refusal = refused(reason, 1, after(10), "192.0.2.1");
            assert_eq!(knocked(&revoked_at(NOON), None, &refusal, after(10)), None, "{reason:?}");
        }
        let refusal = refused(Reported::Expired, 1, after(10), "192.0.2.1");
        assert_eq!(knocked(&record(), None, &refusal, after(10)), None, "it never expires");
    }

    #[test]
    fn an_expired_token_that_is_revoked_too_has_been_knocked_on_since_it_expired() {
        let expired = TokenRecord { expires_at: Some(after(50)), ..record() };
        assert_eq!(ended_at(&expired, after(49)), None);
        let refusal = refused(Reported::Expired, 4, after(60), "192.0.2.1");
        let knocks = knocked(&expired, None, &refusal, after(60));
        let revoked = revoke(&expired, subject("ada"), after(100)).unwrap();
        let refusal = refused(Reported::Revoked, 1, after(110), "192.0.2.1");
        let knocks = knocked(&revoked, knocks, &refusal, after(110)).unwrap();
        assert_eq!((knocks.count, knocks.first_at), (5, after(60)));
    }

    #[test]
    fn a_token_that_was_given_more_time_begins_anew() {
        let expired = TokenRecord { expires_at: Some(after(50)), ..record() };
        let refusal = refused(Reported::Expired, 4, after(60), "192.0.2.1");
        let knocks = knocked(&expired, None, &refusal, after(60));
        let prolonged = TokenRecord { expires_at: Some(after(1000)), ..expired };
        assert_eq!(shown_knocks(&prolonged, knocks.clone(), after(100)), None);
        assert_eq!(shown_knocks(&prolonged, knocks.clone(), after(1001)), None);
        let refusal = refused(Reported::Expired, 1, after(1010), "192.0.2.1");
        let knocks = knocked(&prolonged, knocks, &refusal, after(1010)).unwrap();
        assert_eq!((knocks.count, knocks.first_at), (1, after(1010)));
    }

    #[test]
    fn a_token_that_works_is_knocked_on_with_the_one_that_it_took_the_place_of() {
        let predecessor = Predecessor { digest: token(2).digest(), until: NOON };
        let regenerated = TokenRecord { predecessor: Some(predecessor), ..record() };
        let refusal = refused(Reported::Superseded, 2, after(10), "192.0.2.1");
        let knocks = knocked(&regenerated, None, &refusal, after(10));
        assert_eq!(knocks.as_ref().unwrap().count, 2);
        assert_eq!(shown_knocks(&regenerated, knocks.clone(), after(10)), knocks);
        assert_eq!(shown_knocks(&record(), knocks, after(10)), None);
    }

    #[test]
    fn an_edge_whose_clock_runs_ahead_knocks_now() {
        let refusal = refused(Reported::Revoked, 1, after(500), "192.0.2.1");
        let knocks = knocked(&revoked_at(NOON), None, &refusal, after(10)).unwrap();
        assert_eq!((knocks.first_at, knocks.last_at), (after(10), after(10)));
    }
}
