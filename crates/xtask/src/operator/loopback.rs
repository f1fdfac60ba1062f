//! Which URLs stay on this machine.

use gatepass_core::tenant::is_local_host;

/// Whether what is sent to the URL never leaves this machine.
pub(crate) fn is_on_this_machine(url: &str) -> bool {
    let after_scheme = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return false;
    }
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        Some(_) | None => authority,
    };
    is_local_host(name) || name == "127.0.0.1" || name == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_on_this_machine() {
        for url in
            ["http://localhost:8787", "http://127.0.0.1", "http://[::1]:9/x", "http://a.localhost"]
        {
            assert!(is_on_this_machine(url), "{url}");
        }
        for url in [
            "https://portal.example.com",
            "http://localhost.example.com",
            "http://localhost:8787@example.com",
            "http://example.com/localhost",
            "localhost",
        ] {
            assert!(!is_on_this_machine(url), "{url}");
        }
    }
}
