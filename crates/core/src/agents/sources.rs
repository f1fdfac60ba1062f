//! Where a log collector's logs come from.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::name::TokenName;

/// The most sources that one collector has.
pub const MOST_SOURCES: usize = 20;

/// Where a log collector's logs come from, in the administrator's words: at most 20 names that differ
/// in more than their case. What is true of a token's name is true of each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<TokenName>", into = "Vec<TokenName>")]
pub struct Sources(Vec<TokenName>);

/// Why names are no [`Sources`]. The sentence is the one that the page shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseSourcesError {
    /// There are more than allowed.
    #[error("Name at most {MOST_SOURCES} data sources; these are {found}.")]
    TooMany {
        /// How many there are.
        found: usize,
    },
    /// One is named twice.
    #[error("\u{201c}{name}\u{201d} is named twice.")]
    Twice {
        /// Its name, the second time.
        name: String,
    },
    /// One has no name.
    #[error("\u{201c}{text}\u{201d} is no name: {reason}")]
    NoName {
        /// What stands in its place, its invisible characters left out.
        text: String,
        /// What is wrong with it.
        reason: crate::name::ParseNameError,
    },
}

impl Sources {
    /// The names.
    pub fn names(&self) -> &[TokenName] {
        &self.0
    }

    /// Reads a text with a name on each line; what is empty is passed over.
    ///
    /// # Errors
    /// [`ParseSourcesError`], in a sentence that says what to mend.
    pub fn from_lines(text: &str) -> Result<Self, ParseSourcesError> {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let names = lines.map(|line| {
            line.parse().map_err(|reason| {
                let visible = line.trim().chars().filter(|c| crate::name::is_visible(*c));
                ParseSourcesError::NoName { text: visible.take(40).collect(), reason }
            })
        });
        names.collect::<Result<Vec<TokenName>, _>>()?.try_into()
    }

    /// A text with a name on each line.
    pub fn to_lines(&self) -> String {
        self.joined("\n")
    }

    fn joined(&self, separator: &str) -> String {
        self.0.iter().map(TokenName::as_str).collect::<Vec<_>>().join(separator)
    }
}

impl TryFrom<Vec<TokenName>> for Sources {
    type Error = ParseSourcesError;

    fn try_from(names: Vec<TokenName>) -> Result<Self, ParseSourcesError> {
        if names.len() > MOST_SOURCES {
            return Err(ParseSourcesError::TooMany { found: names.len() });
        }
        let mut keys = std::collections::BTreeSet::new();
        match names.iter().find(|name| !keys.insert(name.to_key())) {
            Some(name) => Err(ParseSourcesError::Twice { name: name.to_string() }),
            None => Ok(Self(names)),
        }
    }
}

impl From<Sources> for Vec<TokenName> {
    fn from(sources: Sources) -> Self {
        sources.0
    }
}

impl fmt::Display for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined(", "))
    }
}
