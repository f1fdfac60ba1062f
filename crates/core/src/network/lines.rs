//! Networks as a person enters them: one a line.

use std::net::IpAddr;

use ipnet::IpNet;

/// A line that is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Line {line} is no network: write one like 192.0.2.0/24 or 2001:db8::/32.")]
pub struct ParseNetworksError {
    /// Which line, counted from 1.
    pub line: usize,
}

/// The networks of a text that has one on each line. An address alone is the network of it alone;
/// empty lines say nothing.
///
/// # Errors
/// [`ParseNetworksError`] for the first line that is no network.
pub fn parse_networks(text: &str) -> Result<Vec<IpNet>, ParseNetworksError> {
    let lines = text.lines().map(str::trim).zip(1..);
    lines
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, line)| {
            let alone = || text.parse::<IpAddr>().map(IpNet::from);
            text.parse().or_else(|_| alone()).map_err(|_| ParseNetworksError { line })
        })
        .collect()
}

/// The text that says these networks, one on each line.
pub fn write_networks(networks: &[IpNet]) -> String {
    let lines: Vec<String> = networks.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn networks_are_read_one_a_line_and_an_address_is_a_network_of_its_own() {
        let networks = parse_networks("\n 192.0.2.0/24 \r\n\n198.51.100.7\n2001:db8::1\n").unwrap();
        assert_eq!(write_networks(&networks), "192.0.2.0/24\n198.51.100.7/32\n2001:db8::1/128");
        assert_eq!(parse_networks(&write_networks(&networks)), Ok(networks));
        assert_eq!(parse_networks(" \n"), Ok(vec![]));
    }

    #[test]
    fn the_first_line_that_is_no_network_is_named() {
        for (text, line) in [
            ("office", 1),
            ("192.0.2.0/24\n\n192.0.2.0/33\noffice", 3),
            ("192.0.2.0/24, 198.51.100.0/24", 1),
            ("300.0.0.1", 1),
        ] {
            assert_eq!(parse_networks(text), Err(ParseNetworksError { line }), "{text:?}");
        }
        assert!(parse_networks("x").unwrap_err().to_string().starts_with("Line 1 is no network"));
    }
}
