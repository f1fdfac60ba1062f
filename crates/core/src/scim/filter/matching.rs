//! Whether a resource is one of those that a filter asks for.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::{Comparison, Filter, Operator};
use crate::scim::attribute::Attribute;
use crate::scim::document::Document;

/// What a text is compared by.
fn key(attribute: &Attribute, text: &str) -> String {
    if attribute.is_case_exact { text.to_owned() } else { text.to_lowercase() }
}

impl Comparison {
    fn holds_for(&self, object: &Map<String, Value>) -> bool {
        let values = self.path.values(object);
        match (&self.value, self.operator) {
            (Value::Null, Operator::NotEqual) => !values.is_empty(),
            (Value::Null, _) => values.is_empty(),
            (_, Operator::NotEqual) => !values.iter().any(|value| self.equals(value)),
            (_, _) => values.iter().any(|value| self.compares(value)),
        }
    }

    fn equals(&self, value: &Value) -> bool {
        match (value, &self.value) {
            (Value::String(one), Value::String(other)) => {
                let leaf = self.path.leaf();
                key(leaf, one) == key(leaf, other)
            }
            (one, other) => one == other,
        }
    }

    fn compares(&self, value: &Value) -> bool {
        if self.operator == Operator::Equal {
            return self.equals(value);
        }
        let (Some(one), Some(other)) = (value.as_str(), self.value.as_str()) else { return false };
        let leaf = self.path.leaf();
        let (one, other) = (key(leaf, one), key(leaf, other));
        // Moments are told in one form, by which they compare as texts do.
        let order = one.cmp(&other);
        match self.operator {
            Operator::Equal => order == Ordering::Equal,
            Operator::NotEqual => order != Ordering::Equal,
            Operator::Contains => one.contains(&other),
            Operator::StartsWith => one.starts_with(&other),
            Operator::EndsWith => one.ends_with(&other),
            Operator::Greater => order == Ordering::Greater,
            Operator::GreaterOrEqual => order != Ordering::Less,
            Operator::Less => order == Ordering::Less,
            Operator::LessOrEqual => order != Ordering::Greater,
        }
    }
}

impl Filter {
    /// Whether the resource is asked for.
    pub fn matches(&self, document: &Document) -> bool {
        self.holds_for(&document.0)
    }

    /// Whether it is so of a resource, or of a value that has parts.
    pub(in crate::scim) fn holds_for(&self, object: &Map<String, Value>) -> bool {
        match self {
            Self::And(left, right) => left.holds_for(object) && right.holds_for(object),
            Self::Or(left, right) => left.holds_for(object) || right.holds_for(object),
            Self::Not(filter) => !filter.holds_for(object),
            Self::Present(path) => match path.sub {
                None => object.contains_key(path.attribute.name),
                Some(_) => !path.values(object).is_empty(),
            },
            Self::Compare(comparison) => comparison.holds_for(object),
            Self::Within(attribute, filter) => {
                let elements = object.get(attribute.name).and_then(Value::as_array);
                let is_so = |element: &Value| {
                    element.as_object().is_some_and(|element| filter.holds_for(element))
                };
                elements.is_some_and(|elements| elements.iter().any(is_so))
            }
        }
    }
}
