//! Where a token may be used from.

mod lines;

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

pub use lines::{ParseNetworksError, parse_networks, write_networks};

/// The most networks that a rule names, of either kind.
pub const MOST_NETWORKS: usize = 20;

/// Where a token may be used from: in these networks, and not in those. CIDR, RFC 4632 and RFC 4291.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NetworkRule {
    /// Only from these, if there are any.
    #[serde(rename = "in", skip_serializing_if = "Vec::is_empty")]
    pub inside: Vec<IpNet>,
    /// Never from these.
    #[serde(rename = "not_in", skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<IpNet>,
}

/// A member of a rule on the wire.
#[derive(Deserialize)]
#[serde(field_identifier)]
enum Member {
    #[serde(rename = "in")]
    Inside,
    #[serde(rename = "not_in")]
    Outside,
}

/// Reads a rule from an object alone: what is derived would take an array for one, member by member.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = NetworkRule;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `in` and `not_in`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<NetworkRule, A::Error> {
        let (mut inside, mut outside) = (None, None);
        while let Some(member) = members.next_key()? {
            let (networks, name) = match member {
                Member::Inside => (&mut inside, "in"),
                Member::Outside => (&mut outside, "not_in"),
            };
            if networks.replace(members.next_value()?).is_some() {
                return Err(A::Error::duplicate_field(name));
            }
        }
        let (inside, outside) = (inside.unwrap_or_default(), outside.unwrap_or_default());
        Ok(NetworkRule { inside, outside })
    }
}

impl<'de> Deserialize<'de> for NetworkRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

impl NetworkRule {
    /// Whether it lets everybody pass.
    pub fn is_open(&self) -> bool {
        self.inside.is_empty() && self.outside.is_empty()
    }

    /// Whether it lets a caller pass. One whose address is not known passes an open rule only. An
    /// IPv4 address passes the same whether it came as such or mapped into IPv6 (RFC 4291 §2.5.5.2).
    pub fn allows(&self, address: Option<IpAddr>) -> bool {
        let Some(address) = address.map(|address| address.to_canonical()) else {
            return self.is_open();
        };
        let is_in = |networks: &[IpNet]| networks.iter().any(|network| network.contains(&address));
        (self.inside.is_empty() || is_in(&self.inside)) && !is_in(&self.outside)
    }

    /// Whether everybody who passes this rule passes the other. It may say no where that takes
    /// several networks together to see, and never says yes wrongly.
    pub fn is_within(&self, other: &Self) -> bool {
        let covers = |wide: &[IpNet], narrow: &IpNet| wide.iter().any(|wide| wide.contains(narrow));
        let is_inside = other.inside.is_empty()
            || (!self.inside.is_empty()
                && self.inside.iter().all(|network| covers(&other.inside, network)));
        is_inside && other.outside.iter().all(|network| covers(&self.outside, network))
    }

    /// Whether it names no more networks than are kept.
    pub fn is_short(&self) -> bool {
        self.inside.len().saturating_add(self.outside.len()) <= MOST_NETWORKS
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn rule(inside: &[&str], outside: &[&str]) -> NetworkRule {
        let parsed = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        NetworkRule { inside: parsed(inside), outside: parsed(outside) }
    }

    #[test]
    fn a_rule_lets_pass_who_is_in_and_not_in() {
        let office = rule(&["192.0.2.0/24", "2001:db8::/32"], &["192.0.2.66/32"]);
        for (address, passes) in [
            ("192.0.2.1", true),
            ("::ffff:192.0.2.1", true),
            ("192.0.2.66", false),
            ("::ffff:192.0.2.66", false),
            ("198.51.100.1", false),
            ("2001:db8::1", true),
            ("2001:db9::1", false),
        ] {
            assert_eq!(office.allows(address.parse().ok()), passes, "{address}");
        }
        assert!(rule(&[], &["192.0.2.0/24"]).allows("198.51.100.1".parse().ok()));
    }

    #[test]
    fn an_unknown_address_passes_an_open_rule_only() {
        assert!(NetworkRule::default().allows(None));
        assert!(!rule(&["0.0.0.0/0"], &[]).allows(None));
        assert!(!rule(&[], &["192.0.2.0/24"]).allows(None));
    }

    #[test]
    fn a_rule_is_an_object_and_nothing_else() {
        let read = |json: &str| serde_json::from_str::<NetworkRule>(json).ok();
        let office = r#"{"in":["192.0.2.0/24"],"not_in":["192.0.2.7/32"]}"#;
        assert_eq!(read(office), Some(rule(&["192.0.2.0/24"], &["192.0.2.7/32"])));
        assert_eq!(serde_json::to_string(&read(office)).unwrap(), office);
        assert_eq!(read("{}"), Some(NetworkRule::default()));
        for bad in [
            "[]",
            r#"[["192.0.2.0/24"]]"#,
            r#"{"in":["192.0.2.0"]}"#,
            r#"{"in":["192.0.2.0/33"]}"#,
            r#"{"in":[],"in":[]}"#,
            r#"{"out":[]}"#,
            "null",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    fn any_rule() -> impl Strategy<Value = NetworkRule> {
        let network = (0_u8..4, 24_u8..33).prop_map(|(last, length)| {
            format!("192.0.2.{}/{length}", last.wrapping_mul(64)).parse().unwrap()
        });
        let some = prop::collection::vec(network, 0..3);
        (some.clone(), some).prop_map(|(inside, outside)| NetworkRule { inside, outside })
    }

    proptest! {
        #[test]
        fn who_passes_a_rule_within_another_passes_that(a in any_rule(), b in any_rule(), last: u8) {
            let address = Some(IpAddr::from([192, 0, 2, last]));
            if a.is_within(&b) && a.allows(address) {
                prop_assert!(b.allows(address));
            }
        }

        #[test]
        fn every_rule_is_within_itself_and_the_open_one(a in any_rule()) {
            prop_assert!(a.is_within(&a) && a.is_within(&NetworkRule::default()));
        }
    }
}
