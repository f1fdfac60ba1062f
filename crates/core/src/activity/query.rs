//! What part of the log is asked for: the query of its URL.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{ExportFormat, Kind};
use crate::id::{Subject, TokenId};
use crate::listing::Limit;
use crate::reading::read_pairs;
use crate::time::{Millis, UnixSeconds};

/// Which events come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// The newest.
    #[default]
    Newest,
    /// The oldest, as who follows the log wants them.
    Oldest,
}

/// The longest wait for an event, in seconds: less than the half minute after which proxies on the
/// way commonly give up.
pub const LONGEST_WAIT: u32 = 25;

/// How long an answer may wait for an event where there is none yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Wait(u32);

/// A number that is no [`Wait`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("wait is a number of seconds from 0 to {LONGEST_WAIT}")]
pub struct ParseWaitError;

impl TryFrom<u32> for Wait {
    type Error = ParseWaitError;

    fn try_from(number: u32) -> Result<Self, ParseWaitError> {
        if number <= LONGEST_WAIT { Ok(Self(number)) } else { Err(ParseWaitError) }
    }
}

impl From<Wait> for u32 {
    fn from(wait: Wait) -> Self {
        wait.0
    }
}

impl From<Wait> for Millis {
    fn from(wait: Wait) -> Self {
        Self::seconds(i64::from(wait.0))
    }
}

/// What part of the log is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityQuery {
    /// Only what this user did, or what was done to them by nobody who is a user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Subject>,
    /// Only what was done to this token, or by showing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenId>,
    /// Only events of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Only what was logged at this moment or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<UnixSeconds>,
    /// Only what was logged before this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<UnixSeconds>,
    /// Which come first.
    #[serde(default)]
    pub order: Order,
    /// Where the answer before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many are wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// How long to wait where there is nothing after the cursor; only from the oldest on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
}

/// What part of the log is exported: see [`ActivityQuery`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    /// In which form; CSV, if left out.
    #[serde(default)]
    pub format: ExportFormat,
    /// As in [`ActivityQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Subject>,
    /// As in [`ActivityQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenId>,
    /// As in [`ActivityQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// As in [`ActivityQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<UnixSeconds>,
    /// As in [`ActivityQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<UnixSeconds>,
    /// As in [`ActivityQuery`].
    #[serde(default)]
    pub order: Order,
    /// As in [`ActivityQuery`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What part of the stored log is handed out to be verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredLogQuery {
    /// Only events after this number.
    #[serde(default)]
    pub after: u64,
}

/// Why the query of a URL cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ParseActivityQueryError {
    /// The parameter that is wrong.
    pub parameter: String,
    /// What is wrong with it.
    pub reason: String,
}

impl ParseActivityQueryError {
    fn new(parameter: &str, reason: &str) -> Self {
        Self { parameter: parameter.to_owned(), reason: reason.to_owned() }
    }
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, ParseActivityQueryError> {
    read_pairs(query).map_err(|error| {
        let parameter = error.field().unwrap_or_default().to_owned();
        ParseActivityQueryError { parameter, reason: error.reason }
    })
}

impl ActivityQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// [`ParseActivityQueryError`], which names the parameter that is wrong.
    pub fn parse(query: &str) -> Result<Self, ParseActivityQueryError> {
        read::<Self>(query)?.checked()
    }

    fn checked(self) -> Result<Self, ParseActivityQueryError> {
        let waits = self.wait.is_some_and(|wait| u32::from(wait) > 0);
        if waits && (self.order == Order::Newest || self.cursor.is_none()) {
            let reason = "wait goes with order=oldest and a cursor";
            return Err(ParseActivityQueryError::new("wait", reason));
        }
        if self.from.zip(self.until).is_some_and(|(from, until)| from >= until) {
            return Err(ParseActivityQueryError::new("until", "until is a moment after from"));
        }
        Ok(self)
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

impl StoredLogQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// [`ParseActivityQueryError`], which names the parameter that is wrong.
    pub fn parse(query: &str) -> Result<Self, ParseActivityQueryError> {
        read(query)
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

impl ExportQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// [`ParseActivityQueryError`], which names the parameter that is wrong.
    pub fn parse(query: &str) -> Result<Self, ParseActivityQueryError> {
        let parsed: Self = read(query)?;
        parsed.clone().into_query().checked()?;
        Ok(parsed)
    }

    /// The part of the log.
    pub fn into_query(self) -> ActivityQuery {
        let Self { format: _, person, token, kind, from, until, order, cursor } = self;
        ActivityQuery { person, token, kind, from, until, order, cursor, ..Default::default() }
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}
