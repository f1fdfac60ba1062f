//! How often may be asked: by each address, by each token, and by each tenant.
//!
//! The platform counts, by bindings that the policy names, and says no more than whether a request is
//! within a binding's limit. What that is for is decided here.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// The most characters that a binding's name has.
const LONGEST_BINDING: usize = 60;

/// The bits of an IPv6 address that are its network's: whoever has one of a network's addresses has
/// all of them. RFC 4291 §2.5.4.
const NETWORK_BITS: u32 = 64;

/// What requests are counted by; nothing, where there is no limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// The address that a request comes from: every request, before anything else is done for it.
    pub address: Option<Limit>,
    /// The token: requests that it is good for.
    pub token: Option<Limit>,
    /// The tenant, over all of its tokens: likewise, and those within the token's limit.
    pub tenant: Option<Limit>,
}

impl Limits {
    /// Whether nothing is counted.
    pub fn is_none(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The limits that there are, each with what it counts by, as the policy names it.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Limit)> {
        let all = [("address", &self.address), ("token", &self.token), ("tenant", &self.tenant)];
        all.into_iter().filter_map(|(by, limit)| Some((by, limit.as_ref()?)))
    }
}

/// A limit: which binding counts, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The binding.
    pub binding: Binding,
    /// Its period. The Worker cannot read it from the binding.
    pub period: Period,
}

impl Limit {
    /// Whether a request goes on whose limiter answered whether it is within the limit, if it did.
    /// One that does not answer limits nothing: who may pass is decided elsewhere.
    ///
    /// # Errors
    /// [`Refusal::TooManyRequests`], where it is not.
    pub fn judge(&self, is_within: Option<bool>) -> Result<(), Refusal> {
        match is_within {
            Some(true) | None => Ok(()),
            Some(false) => Err(Refusal::TooManyRequests(self.period)),
        }
    }
}

/// The name of a rate-limiting binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding(String);

/// Text that is no binding's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a binding is 1 to 60 letters, digits and underscores, and does not begin with a digit")]
pub struct ParseBindingError;

impl Binding {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Binding {
    type Err = ParseBindingError;

    fn from_str(text: &str) -> Result<Self, ParseBindingError> {
        let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_name = (1..=LONGEST_BINDING).contains(&text.len())
            && text.bytes().all(is_of_a_name)
            && !text.starts_with(|first: char| first.is_ascii_digit());
        if is_name { Ok(Self(text.to_owned())) } else { Err(ParseBindingError) }
    }
}

/// For how long a binding counts. Source: Cloudflare docs, "Rate Limiting": 10 or 60 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub enum Period {
    /// 10 s.
    TenSeconds,
    /// 60 s.
    Minute,
}

/// A number of seconds that no binding counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a binding counts for 10 or 60 seconds")]
pub struct UnknownPeriodError;

impl Period {
    /// The period in seconds.
    pub fn seconds(self) -> u32 {
        match self {
            Self::TenSeconds => 10,
            Self::Minute => 60,
        }
    }
}

impl TryFrom<u32> for Period {
    type Error = UnknownPeriodError;

    fn try_from(seconds: u32) -> Result<Self, UnknownPeriodError> {
        match seconds {
            10 => Ok(Self::TenSeconds),
            60 => Ok(Self::Minute),
            _ => Err(UnknownPeriodError),
        }
    }
}

impl From<Period> for u32 {
    fn from(period: Period) -> Self {
        period.seconds()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} seconds", self.seconds())
    }
}

/// What requests from an address are counted under: an IPv4 address, however it is written, or the
/// network of an IPv6 address. No id of a token or tenant is ever the same text.
pub fn address_key(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = u128::from(address) & (u128::MAX << (u128::BITS - NETWORK_BITS));
            format!("{}/{NETWORK_BITS}", Ipv6Addr::from(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::wire::ProblemKind;

    fn limit(period: Period) -> Limit {
        Limit { binding: "PER_TOKEN".parse().unwrap(), period }
    }

    #[test]
    fn a_request_beyond_the_limit_is_told_to_wait_for_the_bindings_period() {
        for period in [Period::TenSeconds, Period::Minute] {
            let refusal = limit(period).judge(Some(false)).unwrap_err();
            assert_eq!(refusal, Refusal::TooManyRequests(period));
            let problem = refusal.to_problem();
            assert_eq!((problem.kind, problem.status), (ProblemKind::TooManyRequests, 429));
            assert_eq!(refusal.to_challenge(None), None);
        }
    }

    #[test]
    fn within_the_limit_and_by_a_limiter_that_does_not_answer_a_request_goes_on() {
        assert_eq!(limit(Period::Minute).judge(Some(true)), Ok(()));
        assert_eq!(limit(Period::Minute).judge(None), Ok(()));
    }

    #[test]
    fn an_ipv6_address_counts_as_its_network_and_an_ipv4_address_as_itself() {
        for (address, key) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::", "2001:db8:1:3::/64"),
            ("::1", "::/64"),
        ] {
            assert_eq!(address_key(address.parse().unwrap()), key, "{address}");
        }
    }

    #[test]
    fn a_binding_is_a_name_as_javascript_has_it() {
        for name in ["PER_TOKEN", "a", "_1", "x".repeat(60).as_str()] {
            assert_eq!(name.parse::<Binding>().unwrap().as_str(), name);
        }
        for name in ["", "1A", "PER TOKEN", "PER-TOKEN", "ÄTOKEN", x61().as_str()] {
            assert_eq!(name.parse::<Binding>(), Err(ParseBindingError), "{name}");
        }
    }

    fn x61() -> String {
        "x".repeat(61)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_two_networks_are_counted_together(one in any::<u128>(), other in any::<u128>()) {
            let key = |bits| address_key(IpAddr::V6(Ipv6Addr::from(bits)));
            let is_one_network = one >> 64 == other >> 64;
            prop_assert_eq!(key(one) == key(other), is_one_network);
            prop_assert_eq!(key(one), key(one ^ u128::from(u64::MAX)));
        }

        #[test]
        fn an_addresss_key_is_no_id(address in any::<IpAddr>()) {
            prop_assert!(address_key(address).contains(['.', ':']));
        }

        #[test]
        fn there_are_two_periods(seconds in any::<u32>()) {
            let known = [10, 60].contains(&seconds);
            prop_assert_eq!(Period::try_from(seconds).is_ok_and(|it| it.seconds() == seconds), known);
        }
    }
}
