//! Lists of resources: RFC 7644 §3.4.2.

use serde_json::{Value, json};

/// A part of the resources that match.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// How many match in all.
    pub total: usize,
    /// From which on, counted from 1.
    pub start_index: usize,
    /// The resources.
    pub resources: Vec<Value>,
}

impl Page {
    /// All there are, on one page.
    pub fn whole(resources: Vec<Value>) -> Self {
        Self { total: resources.len(), start_index: 1, resources }
    }

    /// The body of the answer.
    pub fn to_json(&self) -> Value {
        json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": self.total,
            "startIndex": self.start_index,
            "itemsPerPage": self.resources.len(),
            "Resources": self.resources,
        })
    }
}
