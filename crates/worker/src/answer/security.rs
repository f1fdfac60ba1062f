//! What answers say to browsers.

use worker::{Headers, Response, Result};

/// What the page may do: load its own files and talk to its own origin. No inline script or style, and
/// no text that becomes a script.
const OF_THE_PAGE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types 'none'";

/// What any other answer may do, should a browser show it: nothing.
const OF_THE_REST: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const OF_ALL: [(&str, &str); 6] = [
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "clipboard-write=(self)"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
];

/// Secures the page's documents and files. A browser asks for them each time, and gets 304 where
/// nothing changed.
pub(crate) fn secure_page(headers: &Headers) -> Result<()> {
    headers.set("content-security-policy", OF_THE_PAGE)?;
    headers.set("cache-control", "no-cache")?;
    secure(headers)
}

/// Secures any other answer of ours.
pub(crate) fn secured(mut response: Response) -> Result<Response> {
    let headers = response.headers_mut();
    headers.set("content-security-policy", OF_THE_REST)?;
    secure(headers)?;
    Ok(response)
}

fn secure(headers: &Headers) -> Result<()> {
    for (name, value) in OF_ALL {
        headers.set(name, value)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_secures_its_own_answer_alike() {
        let entry = include_str!("../../entry.js");
        for (name, value) in OF_ALL.into_iter().chain([("content-security-policy", OF_THE_REST)]) {
            let line = format!("\"{name}\": \"{value}\",");
            assert!(entry.contains(&line), "{line}");
        }
    }
}
