//! Refusals by their reason alone, as they are counted.

use super::Refusal;

/// Why a request is refused, and nothing more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// No token was sent.
    NoToken,
    /// What was sent is no token.
    Malformed,
    /// The seal does not hold.
    Forged,
    /// No registry knows it.
    Unknown,
    /// It was revoked.
    Revoked,
    /// Its time ran out.
    Expired,
    /// Another took its place.
    Superseded,
    /// Its time has not come.
    NotYetValid,
    /// Its owner was deprovisioned.
    OwnerDeprovisioned,
    /// It may not be used from the caller's address.
    AddressNotAllowed,
    /// It lacks a scope.
    InsufficientScope,
    /// There were too many requests.
    TooManyRequests,
    /// Nobody could be asked.
    Unavailable,
}

impl RefusalReason {
    /// Every reason, each at the place of its number.
    pub const ALL: [Self; 13] = [
        Self::NoToken,
        Self::Malformed,
        Self::Forged,
        Self::Unknown,
        Self::Revoked,
        Self::Expired,
        Self::Superseded,
        Self::NotYetValid,
        Self::OwnerDeprovisioned,
        Self::AddressNotAllowed,
        Self::InsufficientScope,
        Self::TooManyRequests,
        Self::Unavailable,
    ];

    /// The word for a monitor.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoToken => "no_token",
            Self::Malformed => "malformed",
            Self::Forged => "forged",
            Self::Unknown => "unknown",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::NotYetValid => "not_yet_valid",
            Self::OwnerDeprovisioned => "owner_deprovisioned",
            Self::AddressNotAllowed => "address_not_allowed",
            Self::InsufficientScope => "insufficient_scope",
            Self::TooManyRequests => "too_many_requests",
            Self::Unavailable => "unavailable",
        }
    }

    /// Its number: its place among all.
    pub fn number(self) -> usize {
        self as usize
    }
}

impl From<&Refusal> for RefusalReason {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::NoToken => Self::NoToken,
            Refusal::Malformed(_) => Self::Malformed,
            Refusal::Forged => Self::Forged,
            Refusal::Unknown => Self::Unknown,
            Refusal::Revoked => Self::Revoked,
            Refusal::Expired => Self::Expired,
            Refusal::Superseded => Self::Superseded,
            Refusal::NotYetValid => Self::NotYetValid,
            Refusal::OwnerDeprovisioned => Self::OwnerDeprovisioned,
            Refusal::AddressNotAllowed => Self::AddressNotAllowed,
            Refusal::InsufficientScope(_) => Self::InsufficientScope,
            Refusal::TooManyRequests(_) => Self::TooManyRequests,
            Refusal::Unavailable => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_reason_stands_at_its_number() {
        for (place, reason) in RefusalReason::ALL.into_iter().enumerate() {
            assert_eq!(reason.number(), place);
        }
    }
}
