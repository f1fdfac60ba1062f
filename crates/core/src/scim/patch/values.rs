//! Changing attributes with several values.

use serde_json::{Map, Value};

use super::Verb;
use crate::scim::attribute::Attribute;
use crate::scim::document::MOST_VALUES;
use crate::scim::error::{ScimError, ScimErrorType};
use crate::scim::filter::Filter;
use crate::scim::path::AttributePath;

fn elements_of(current: Option<Value>) -> Vec<Value> {
    match current {
        Some(Value::Array(elements)) => elements,
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_))
        | Some(Value::Object(_))
        | None => vec![],
    }
}

fn is_selected(element: &Value, filter: Option<&Filter>) -> bool {
    let members = element.as_object();
    members.is_some_and(|members| filter.is_none_or(|filter| filter.holds_for(members)))
}

/// What tells values of an attribute apart.
fn identity(element: &Value) -> (Option<&str>, Option<&str>) {
    let text = |name| element.get(name).and_then(Value::as_str);
    (text("value"), text("type"))
}

/// The values without those selected, or without a part of those. `given` are values themselves, as
/// Entra names the members that a group loses.
pub(super) fn taken(
    path: AttributePath,
    current: Value,
    filter: Option<&Filter>,
    given: Option<&Value>,
) -> Option<Value> {
    let AttributePath { attribute, sub } = path;
    let given = given.filter(|_| filter.is_none() && sub.is_none());
    let given = given.and_then(|given| attribute.read(given).ok().flatten());
    let given = given.map(|given| elements_of(Some(given)));
    let is_given = |element: &Value| {
        let is_it = |other: &Value| identity(other).0 == identity(element).0;
        given.as_ref().is_none_or(|given| given.iter().any(is_it))
    };
    let mut left = Vec::new();
    for mut element in elements_of(Some(current)) {
        if is_selected(&element, filter) && is_given(&element) {
            let Some(sub) = sub.filter(|sub| !sub.is_required) else { continue };
            if let Some(members) = element.as_object_mut() {
                members.remove(sub.name);
            }
        }
        left.push(element);
    }
    Some(left).filter(|left| !left.is_empty()).map(Value::Array)
}

/// One value is primary at most (RFC 7643 §2.4): that which is said to be last.
fn clear_primary(elements: &mut [Value], given: &[Value]) {
    if given.iter().any(|given| given.get("primary") == Some(&Value::Bool(true))) {
        for members in elements.iter_mut().filter_map(Value::as_object_mut) {
            members.remove("primary");
        }
    }
}

/// The values with what is given.
pub(super) fn put(
    path: AttributePath,
    current: Option<Value>,
    filter: Option<&Filter>,
    verb: Verb,
    value: &Value,
) -> Result<Option<Value>, ScimError> {
    let AttributePath { attribute, sub } = path;
    let mut elements = elements_of(current);
    if sub.is_none() && filter.is_none() {
        let given = elements_of(attribute.read(value)?);
        match verb {
            Verb::Add => add(&mut elements, given),
            Verb::Replace | Verb::Remove => elements = given,
        }
    } else {
        let given = match sub {
            Some(sub) => match sub.read_one(value)? {
                Some(value) => Map::from_iter([(sub.name.to_owned(), value)]),
                None => return Ok(taken(path, Value::Array(elements), filter, None)),
            },
            None => object_of(attribute, value)?,
        };
        select(attribute, &mut elements, filter, verb, given)?;
    }
    if elements.len() > MOST_VALUES {
        return Err(ScimError::value(attribute.name, "it has at most 10,000 values."));
    }
    Ok(Some(elements).filter(|elements| !elements.is_empty()).map(Value::Array))
}

fn add(elements: &mut Vec<Value>, given: Vec<Value>) {
    clear_primary(elements, &given);
    for new in given {
        match elements.iter_mut().find(|known| identity(known) == identity(&new)) {
            Some(known) => *known = new,
            None => elements.push(new),
        }
    }
}

/// One object of a value that may also be a list of one.
fn object_of(attribute: &Attribute, value: &Value) -> Result<Map<String, Value>, ScimError> {
    let one = match value {
        Value::Array(values) => values.first().filter(|_| values.len() == 1),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Some(value)
        }
    };
    match one.and_then(Value::as_object) {
        Some(members) => attribute.read_members(members),
        None => Err(ScimError::value(attribute.name, "give one object.")),
    }
}

fn select(
    attribute: &'static Attribute,
    elements: &mut Vec<Value>,
    filter: Option<&Filter>,
    verb: Verb,
    given: Map<String, Value>,
) -> Result<(), ScimError> {
    let selected: Vec<usize> = elements
        .iter()
        .enumerate()
        .filter(|(_, element)| is_selected(element, filter))
        .map(|(place, _)| place)
        .collect();
    if selected.is_empty() && verb == Verb::Replace && filter.is_some() {
        let sentence = format!("No value of {} is the one that path names.", attribute.name);
        return Err(ScimError::of(ScimErrorType::NoTarget, sentence));
    }
    let is_primary = given.get("primary") == Some(&Value::Bool(true));
    if is_primary && selected.len() > 1 {
        return Err(ScimError::value(attribute.name, "only one can be primary."));
    }
    clear_primary(elements, &[Value::Object(given.clone())]);
    for place in &selected {
        let Some(members) = elements.get_mut(*place).and_then(Value::as_object_mut) else {
            continue;
        };
        members.extend(given.clone());
        check(attribute, members)?;
    }
    if selected.is_empty() {
        let named = filter.map(Filter::equalities).unwrap_or_default();
        let named = named.into_iter().map(|(name, text)| (name.to_owned(), Value::from(text)));
        let mut members: Map<String, Value> = named.collect();
        members.extend(given);
        check(attribute, &members)?;
        elements.push(Value::Object(members));
    }
    Ok(())
}

fn check(attribute: &Attribute, members: &Map<String, Value>) -> Result<(), ScimError> {
    attribute.read_members(members)?;
    let missing =
        attribute.sub.iter().find(|sub| sub.is_required && !members.contains_key(sub.name));
    match missing {
        Some(sub) => {
            Err(ScimError::value(&format!("{}.{}", attribute.name, sub.name), "it is required."))
        }
        None => Ok(()),
    }
}
