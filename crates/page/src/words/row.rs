//! What a row of the table says besides the token's name, owner, moments and status.

use gatepass_core::badge::Badge;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ExposureView, Knocks, RevocationView, TokenView};

use super::number;

/// How moments are written.
pub struct Moments<'a> {
    /// How long ago one is: "3 days ago".
    pub ago: &'a dyn Fn(UnixSeconds) -> String,
    /// When one is: "Nov 24, 2026, 12:03".
    pub at: &'a dyn Fn(UnixSeconds) -> String,
}

/// What is to be known of a token, in sentences; none for one that is as most are.
pub fn notes(token: &TokenView, moments: &Moments<'_>, now: UnixSeconds) -> Option<String> {
    let at = moments.at;
    let mut notes = Vec::new();
    if let Some(revoked) = &token.revoked {
        notes.push(match token.exposed.as_ref() {
            Some(exposed) if exposed.at == revoked.at => exposure(exposed, moments, " and revoked"),
            Some(exposed) => format!("{} {}", by(revoked, moments), exposure(exposed, moments, "")),
            None => by(revoked, moments),
        });
    } else {
        if let Some(exp) = token.exp {
            let verb = if token.has_ended(now) { "Expired" } else { "Expires" };
            notes.push(format!("{verb} {}.", at(exp)));
        }
        if let Some(nbf) = token.nbf.filter(|_| Badge::NotYetValid.is_on(token, now)) {
            notes.push(format!("Valid from {}.", at(nbf)));
        }
        if let Some(until) = token.retiring_until.filter(|until| *until > now) {
            notes.push(format!("Old token works until {}.", at(until)));
        }
        if !token.networks.is_open() {
            notes.push("Works from some networks only.".to_owned());
        }
        if token.is_owner_deprovisioned {
            notes.push("Every use of it is refused. Revoke it.".to_owned());
        }
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn by(revoked: &RevocationView, moments: &Moments<'_>) -> String {
    format!("Revoked by {} {}.", revoked.by, (moments.ago)(revoked.at))
}

/// That somebody found it, when, and where, as they said.
fn exposure(exposed: &ExposureView, moments: &Moments<'_>, also: &str) -> String {
    let ago = (moments.ago)(exposed.at);
    match &exposed.found_at {
        Some(found_at) => format!("Reported as found{also} {ago}: {found_at}"),
        None => format!("Reported as found{also} {ago}."),
    }
}

/// Who still tries to use a token that ended.
pub fn knocks(knocks: &Knocks, moments: &Moments<'_>) -> String {
    let last = (moments.ago)(knocks.last_at);
    let from = knocks.last_from.map(|from| format!(" from {from}")).unwrap_or_default();
    match knocks.count {
        1 => format!("Tried once since, {last}{from}."),
        count => format!("Tried {} times since, last {last}{from}.", number(count)),
    }
}

/// The uses by day, to listen to.
pub fn uses_by_day(uses: &[u64]) -> String {
    let by_day: Vec<String> = uses.iter().map(|count| number(*count)).collect();
    let all = number(uses.iter().copied().fold(0, u64::saturating_add));
    format!(", {all} uses in {} days, the latest last: {}", uses.len(), by_day.join(", "))
}

#[cfg(test)]
mod tests {
    use gatepass_core::time::Seconds;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{NOON, token};

    const DAY: Seconds = Seconds::days(1);

    fn moments<T>(read: impl Fn(&Moments<'_>) -> T) -> T {
        let days = |moment: UnixSeconds| (moment - NOON).0 / DAY.0;
        let ago = |moment| format!("{} days ago", -days(moment));
        let at = |moment| format!("in {} days", days(moment));
        read(&Moments { ago: &ago, at: &at })
    }

    fn said(token: &TokenView) -> Option<String> {
        moments(|moments| notes(token, moments, NOON))
    }

    #[test]
    fn of_a_token_that_is_as_most_are_nothing_is_said() {
        assert_eq!(said(&token(1)), None);
    }

    #[test]
    fn a_row_says_until_when_the_token_and_the_one_before_it_work() {
        let token =
            TokenView { exp: Some(NOON + DAY + DAY), retiring_until: Some(NOON + DAY), ..token(1) };
        let expected = "Expires in 2 days. Old token works until in 1 days.";
        assert_eq!(said(&token).as_deref(), Some(expected));
        let past = TokenView { exp: Some(NOON), retiring_until: Some(NOON), ..token };
        assert_eq!(said(&past).as_deref(), Some("Expired in 0 days."));
    }

    #[test]
    fn a_row_says_from_when_and_where_the_token_works_and_that_its_owner_is_gone() {
        let networks = gatepass_core::network::NetworkRule {
            inside: gatepass_core::network::parse_networks("192.0.2.0/24").unwrap(),
            outside: Vec::new(),
        };
        let token =
            TokenView { nbf: Some(NOON + DAY), networks, is_owner_deprovisioned: true, ..token(1) };
        let expected = "Valid from in 1 days. Works from some networks only. \
                        Every use of it is refused. Revoke it.";
        assert_eq!(said(&token).as_deref(), Some(expected));
    }

    #[test]
    fn a_revoked_row_says_by_whom_and_when_and_nothing_else() {
        let revoked = RevocationView { at: NOON - DAY, by: "Ada Admin".parse().unwrap() };
        let token = TokenView { revoked: Some(revoked), exp: Some(NOON), ..token(1) };
        assert_eq!(said(&token).as_deref(), Some("Revoked by Ada Admin 1 days ago."));
    }

    #[test]
    fn a_row_that_was_found_says_when_and_where_and_who_revoked_it_before() {
        let revoked = |at| Some(RevocationView { at, by: "Ada Admin".parse().unwrap() });
        let found_at = Some("https://example.com/x".parse().unwrap());
        let exposed = Some(ExposureView { at: NOON - DAY, found_at });
        let token = TokenView { revoked: revoked(NOON - DAY), exposed, ..token(1) };
        let expected = "Reported as found and revoked 1 days ago: https://example.com/x";
        assert_eq!(said(&token).as_deref(), Some(expected));
        let exposed = Some(ExposureView { at: NOON - DAY, found_at: None });
        let token = TokenView { revoked: revoked(NOON - DAY - DAY), exposed, ..token };
        let expected = "Revoked by Ada Admin 2 days ago. Reported as found 1 days ago.";
        assert_eq!(said(&token).as_deref(), Some(expected));
    }

    #[test]
    fn who_still_knocks_is_told_with_how_often_when_and_from_where() {
        let address = "203.0.113.7".parse().ok();
        let twelve = Knocks { count: 12, first_at: NOON, last_at: NOON - DAY, last_from: address };
        let once = Knocks { count: 1, last_from: None, ..twelve.clone() };
        let said = |found: &Knocks| moments(|moments| knocks(found, moments));
        assert_eq!(said(&twelve), "Tried 12 times since, last 1 days ago from 203.0.113.7.");
        assert_eq!(said(&once), "Tried once since, 1 days ago.");
    }

    #[test]
    fn the_uses_are_told_with_their_numbers() {
        let expected = ", 1,005 uses in 3 days, the latest last: 1,000, 0, 5";
        assert_eq!(uses_by_day(&[1_000, 0, 5]), expected);
    }
}
