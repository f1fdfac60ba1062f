#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::samples::NOON;

#[test]
fn a_label_is_a_host_names_part() {
    for label in ["a", "contoso", "a-1", &"x".repeat(63)] {
        assert!(label.parse::<TenantLabel>().is_ok(), "{label}");
    }
    for label in ["", "1a", "-a", "a-", "A", "a.b", "a_b", "é", &"x".repeat(64)] {
        assert!(label.parse::<TenantLabel>().is_err(), "{label}");
    }
}

#[test]
fn a_tenants_own_url_has_label_and_region_before_the_portals_host() {
    let tenant = Tenant {
        id: "tenant".parse().unwrap(),
        label: "contoso".parse().unwrap(),
        region: Region::Us2,
        created_at: NOON,
    };
    for (host, url) in [
        ("portal.example.com", "https://contoso.us2.portal.example.com"),
        ("localhost:8787", "http://contoso.us2.localhost:8787"),
    ] {
        assert_eq!(host.parse::<PortalHost>().unwrap().own_url(&tenant), url);
    }
}

#[test]
fn a_portals_host_is_a_host_with_a_port_at_most() {
    for host in
        ["", "https://portal.example.com", "a b", "a/b", "a:port", "a:70000", "A.com", "a..b"]
    {
        assert!(host.parse::<PortalHost>().is_err(), "{host:?}");
    }
}

#[test]
fn only_localhost_and_what_is_below_it_is_local() {
    for (name, is_local) in [
        ("localhost", true),
        ("contoso.eu.localhost", true),
        ("notlocalhost", false),
        ("localhost.example.com", false),
        ("127.0.0.1", false),
    ] {
        assert_eq!(is_local_host(name), is_local, "{name}");
    }
}

#[test]
fn every_region_reads_as_it_is_written() {
    for region in ["us", "us2", "us3", "eu", "eu2"] {
        assert_eq!(region.parse::<Region>().unwrap().as_str(), region);
        assert_eq!(
            serde_json::to_string(&region.parse::<Region>().unwrap()).unwrap(),
            format!("{region:?}")
        );
    }
    assert_eq!("mars".parse::<Region>(), Err(ParseRegionError));
}
