//! What a token's row says beside its status.

use crate::listing::EXPIRES_SOON;
use crate::time::UnixSeconds;
use crate::wire::TokenView;

/// What a token's row says beside its status, which stays exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Badge {
    /// Somebody found it where it should not be.
    Exposed,
    /// It was revoked.
    Revoked,
    /// Its time is over.
    Expired,
    /// Its time is over within [`EXPIRES_SOON`].
    ExpiresSoon,
    /// Its time has not begun.
    NotYetValid,
    /// Its owner was deprovisioned: every use of it is refused.
    Deprovisioned,
}

impl Badge {
    /// Every one, in the order in which they are said.
    pub const ALL: [Self; 6] = [
        Self::Exposed,
        Self::Revoked,
        Self::Expired,
        Self::ExpiresSoon,
        Self::NotYetValid,
        Self::Deprovisioned,
    ];

    /// The word for it in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exposed => "exposed",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::ExpiresSoon => "expires-soon",
            Self::NotYetValid => "not-yet-valid",
            Self::Deprovisioned => "deprovisioned",
        }
    }

    /// Whether the token's row says so at `now`.
    pub fn is_on(self, token: &TokenView, now: UnixSeconds) -> bool {
        match self {
            Self::Exposed => token.exposed.is_some(),
            Self::Revoked => token.revoked.is_some(),
            Self::Expired => token.revoked.is_none() && token.has_expired(now),
            Self::ExpiresSoon => !token.has_ended(now) && token.has_expired(now + EXPIRES_SOON),
            Self::NotYetValid => !token.has_ended(now) && token.nbf.is_some_and(|nbf| nbf > now),
            Self::Deprovisioned => token.is_owner_deprovisioned && token.revoked.is_none(),
        }
    }
}

impl TokenView {
    fn has_expired(&self, now: UnixSeconds) -> bool {
        self.exp.is_some_and(|exp| exp <= now)
    }

    /// Whether it is revoked or expired at `now`, so that nothing is left of it but its row.
    pub fn has_ended(&self, now: UnixSeconds) -> bool {
        self.revoked.is_some() || self.has_expired(now)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Role;
    use crate::samples::{NOON, record, user};
    use crate::time::Seconds;
    use crate::wire::{ExposureView, RevocationView};

    fn view() -> TokenView {
        TokenView::of(&record(), &user(Role::SECURITY_READER), NOON)
    }

    fn badges(token: &TokenView) -> Vec<Badge> {
        Badge::ALL.into_iter().filter(|badge| badge.is_on(token, NOON)).collect()
    }

    #[test]
    fn a_token_expires_soon_for_seven_days_and_is_then_expired() {
        for (left, expected) in [
            (EXPIRES_SOON + Seconds(1), vec![]),
            (EXPIRES_SOON, vec![Badge::ExpiresSoon]),
            (Seconds(1), vec![Badge::ExpiresSoon]),
            (Seconds(0), vec![Badge::Expired]),
        ] {
            let token = TokenView { exp: Some(NOON + left), ..view() };
            assert_eq!(badges(&token), expected, "{left:?}");
            assert_eq!(token.has_ended(NOON), expected == [Badge::Expired]);
        }
        assert_eq!(badges(&view()), []);
    }

    #[test]
    fn a_token_is_not_yet_valid_until_its_moment() {
        let valid_from = |nbf| badges(&TokenView { nbf: Some(nbf), ..view() });
        assert_eq!(valid_from(NOON + Seconds(1)), [Badge::NotYetValid]);
        assert_eq!(valid_from(NOON), []);
    }

    #[test]
    fn of_a_revoked_token_nothing_else_is_said_but_that_it_was_found() {
        let revoked = Some(RevocationView { at: NOON, by: "Ada".parse().unwrap() });
        let token = TokenView {
            revoked,
            exp: Some(NOON),
            nbf: Some(NOON + Seconds(1)),
            is_owner_deprovisioned: true,
            ..view()
        };
        assert_eq!(badges(&token), [Badge::Revoked]);
        assert!(token.has_ended(NOON));
        let exposed = Some(ExposureView { at: NOON, found_at: None });
        let token = TokenView { exposed, ..token };
        assert_eq!(badges(&token), [Badge::Exposed, Badge::Revoked]);
    }

    #[test]
    fn the_token_of_a_deprovisioned_person_says_so_beside_the_rest() {
        let token =
            TokenView { exp: Some(NOON + Seconds(1)), is_owner_deprovisioned: true, ..view() };
        assert_eq!(badges(&token), [Badge::ExpiresSoon, Badge::Deprovisioned]);
    }
}
