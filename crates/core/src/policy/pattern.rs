//! Which paths a route's rule is for.

use std::fmt;
use std::str::FromStr;

use super::path::{AmbiguousPath, ApiPath};
use super::reading::Reading;

/// A pattern of paths below `/api/`: segments, of which `*` stands for any one, and `**` at the end
/// for any number of them, none included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Literal(String),
    Any,
    Rest,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParsePatternError {
    /// Only what is below `/api/` goes through the gateway.
    #[error("a pattern begins with /api/, as in \"/api/reports/**\"")]
    NotBelowApi,
    /// A star within a segment.
    #[error("* stands for a whole segment, and ** for all that follow; an escaped %2A is a star")]
    PartialStar,
    /// `**` with something after it.
    #[error("** stands for all that follows, so nothing can follow it")]
    RestNotLast,
    /// No path that passes is spelled like that.
    #[error("no path matches it: {0}")]
    Ambiguous(#[from] AmbiguousPath),
}

impl FromStr for Pattern {
    type Err = ParsePatternError;

    fn from_str(text: &str) -> Result<Self, ParsePatternError> {
        if !text.starts_with("/api/") {
            return Err(ParsePatternError::NotBelowApi);
        }
        let path: ApiPath = text.parse()?;
        // A star that was escaped is none.
        let raw = text.split('/').skip(1);
        let segment_of = |(raw, decoded): (&str, &String)| match raw {
            "*" => Ok(Segment::Any),
            "**" => Ok(Segment::Rest),
            raw if raw.contains('*') => Err(ParsePatternError::PartialStar),
            _ => Ok(Segment::Literal(decoded.clone())),
        };
        let segments = raw.zip(path.segments()).map(segment_of).collect::<Result<Vec<_>, _>>()?;
        match segments.split_last() {
            Some((_, before)) if before.contains(&Segment::Rest) => {
                Err(ParsePatternError::RestNotLast)
            }
            Some(_) | None => Ok(Self { text: text.to_owned(), segments }),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Pattern {
    /// Whether every path of the other's is one of this one's too.
    pub(super) fn holds_all_of(&self, other: &Self) -> bool {
        fn is_within(narrow: &[Segment], wide: &[Segment]) -> bool {
            match (wide, narrow) {
                ([Segment::Rest, ..], _) | ([], []) => true,
                ([Segment::Any, wide @ ..], [Segment::Literal(text), narrow @ ..]) => {
                    !text.is_empty() && is_within(narrow, wide)
                }
                ([first, wide @ ..], [found, narrow @ ..]) => {
                    first == found && is_within(narrow, wide)
                }
                ([], [_, ..]) | ([_, ..], []) => false,
            }
        }
        is_within(&other.segments, &self.segments)
    }

    /// Whether a path that is read in this way is one of them.
    pub(super) fn matches(&self, path: &ApiPath, reading: Reading) -> bool {
        let segments = reading.without_end(&self.segments, |segment| match segment {
            Segment::Literal(text) => text.is_empty(),
            Segment::Any | Segment::Rest => false,
        });
        let mut rest = reading.without_end(path.segments(), String::is_empty);
        for segment in segments {
            let is_matched = |found: &String| match segment {
                Segment::Literal(text) => reading.is_same(text, found),
                Segment::Any | Segment::Rest => !found.is_empty(),
            };
            match (segment, rest) {
                (Segment::Rest, _) => return true,
                (_, [found, tail @ ..]) if is_matched(found) => rest = tail,
                (Segment::Literal(_) | Segment::Any, _) => return false,
            }
        }
        rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        let pattern: Pattern = pattern.parse().unwrap();
        pattern.matches(&path.parse().unwrap(), Reading::EXACT)
    }

    #[test]
    fn a_star_is_one_segment_and_two_are_all_that_follow() {
        for (pattern, path, is_matched) in [
            ("/api/reports", "/api/reports", true),
            ("/api/reports", "/api/reports/", false),
            ("/api/reports/", "/api/reports/", true),
            ("/api/reports", "/api/Reports", false),
            ("/api/reports", "/api/reports/1", false),
            ("/api/reports", "/api", false),
            ("/api/*", "/api/reports", true),
            ("/api/*", "/api/", false),
            ("/api/*", "/api/a/b", false),
            ("/api/*/size", "/api/a/size", true),
            ("/api/*/size", "/api/a/b/size", false),
            ("/api/a/**", "/api/a", true),
            ("/api/a/**", "/api/a/", true),
            ("/api/a/**", "/api/a/b/c", true),
            ("/api/a/**", "/api/ab", false),
            ("/api/**", "/api", true),
            ("/api/**", "/api/", true),
            ("/api/**", "/apis", false),
            ("/api/**", "/other", false),
        ] {
            assert_eq!(matches(pattern, path), is_matched, "{pattern} {path}");
        }
    }

    #[test]
    fn an_escape_is_the_character_that_it_stands_for() {
        assert!(matches("/api/admin", "/api/%61dm%69n"));
        assert!(matches("/api/%61dmin", "/api/admin"));
        assert!(matches("/api/café", "/api/caf%c3%A9"));
        assert!(matches("/api/%2A", "/api/*") && !matches("/api/%2A", "/api/x"));
    }

    #[test]
    fn a_pattern_that_no_path_matches_is_refused() {
        for (pattern, why) in [
            ("", ParsePatternError::NotBelowApi),
            ("/", ParsePatternError::NotBelowApi),
            ("/api", ParsePatternError::NotBelowApi),
            ("api/x", ParsePatternError::NotBelowApi),
            ("/apis/x", ParsePatternError::NotBelowApi),
            ("/*/x", ParsePatternError::NotBelowApi),
            ("/**", ParsePatternError::NotBelowApi),
            ("/api/a*", ParsePatternError::PartialStar),
            ("/api/***", ParsePatternError::PartialStar),
            ("/api/**/x", ParsePatternError::RestNotLast),
            ("/api/**/", ParsePatternError::RestNotLast),
            ("/api/a//b", AmbiguousPath::EmptySegment.into()),
            ("/api/../x", AmbiguousPath::DotSegment.into()),
            ("/api/a%2fb", AmbiguousPath::Forbidden { found: '/' }.into()),
            ("/api/x?y", AmbiguousPath::Forbidden { found: '?' }.into()),
        ] {
            assert_eq!(pattern.parse::<Pattern>(), Err(why), "{pattern}");
        }
    }

    fn holds_all_of(wide: &str, narrow: &str) -> bool {
        wide.parse::<Pattern>().unwrap().holds_all_of(&narrow.parse().unwrap())
    }

    #[test]
    fn a_pattern_holds_all_of_another_if_that_matches_nothing_else() {
        for (wide, narrow, is_held) in [
            ("/api/a", "/api/a", true),
            ("/api/a", "/api/%61", true),
            ("/api/**", "/api/a/*/b/**", true),
            ("/api/a/**", "/api/a", true),
            ("/api/*", "/api/a", true),
            ("/api/*", "/api/*", true),
            ("/api/*/b", "/api/a/b", true),
            ("/api/a", "/api/b", false),
            ("/api/a", "/api/*", false),
            ("/api/*", "/api/", false),
            ("/api/*", "/api/**", false),
            ("/api/a", "/api/a/**", false),
            ("/api/a/**", "/api/**", false),
            ("/api/a/", "/api/a", false),
        ] {
            assert_eq!(holds_all_of(wide, narrow), is_held, "{wide} {narrow}");
        }
    }

    fn any_pattern() -> impl Strategy<Value = String> {
        let segment = prop::sample::select(vec!["/a", "/b", "/*", "/a"]);
        let end = prop::sample::select(vec!["", "/", "/**", "/a", "/*"]);
        (prop::collection::vec(segment, 0..3), end)
            .prop_map(|(segments, end)| format!("/api{}{end}", segments.concat()))
            .prop_filter("it is below /api/", |pattern| pattern.len() > 4)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_holds_all_of_a_pattern_matches_all_that_it_matches(
            wide in any_pattern(),
            narrow in any_pattern(),
            path in "/api(/[ab]){0,4}/?",
        ) {
            if holds_all_of(&wide, &narrow) && matches(&narrow, &path) {
                prop_assert!(matches(&wide, &path), "{wide} {narrow} {path}");
            }
        }
    }
}
