//! Where a request is, by the host that it came to.

use super::{PortalHost, Region, TenantLabel};

/// What a host name is to a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The generic host: that of the portal, without a tenant.
    Generic,
    /// A tenant's own host, should there be such a tenant in that region.
    Own {
        /// The first part.
        label: TenantLabel,
        /// The second part.
        region: Region,
    },
    /// Below the generic host, and no tenant's whatever tenants there are.
    Unknown,
    /// Another host by which the operator leads requests here.
    Elsewhere,
}

impl PortalHost {
    /// What a host is, as a request's `Host` header or URL has it (RFC 9110 §7.2). Its port does not
    /// count, since whatever stands in front may listen at another.
    pub fn place(&self, host: &str) -> Place {
        let Some(name) = name_of(host) else {
            return Place::Elsewhere;
        };
        let portal = self.name();
        if name == portal {
            return Place::Generic;
        }
        let below = name.strip_suffix(portal).and_then(|rest| rest.strip_suffix('.'));
        let Some(below) = below else {
            return Place::Elsewhere;
        };
        let parsed = below
            .split_once('.')
            .and_then(|(label, region)| Some((label.parse().ok()?, region.parse().ok()?)));
        match parsed {
            Some((label, region)) => Place::Own { label, region },
            None => Place::Unknown,
        }
    }

    /// The host's name, without its port.
    pub(super) fn name(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }
}

/// The name in lowercase, without port and without the dot that makes it absolute (RFC 1034 §3.1);
/// nothing for what is none, like an IPv6 address or what has userinfo before it.
fn name_of(host: &str) -> Option<String> {
    let name = match host.split_once(':') {
        None => host,
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) => return None,
    };
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    name.bytes().all(is_of_a_name).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn portal() -> PortalHost {
        "portal.example.com".parse().unwrap()
    }

    fn contoso() -> Place {
        Place::Own { label: "contoso".parse().unwrap(), region: Region::Eu }
    }

    #[test]
    fn the_generic_host_is_known_in_every_spelling() {
        for host in [
            "portal.example.com",
            "portal.example.com:443",
            "portal.example.com:8787",
            "portal.example.com:",
            "PORTAL.Example.com",
            "portal.example.com.",
            "portal.example.com.:443",
        ] {
            assert_eq!(portal().place(host), Place::Generic, "{host}");
        }
    }

    #[test]
    fn an_own_host_is_label_and_region_before_the_portals() {
        for host in [
            "contoso.eu.portal.example.com",
            "contoso.eu.portal.example.com:8787",
            "Contoso.EU.portal.example.com",
            "contoso.eu.portal.example.com.",
        ] {
            assert_eq!(portal().place(host), contoso(), "{host}");
        }
    }

    #[test]
    fn what_is_below_the_portals_host_and_not_label_and_region_is_unknown() {
        for host in [
            "contoso.portal.example.com",
            "eu.portal.example.com",
            "contoso.mars.portal.example.com",
            "www.contoso.eu.portal.example.com",
            "1st.eu.portal.example.com",
            "-.eu.portal.example.com",
            ".portal.example.com",
            "..portal.example.com",
            ".eu.portal.example.com",
            "contoso..portal.example.com",
            "contoso.eu..portal.example.com",
            &format!("{}.eu.portal.example.com", "a".repeat(64)),
        ] {
            assert_eq!(portal().place(host), Place::Unknown, "{host}");
        }
    }

    #[test]
    fn any_other_host_is_elsewhere_however_much_it_looks_like_the_portals() {
        for host in [
            "",
            ".",
            ":",
            "example.com",
            "notportal.example.com",
            "contoso.eu.notportal.example.com",
            "portal.example.com.evil.com",
            "contoso.eu.portal.example.com.evil.com",
            "portal.example.com..",
            "someone@portal.example.com",
            "portal.example.com@evil.com",
            "someone:secret@contoso.eu.portal.example.com",
            "portal.example.com:port",
            "portal.example.com:80:80",
            "portal.example.com/contoso.eu.portal.example.com",
            "contoso.eu.portal.example.com/",
            "contoso.eu.portal.example.com%00",
            "contoso.eu.portal.example.com\0",
            "contoso.eu.portal.example.com ",
            "127.0.0.1:8787",
            "[::1]",
            "[::1]:8787",
            "::1",
            "[contoso.eu.portal.example.com]",
            "contoso.eu.pörtal.example.com",
        ] {
            assert_eq!(portal().place(host), Place::Elsewhere, "{host}");
        }
    }

    #[test]
    fn on_this_machine_it_is_the_same() {
        let portal: PortalHost = "localhost:8787".parse().unwrap();
        assert_eq!(portal.place("localhost:9000"), Place::Generic);
        assert_eq!(portal.place("contoso.eu.localhost:8787"), contoso());
        assert_eq!(portal.place("contoso.localhost:8787"), Place::Unknown);
        assert_eq!(portal.place("127.0.0.1:8787"), Place::Elsewhere);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_text_is_somewhere(host in any::<String>()) {
            portal().place(&host);
        }

        #[test]
        fn a_portals_host_is_below_no_other(before in "[a-z0-9.-]{0,12}", after in "[a-z0-9.:@/-]{1,12}") {
            let host = format!("{before}portal.example.com{after}");
            let is_known = !matches!(portal().place(&host), Place::Elsewhere);
            let is_port = |rest: &str| {
                rest.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
            };
            let rest = after.strip_prefix('.').unwrap_or(&after);
            let is_below = before.is_empty() || before.ends_with('.');
            prop_assert_eq!(is_known, is_below && (rest.is_empty() || is_port(rest)));
        }

        #[test]
        fn what_is_before_an_own_host_takes_it_from_its_tenant(before in ".{1,12}") {
            let host = format!("{before}contoso.eu.portal.example.com");
            prop_assert_ne!(portal().place(&host), contoso());
        }
    }
}
