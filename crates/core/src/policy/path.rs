//! A path below `/api/`, as whoever stands behind the gateway reads it.

use std::str::FromStr;

/// A path in its segments, each decoded. There is only one way to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiPath(Vec<String>);

/// Why a path can be read in more than one way, so that what is decided on one reading may be
/// carried out on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmbiguousPath {
    /// It is none: those begin with a slash.
    #[error("A path begins with a slash.")]
    Relative,
    /// A percent sign without two hexadecimal digits after it. RFC 3986 §2.1.
    #[error("Escape a percent sign in the path as %25.")]
    Escape,
    /// What is escaped is no text.
    #[error("Escape in the path text in UTF-8 alone.")]
    Encoding,
    /// Some servers take this for something else than a part of a name.
    #[error("Send the path without {found:?}, escaped or not.")]
    Forbidden {
        /// The first such character.
        found: char,
    },
    /// Some servers leave the escape in the path and some do not.
    #[error("Send a dot in the path as it is, not escaped.")]
    EscapedDot,
    /// Some servers decode twice.
    #[error("Send the path escaped once, not twice.")]
    EscapedTwice,
    /// Some servers take several slashes for one.
    #[error("Send the path without two slashes in a row.")]
    EmptySegment,
    /// `.` or `..`. RFC 3986 §5.2.4.
    #[error("Send the path without . or .. for a segment.")]
    DotSegment,
    /// One rule applies to it as it stands, another where capitals or a slash at the end make no
    /// difference.
    #[error("Send the path spelled as the API spells it: capitals and a slash at its end count.")]
    Spelling,
}

/// What some server takes for the end of the path or of a segment, or drops.
fn is_forbidden(c: char) -> bool {
    matches!(c, '/' | '\\' | ';') || c.is_control()
}

/// The byte that an escape at the beginning of `text`, after its percent sign, stands for.
fn escaped(text: &[u8]) -> Option<u8> {
    let &[high, low, ..] = text else { return None };
    let digit = |byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

/// The segment decoded, once (RFC 3986 §2.1).
fn decode(segment: &str) -> Result<String, AmbiguousPath> {
    let mut decoded = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first != b'%' {
            decoded.push(first);
            rest = tail;
            continue;
        }
        match escaped(tail).ok_or(AmbiguousPath::Escape)? {
            b'.' => return Err(AmbiguousPath::EscapedDot),
            byte => decoded.push(byte),
        }
        rest = tail.get(2..).unwrap_or_default();
    }
    if decoded.split(|byte| *byte == b'%').skip(1).any(|after| escaped(after).is_some()) {
        return Err(AmbiguousPath::EscapedTwice);
    }
    let decoded = String::from_utf8(decoded).map_err(|_| AmbiguousPath::Encoding)?;
    match decoded.chars().find(|c| is_forbidden(*c)) {
        Some(found) => Err(AmbiguousPath::Forbidden { found }),
        None if matches!(decoded.as_str(), "." | "..") => Err(AmbiguousPath::DotSegment),
        None => Ok(decoded),
    }
}

impl FromStr for ApiPath {
    type Err = AmbiguousPath;

    fn from_str(text: &str) -> Result<Self, AmbiguousPath> {
        if let Some(found) = text.chars().find(|c| matches!(c, '?' | '#')) {
            return Err(AmbiguousPath::Forbidden { found });
        }
        let rest = text.strip_prefix('/').ok_or(AmbiguousPath::Relative)?;
        let segments = rest.split('/').map(decode).collect::<Result<Vec<_>, _>>()?;
        match segments.split_last() {
            Some((_, before)) if before.iter().any(String::is_empty) => {
                Err(AmbiguousPath::EmptySegment)
            }
            Some(_) | None => Ok(Self(segments)),
        }
    }
}

impl ApiPath {
    /// Its segments; the last is empty where it ends with a slash.
    pub(super) fn segments(&self) -> &[String] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_path_is_its_segments_decoded() {
        for (path, segments) in [
            ("/api", vec!["api"]),
            ("/api/", vec!["api", ""]),
            ("/api/caf%C3%A9/%61%2Db/a.b/x%20y", vec!["api", "café", "a-b", "a.b", "x y"]),
            ("/api/100%25/%25zz/..x/...", vec!["api", "100%", "%zz", "..x", "..."]),
            ("/api/%3f%23", vec!["api", "?#"]),
        ] {
            assert_eq!(path.parse::<ApiPath>().unwrap().segments(), segments, "{path}");
        }
    }

    #[test]
    fn a_path_that_servers_read_differently_is_none() {
        let forbidden = |found| AmbiguousPath::Forbidden { found };
        for (path, why) in [
            ("", AmbiguousPath::Relative),
            ("api/x", AmbiguousPath::Relative),
            ("/api/a%2fb", forbidden('/')),
            ("/api/a%2Fb", forbidden('/')),
            ("/api/a%5cb", forbidden('\\')),
            ("/api/a%5Cb", forbidden('\\')),
            ("/api/a\\b", forbidden('\\')),
            ("/api/a;b=c", forbidden(';')),
            ("/api/a%3Bb", forbidden(';')),
            ("/api/a%00", forbidden('\0')),
            ("/api/a%0d%0ab", forbidden('\r')),
            ("/api/a\tb", forbidden('\t')),
            ("/api/a%7f", forbidden('\x7f')),
            ("/api/a%C2%85", forbidden('\u{85}')),
            ("/api/a?b", forbidden('?')),
            ("/api/a#b", forbidden('#')),
            ("/api/a%2eb", AmbiguousPath::EscapedDot),
            ("/api/%2E%2E/b", AmbiguousPath::EscapedDot),
            ("/api/%252e%252e/b", AmbiguousPath::EscapedTwice),
            ("/api/a%2561", AmbiguousPath::EscapedTwice),
            ("/api/a%25%36%31", AmbiguousPath::EscapedTwice),
            ("/api/..", AmbiguousPath::DotSegment),
            ("/api/./b", AmbiguousPath::DotSegment),
            ("/api//b", AmbiguousPath::EmptySegment),
            ("//api/b", AmbiguousPath::EmptySegment),
            ("/api/b//", AmbiguousPath::EmptySegment),
            ("/api/a%", AmbiguousPath::Escape),
            ("/api/a%2", AmbiguousPath::Escape),
            ("/api/%u002e", AmbiguousPath::Escape),
            ("/api/%c0%af", AmbiguousPath::Encoding),
            ("/api/%ff", AmbiguousPath::Encoding),
        ] {
            assert_eq!(path.parse::<ApiPath>(), Err(why), "{path:?}");
        }
    }
}
