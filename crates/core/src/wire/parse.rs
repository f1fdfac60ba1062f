//! Reading what others send.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use super::Problem;

/// Reads a JSON object.
///
/// # Errors
/// A [`Problem`] that names the member at fault and says what would be right: for a member missing,
/// unknown, given twice, of the wrong type or of a wrong value, and for what is no JSON object.
pub fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Problem> {
    // A struct would also be read from an array, member by member.
    if json.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(Problem::of_field("body", "Send a JSON object."));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let reason = without_position(error.inner());
        Problem::of_field(field_at_fault(&error.path().to_string(), &reason), reason)
    })?;
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(_) => Err(Problem::of_field("body", "Send one JSON object and nothing after it.")),
    }
}

/// Reads the query of a URL, without its question mark.
///
/// # Errors
/// A [`Problem`] that names the parameter at fault: one unknown, given twice, or of a wrong value.
pub fn from_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let reason = error.inner().to_string();
        Problem::of_field(field_at_fault(&error.path().to_string(), &reason), reason)
    })
}

/// A member that is there, be it `null`: one that is left out is never read.
pub(super) fn member<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Where in the text the reader was says nothing to who is to mend a member.
pub(crate) fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).unwrap_or(&text).to_owned()
}

/// The member or parameter at fault: that of the path, or, where a member is missing, unknown or
/// given twice, the one that serde names in its reason.
pub(crate) fn field_at_fault(path: &str, reason: &str) -> String {
    let named = reason
        .strip_prefix("missing field `")
        .or_else(|| reason.strip_prefix("unknown field `"))
        .or_else(|| reason.strip_prefix("duplicate field `"))
        .and_then(|rest| rest.split('`').next());
    match (named, path) {
        (Some(name), _) => name.to_owned(),
        (None, "." | "?" | "") => "body".to_owned(),
        (None, path) => path.to_owned(),
    }
}
