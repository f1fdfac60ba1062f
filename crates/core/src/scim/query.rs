//! What part of the resources is asked for: RFC 7644 §3.4.2.

use std::cmp::Ordering;

use serde_json::Value;

use super::document::Document;
use super::error::{ScimError, ScimErrorType};
use super::filter::Filter;
use super::path::AttributePath;
use super::projection::Projection;
use super::schema::ResourceKind;

/// The most resources that one answer has, and how many where nobody says.
pub const MOST_RESULTS: usize = 100;

/// By what resources are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortBy {
    /// The attribute.
    pub path: AttributePath,
    /// Whether the last comes first.
    pub is_descending: bool,
}

/// What part of the resources is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Which.
    pub filter: Option<Filter>,
    /// In which order; in that in which they came, if none is asked for.
    pub sort_by: Option<SortBy>,
    /// From which on, counted from 1.
    pub start_index: usize,
    /// How many at most.
    pub count: usize,
    /// What of them.
    pub projection: Projection,
}

/// A whole number as the standard has it: what is too small counts as the smallest.
fn number(name: &str, text: &str, least: i64) -> Result<usize, ScimError> {
    let number: i64 = text.parse().map_err(|_| ScimError::value(name, "it is a whole number."))?;
    Ok(usize::try_from(number.max(least)).unwrap_or(usize::MAX))
}

/// The parameters of a query.
const PARAMETERS: [&str; 7] =
    ["filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes"];

/// A query that came in a body, as it would stand in a URL: RFC 7644 §3.4.3.
///
/// # Errors
/// [`ScimError`] that names the parameter.
pub fn query_of_body(body: &Value) -> Result<String, ScimError> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in PARAMETERS {
        let text = match body.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Array(names)) => {
                let names: Option<Vec<&str>> = names.iter().map(Value::as_str).collect();
                let names =
                    names.ok_or_else(|| ScimError::value(name, "it is a list of names."))?;
                names.join(",")
            }
            Some(Value::Bool(_) | Value::Object(_)) => {
                return Err(ScimError::value(name, "it is a text, a number or a list of names."));
            }
        };
        query.append_pair(name, &text);
    }
    Ok(query.finish())
}

impl Query {
    /// Reads the query of a URL, without its question mark. What is not known is passed over.
    ///
    /// # Errors
    /// [`ScimError`] that names the parameter.
    pub fn parse(query: &str, kind: ResourceKind) -> Result<Self, ScimError> {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let find = |wanted: &str| {
            let found = pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
        };
        let filter = find("filter").map(|text| Filter::parse(text, kind)).transpose()?;
        let start_index = find("startIndex").map(|text| number("startIndex", text, 1));
        let count = find("count").map(|text| number("count", text, 0));
        let is_descending = match find("sortOrder") {
            None => false,
            Some(order) if order.eq_ignore_ascii_case("ascending") => false,
            Some(order) if order.eq_ignore_ascii_case("descending") => true,
            Some(_) => {
                return Err(ScimError::value("sortOrder", "it is ascending or descending."));
            }
        };
        let sort_by = match find("sortBy") {
            None => None,
            Some(name) => {
                let path = AttributePath::find(name, kind).ok_or_else(|| {
                    let sentence = "sortBy: there is no such attribute.";
                    ScimError::of(ScimErrorType::InvalidPath, sentence)
                })?;
                Some(SortBy { path, is_descending })
            }
        };
        Ok(Self {
            filter,
            sort_by,
            start_index: start_index.transpose()?.unwrap_or(1),
            count: count.transpose()?.unwrap_or(MOST_RESULTS).min(MOST_RESULTS),
            projection: Projection::of(find("attributes"), find("excludedAttributes"), kind),
        })
    }

    /// How many resources come before the first.
    pub fn skipped(&self) -> usize {
        self.start_index.saturating_sub(1)
    }
}

impl SortBy {
    /// What the resource is sorted by.
    pub fn key(&self, document: &Document) -> Option<String> {
        let values = self.path.values(&document.0);
        let leaf = self.path.leaf();
        match values.first()? {
            Value::String(text) if leaf.is_case_exact => Some(text.clone()),
            Value::String(text) => Some(text.to_lowercase()),
            Value::Bool(is_so) => Some(is_so.to_string()),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Which of two keys comes first: without a value, last, and first where the order is turned
    /// round (RFC 7644 §3.4.2.3).
    pub fn order(&self, one: Option<&str>, other: Option<&str>) -> Ordering {
        let ascending = match (one, other) {
            (Some(one), Some(other)) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        if self.is_descending { ascending.reverse() } else { ascending }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::scim::samples::ada;

    fn parse(query: &str) -> Result<Query, ScimError> {
        Query::parse(query, ResourceKind::User)
    }

    #[test]
    fn a_query_has_bounds_whatever_is_asked_for() {
        for (query, start_index, count) in [
            ("", 1, 100),
            ("startIndex=0&count=-1", 1, 0),
            ("startIndex=-5&count=5000", 1, 100),
            ("startIndex=7&count=3&x=y", 7, 3),
            ("STARTINDEX=7&Count=0", 7, 0),
            ("count=", 1, 100),
        ] {
            let parsed = parse(query).unwrap();
            assert_eq!((parsed.start_index, parsed.count), (start_index, count), "{query}");
        }
    }

    #[test]
    fn a_query_in_a_body_is_as_one_in_a_url() {
        let body = serde_json::json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
            "filter": "userName eq \"a & b\"", "startIndex": 2, "count": 3, "sortBy": null,
            "attributes": ["userName", "name.familyName"],
        });
        let query = query_of_body(&body).unwrap();
        let parsed = parse(&query).unwrap();
        assert_eq!((parsed.start_index, parsed.count), (2, 3));
        assert_eq!(
            parsed.filter,
            Some(Filter::parse("userName eq \"a & b\"", ResourceKind::User).unwrap())
        );
        assert!(parsed.projection.tells("name") && !parsed.projection.tells("emails"));
        assert!(query_of_body(&serde_json::json!({ "attributes": [7] })).is_err());
        assert!(query_of_body(&serde_json::json!({ "count": {} })).is_err());
    }

    #[test]
    fn a_wrong_parameter_is_refused_by_name() {
        for (query, named) in [
            ("count=x", "count:"),
            ("startIndex=1.5", "startIndex:"),
            ("sortOrder=up", "sortOrder:"),
            ("sortBy=shoe", "sortBy:"),
            ("filter=shoe", "filter:"),
        ] {
            let error = parse(query).unwrap_err();
            assert!(error.status == 400 && error.detail.starts_with(named), "{query}: {error}");
        }
    }

    #[test]
    fn what_has_no_value_comes_last_and_first_if_turned_round() {
        let by = |query: &str| parse(query).unwrap().sort_by.unwrap();
        let ascending = by("sortBy=name.familyName");
        assert_eq!(ascending.key(&ada()).as_deref(), Some("lovelace"));
        assert_eq!(by("sortBy=emails").key(&ada()).as_deref(), Some("ada@example.com"));
        assert_eq!(by("sortBy=active").key(&ada()).as_deref(), Some("true"));
        assert_eq!(ascending.key(&Document::default()), None);
        assert_eq!(ascending.order(Some("a"), None), Ordering::Less);
        let turned = by("sortBy=name.familyName&sortOrder=descending");
        assert_eq!(turned.order(Some("a"), None), Ordering::Greater);
        assert_eq!(turned.order(Some("a"), Some("b")), Ordering::Greater);
    }
}
