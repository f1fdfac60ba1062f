//! Where the one is who calls a proxy.

use std::net::IpAddr;

/// The one address that the proxy wrote in `X-Forwarded-For`. The platform appends the address of the
/// proxy itself, the one that is `connected`, if there was such a header. Source: Cloudflare docs,
/// "HTTP request headers". Of more than one that are left, nobody says which is to be believed.
pub(super) fn of_client(forwarded_for: Option<&str>, connected: Option<IpAddr>) -> Option<IpAddr> {
    let parsed: Vec<Option<IpAddr>> =
        forwarded_for?.split(',').map(|entry| entry.trim().parse().ok()).collect();
    match parsed.as_slice() {
        [client] => *client,
        [client, appended] if appended.is_some() && *appended == connected => *client,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_one_address_that_a_proxy_wrote_is_the_clients() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxy = Some(address("203.0.113.9"));
        for (forwarded_for, connected, found) in [
            ("192.0.2.1", proxy, Some("192.0.2.1")),
            ("192.0.2.1, 203.0.113.9", proxy, Some("192.0.2.1")),
            ("2001:db8::1,203.0.113.9", proxy, Some("2001:db8::1")),
            ("203.0.113.9", proxy, Some("203.0.113.9")),
            ("203.0.113.9, 203.0.113.9", proxy, Some("203.0.113.9")),
            // Whatever a client put before it.
            ("192.0.2.7, 192.0.2.1", proxy, None),
            ("192.0.2.7, 192.0.2.1, 203.0.113.9", proxy, None),
            ("192.0.2.1, 203.0.113.9", None, None),
            ("192.0.2.1, unknown", None, None),
            ("unknown", proxy, None),
            ("192.0.2.1:80", proxy, None),
            ("", proxy, None),
            (",", proxy, None),
        ] {
            let client = of_client(Some(forwarded_for), connected);
            assert_eq!(client, found.map(address), "{forwarded_for}");
        }
        assert_eq!(of_client(None, proxy), None, "the proxy's own address is not its client's");
    }
}
