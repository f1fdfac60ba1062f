//! What part of the tokens is listed, and in which order.

mod cursor;
mod place;
mod search;

use serde::{Deserialize, Serialize};

pub use self::cursor::{Cursor, ParseCursorError, SortKey};
pub use self::search::{Lookup, RUN, Search, most_sorted, search_key};
use crate::reading::read_pairs;
use crate::status::Status;
use crate::time::Seconds;

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortBy {
    /// The name, without regard to case.
    Name,
    /// When the token was generated.
    #[default]
    Issued,
    /// When the token was last used; never counts as longest ago.
    LastUsed,
    /// The status, by its word; within one status, the name.
    Status,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Least first.
    Ascending,
    /// Most first.
    #[default]
    Descending,
}

impl Direction {
    /// The other one.
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// The most tokens in one answer.
pub const MOST_LISTED: u32 = 100;

/// How many tokens an answer has unless asked otherwise.
pub const LISTED_BY_DEFAULT: u32 = 50;

/// How long before its end a token is said to expire soon.
pub const EXPIRES_SOON: Seconds = Seconds::days(7);

/// What part of the tokens is asked for: the query of the list's URL.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenQuery {
    /// Only those of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only those whose name or description has this in it, without regard to case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Whether those that have ended, revoked or expired, are listed among the others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// Only those that still work and expire within [`EXPIRES_SOON`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expiring: bool,
    /// What they are sorted by.
    #[serde(default)]
    pub sort: SortBy,
    /// Which end comes first.
    #[serde(default)]
    pub direction: Direction,
    /// Where the answer before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// How many are wanted, 1 to [`MOST_LISTED`]; [`LISTED_BY_DEFAULT`] if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

/// How many tokens are wanted in one answer: 1 to [`MOST_LISTED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Limit(u32);

impl Limit {
    /// As many as one answer has.
    pub const MOST: Self = Self(MOST_LISTED);
}

impl Default for Limit {
    fn default() -> Self {
        Self(LISTED_BY_DEFAULT)
    }
}

/// A number that is no [`Limit`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("limit is a number from 1 to {MOST_LISTED}")]
pub struct ParseLimitError;

impl TryFrom<u32> for Limit {
    type Error = ParseLimitError;

    fn try_from(number: u32) -> Result<Self, ParseLimitError> {
        if (1..=MOST_LISTED).contains(&number) { Ok(Self(number)) } else { Err(ParseLimitError) }
    }
}

impl From<Limit> for u32 {
    fn from(limit: Limit) -> Self {
        limit.0
    }
}

/// The longest search text, in bytes: that of the longest name.
pub const LONGEST_SEARCH: usize = 400;

/// Why a text is no [`TokenQuery`]; it names the parameter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseQueryError {
    /// A parameter is unknown, given twice, or has a value that it does not take.
    #[error("{reason}")]
    Malformed {
        /// The parameter.
        parameter: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The search text is longer than any name.
    #[error("search has at most {LONGEST_SEARCH} bytes")]
    SearchTooLong,
    /// The cursor is that of a list in another order, or of another status within that by status.
    #[error("cursor belongs to a list sorted otherwise; leave it out to begin anew")]
    CursorOfOtherOrder,
}

impl ParseQueryError {
    /// The parameter that is wrong.
    pub fn parameter(&self) -> &str {
        match self {
            Self::Malformed { parameter, .. } => parameter,
            Self::SearchTooLong => "search",
            Self::CursorOfOtherOrder => "cursor",
        }
    }
}

impl TokenQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// [`ParseQueryError`], which names the parameter that is wrong.
    pub fn parse(query: &str) -> Result<Self, ParseQueryError> {
        let parsed: Self = read_pairs(query).map_err(|error| {
            let parameter = error.field().unwrap_or_default().to_owned();
            ParseQueryError::Malformed { parameter, reason: error.reason }
        })?;
        if parsed.search.as_ref().is_some_and(|text| text.len() > LONGEST_SEARCH) {
            return Err(ParseQueryError::SearchTooLong);
        }
        if parsed.cursor.as_ref().is_some_and(|cursor| !cursor.is_of(&parsed)) {
            return Err(ParseQueryError::CursorOfOtherOrder);
        }
        Ok(parsed)
    }

    /// How many are wanted.
    pub fn wanted(&self) -> u32 {
        self.limit.unwrap_or_default().into()
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
