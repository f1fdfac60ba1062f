//! Reading what others send.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::Problem;
use crate::reading::{ReadError, read_json, read_pairs};

/// Reads a JSON object.
///
/// # Errors
/// A [`Problem`] that names the member at fault and says what would be right: for a member missing,
/// unknown, given twice, of the wrong type or of a wrong value, and for what is no JSON object.
pub fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    read_as("object", b'{', json)
}

/// Reads a JSON array, likewise.
pub(super) fn from_json_list<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    read_as("array", b'[', json)
}

fn read_as<T: DeserializeOwned>(what: &str, begin: u8, json: &[u8]) -> Result<T, Problem> {
    // A struct would also be read from an array, member by member.
    if json.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&begin) {
        return Err(Problem::of_field("body", format!("Send a JSON {what}.")));
    }
    read_json(json).map_err(|error| match error.reason.as_str() {
        "trailing characters" => {
            let sentence = format!("Send one JSON {what} and nothing after it.");
            Problem::of_field("body", sentence)
        }
        _ => fault(error),
    })
}

fn fault(error: ReadError) -> Problem {
    let field = error.field().unwrap_or("body").to_owned();
    Problem::of_field(field, error.reason)
}

/// Reads the query of a URL, without its question mark.
///
/// # Errors
/// A [`Problem`] that names the parameter at fault: one unknown, given twice, or of a wrong value.
pub fn from_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    read_pairs(query).map_err(fault)
}

/// A member that is there, be it `null`: one that is left out is never read.
pub(super) fn member<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A member that may be left out, and is where nothing was entered.
pub(super) fn unless_blank<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: TryFrom<String, Error: std::fmt::Display>,
    D: Deserializer<'de>,
{
    let text = Option::<String>::deserialize(deserializer)?;
    let text = text.filter(|text| !text.trim().is_empty());
    text.map(T::try_from).transpose().map_err(serde::de::Error::custom)
}
