//! What a browser is called, as people recognize theirs.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names of browsers, each by what tells it in `User-Agent`. Those that also say the name of another
/// stand before it.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Names of systems, likewise.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// A browser and its system, such as "Firefox on Linux". It is one of a few texts, whatever a caller
/// says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BrowserName(String);

fn find(names: &[(&str, &'static str)], user_agent: &str) -> Option<&'static str> {
    names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
}

impl BrowserName {
    /// The browser that sends this `User-Agent`. RFC 9110 §10.1.5.
    pub fn told_by(user_agent: &str) -> Option<Self> {
        match (find(&BROWSERS, user_agent), find(&SYSTEMS, user_agent)) {
            (Some(browser), Some(system)) => Some(Self(format!("{browser} on {system}"))),
            (Some(name), None) | (None, Some(name)) => Some(Self(name.to_owned())),
            (None, None) => None,
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BrowserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn browsers_are_told_by_what_they_say() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/156.0.0.0 Safari/537.36",
                "Chrome on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 \
                 Firefox/150.0",
                "Firefox on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) \
                 SamsungBrowser/29.0 Chrome/150.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            ("Lynx/2.9 Linux", "Linux"),
        ] {
            assert_eq!(BrowserName::told_by(user_agent).unwrap().as_str(), name);
        }
    }

    #[test]
    fn what_is_no_browser_has_no_name() {
        for user_agent in ["", "curl/8.14.1", "<script>alert(1)</script>", "\u{202e}"] {
            assert_eq!(BrowserName::told_by(user_agent), None);
        }
    }
}
