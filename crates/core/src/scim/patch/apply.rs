//! Carrying out one operation.

use serde_json::{Value, json};

use super::values;
use super::{Operation, Verb};
use crate::scim::attribute::{AttributeKind, Mutability};
use crate::scim::document::Document;
use crate::scim::error::{ScimError, ScimErrorType};
use crate::scim::filter::Filter;
use crate::scim::path::{AttributePath, Target};
use crate::scim::schema::ResourceKind;

impl Operation {
    pub(super) fn apply_to(
        &self,
        document: &mut Document,
        kind: ResourceKind,
    ) -> Result<(), ScimError> {
        let Some(path) = &self.path else { return self.apply_members(document, kind) };
        match Target::parse(path, kind)? {
            Target::NotKept => Ok(()),
            Target::Kept { path, filter } => {
                check_mutability(path)?;
                change(document, self.verb, path, filter.as_ref(), self.value.as_ref())
            }
        }
    }

    /// Without a path, each member of the value is one. What only the server writes is passed over:
    /// some clients send the resource's own id along.
    fn apply_members(&self, document: &mut Document, kind: ResourceKind) -> Result<(), ScimError> {
        if self.verb == Verb::Remove {
            let sentence = "path: name what is to be removed.";
            return Err(ScimError::of(ScimErrorType::NoTarget, sentence));
        }
        let Some(Value::Object(members)) = &self.value else {
            let sentence = "value: without a path, it is an object of attributes.";
            return Err(ScimError::of(ScimErrorType::InvalidValue, sentence));
        };
        for (name, value) in members {
            match Target::parse(name, kind)? {
                Target::Kept { path, filter } if check_mutability(path).is_ok() => {
                    change(document, self.verb, path, filter.as_ref(), Some(value))?;
                }
                Target::Kept { .. } | Target::NotKept => {}
            }
        }
        Ok(())
    }
}

fn check_mutability(path: AttributePath) -> Result<(), ScimError> {
    let leaf = path.sub.unwrap_or(path.attribute);
    let is_writable = path.attribute.mutability == Mutability::ReadWrite
        && leaf.mutability == Mutability::ReadWrite;
    match is_writable {
        true => Ok(()),
        false => {
            let sentence = format!("{} cannot be changed.", leaf.name);
            Err(ScimError::of(ScimErrorType::Mutability, sentence))
        }
    }
}

fn change(
    document: &mut Document,
    verb: Verb,
    path: AttributePath,
    filter: Option<&Filter>,
    value: Option<&Value>,
) -> Result<(), ScimError> {
    let attribute = path.attribute;
    let current = document.find(attribute.name).cloned();
    if value.is_none() && verb != Verb::Remove {
        return Err(ScimError::value(attribute.name, "give a value."));
    }
    let value = value.filter(|value| !value.is_null());
    let changed = match (verb, value) {
        (Verb::Remove, given) => without(path, current, filter, given),
        (Verb::Add | Verb::Replace, Some(value)) if attribute.is_multi => {
            values::put(path, current, filter, verb, value)?
        }
        (Verb::Add | Verb::Replace, Some(value)) => merged(path, current, value)?,
        // RFC 7643 §2.5: null leaves it unassigned.
        (Verb::Add | Verb::Replace, None) => without(path, current, filter, None),
    };
    document.set(attribute, changed);
    Ok(())
}

/// The value without what the path leads to. What is not there is gone already.
fn without(
    path: AttributePath,
    current: Option<Value>,
    filter: Option<&Filter>,
    given: Option<&Value>,
) -> Option<Value> {
    let mut current = current?;
    if path.attribute.is_multi {
        return values::taken(path, current, filter, given);
    }
    let sub = path.sub?;
    let members = current.as_object_mut()?;
    members.remove(sub.name);
    if members.is_empty() { None } else { Some(current) }
}

/// The one value with what is given: parts that are not named stay.
fn merged(
    path: AttributePath,
    current: Option<Value>,
    value: &Value,
) -> Result<Option<Value>, ScimError> {
    let AttributePath { attribute, sub } = path;
    let read = match sub {
        Some(sub) => sub.read_one(value)?.map(|value| json!({ sub.name: value })),
        None => attribute.read_one(value)?,
    };
    match (attribute.kind, current, read) {
        (AttributeKind::Complex, Some(current), None) => match sub {
            Some(_) => Ok(without(path, Some(current), None, None)),
            None => Ok(Some(current)),
        },
        (AttributeKind::Complex, Some(Value::Object(mut members)), Some(Value::Object(new))) => {
            members.extend(new);
            Ok(Some(Value::Object(members)))
        }
        (_, _, read) => Ok(read),
    }
}
