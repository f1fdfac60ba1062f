//! The operator's prefixes: the first issues, all parse.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The prefixes that tokens may begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Prefixes {
    pub(super) first: String,
    pub(super) others: Vec<String>,
}

/// A prefix that is not 2 to 8 lowercase letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("prefix {position} is not 2 to 8 lowercase letters")]
pub struct ParsePrefixError {
    /// Which of the prefixes, counted from 1.
    pub position: usize,
}

impl Default for Prefixes {
    fn default() -> Self {
        Self { first: "gp".to_owned(), others: Vec::new() }
    }
}

impl FromStr for Prefixes {
    type Err = ParsePrefixError;

    /// Reads prefixes with commas between them.
    fn from_str(text: &str) -> Result<Self, ParsePrefixError> {
        let mut prefixes = Vec::new();
        for (part, position) in text.split(',').map(str::trim).zip(1..) {
            let is_prefix =
                (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
            if !is_prefix {
                return Err(ParsePrefixError { position });
            }
            prefixes.push(part.to_owned());
        }
        let mut prefixes = prefixes.into_iter();
        let first = prefixes.next().ok_or(ParsePrefixError { position: 1 })?;
        Ok(Self { first, others: prefixes.collect() })
    }
}

impl TryFrom<Vec<String>> for Prefixes {
    type Error = ParsePrefixError;

    fn try_from(prefixes: Vec<String>) -> Result<Self, ParsePrefixError> {
        prefixes.join(",").parse()
    }
}

impl From<Prefixes> for Vec<String> {
    fn from(Prefixes { first, others }: Prefixes) -> Self {
        std::iter::once(first).chain(others).collect()
    }
}

impl Prefixes {
    /// The one that new tokens begin with.
    pub fn first(&self) -> &str {
        &self.first
    }

    /// Whether it is one of them.
    pub(crate) fn contains(&self, prefix: &str) -> bool {
        self.first == prefix || self.others.iter().any(|other| other == prefix)
    }
}
