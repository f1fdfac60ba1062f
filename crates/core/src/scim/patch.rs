//! Patches: RFC 7644 §3.5.2. One is carried out as a whole or not at all.

mod apply;
#[cfg(test)]
mod tests;
mod values;

use serde_json::Value;

use super::document::Document;
use super::error::{ScimError, ScimErrorType};
use super::schema::ResourceKind;

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The most operations of a patch.
const MOST_OPERATIONS: usize = 1000;

/// What is done at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Add,
    Replace,
    Remove,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operation {
    verb: Verb,
    path: Option<String>,
    value: Option<Value>,
}

/// What is to be changed of a resource, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct PatchRequest(Vec<Operation>);

fn wrong(sentence: &str) -> ScimError {
    ScimError::of(ScimErrorType::InvalidSyntax, sentence)
}

/// The member of this name, in whatever case: RFC 7643 §2.1 has names without regard to it.
fn member<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let members = object.as_object()?;
    members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

impl Operation {
    fn read(value: &Value) -> Result<Self, ScimError> {
        let word = member(value, "op").and_then(Value::as_str).unwrap_or_default();
        // Entra spells them with a capital.
        let verb = [("add", Verb::Add), ("replace", Verb::Replace), ("remove", Verb::Remove)]
            .into_iter()
            .find(|(known, _)| word.eq_ignore_ascii_case(known))
            .map(|(_, verb)| verb)
            .ok_or_else(|| wrong("op is add, remove or replace."))?;
        let path = match member(value, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(path)) => Some(path.clone()),
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                return Err(ScimError::of(ScimErrorType::InvalidPath, "path is a text."));
            }
        };
        Ok(Self { verb, path, value: member(value, "value").cloned() })
    }
}

impl PatchRequest {
    /// Reads a patch.
    ///
    /// # Errors
    /// [`ScimError`] for what is none.
    pub fn read(value: &Value) -> Result<Self, ScimError> {
        let schemas = member(value, "schemas").and_then(Value::as_array);
        let is_patch = |schema: &Value| {
            schema.as_str().is_some_and(|schema| schema.eq_ignore_ascii_case(SCHEMA))
        };
        if !schemas.is_some_and(|schemas| schemas.iter().any(is_patch)) {
            return Err(wrong(&format!("schemas has {SCHEMA}.")));
        }
        let operations = member(value, "Operations").and_then(Value::as_array);
        let operations = operations.filter(|all| (1..=MOST_OPERATIONS).contains(&all.len()));
        let operations =
            operations.ok_or_else(|| wrong("Operations has 1 to 1,000 operations."))?;
        operations.iter().map(Operation::read).collect::<Result<_, _>>().map(Self)
    }

    /// The resource after the patch.
    ///
    /// # Errors
    /// [`ScimError`] for the first operation that cannot be.
    pub fn apply_to(&self, document: &Document, kind: ResourceKind) -> Result<Document, ScimError> {
        let mut patched = document.clone();
        for operation in &self.0 {
            operation.apply_to(&mut patched, kind)?;
        }
        // What operations put together is held to what may be said of a whole resource.
        let patched = Document::read(&patched.into_json(), kind)?;
        patched.check_required(kind)?;
        Ok(patched)
    }
}
