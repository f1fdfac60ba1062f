//! What an attribute is: RFC 7643 §2.2 and §7.

use serde_json::{Value, json};

/// The type of an attribute's values. RFC 7643 §2.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeKind {
    /// Text.
    Text,
    /// True or false.
    Boolean,
    /// A moment, as text.
    Moment,
    /// The URI of another resource.
    Reference,
    /// An object of sub-attributes.
    Complex,
}

/// When an attribute can be written. RFC 7643 §7.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// By the server alone.
    ReadOnly,
    /// At any time.
    ReadWrite,
    /// When the value comes to be.
    Immutable,
}

/// An attribute of a resource.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, as it is told.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub description: &'static str,
    /// The type of its values.
    pub kind: AttributeKind,
    /// Whether it has several values.
    pub is_multi: bool,
    /// Whether no resource is without it.
    pub is_required: bool,
    /// Whether its texts differ by case.
    pub is_case_exact: bool,
    /// Whether no two resources have the same.
    pub is_unique: bool,
    /// When it can be written.
    pub mutability: Mutability,
    /// The values that are usual, where it has such.
    pub usual: &'static [&'static str],
    /// The kinds of resource that it refers to.
    pub refers_to: &'static [&'static str],
    /// Its sub-attributes.
    pub sub: &'static [Attribute],
}

impl Attribute {
    /// A text that a client writes, and whose case says nothing.
    pub(super) const fn text(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            kind: AttributeKind::Text,
            is_multi: false,
            is_required: false,
            is_case_exact: false,
            is_unique: false,
            mutability: Mutability::ReadWrite,
            usual: &[],
            refers_to: &[],
            sub: &[],
        }
    }

    pub(super) const fn complex(
        name: &'static str,
        description: &'static str,
        sub: &'static [Self],
    ) -> Self {
        Self { kind: AttributeKind::Complex, sub, ..Self::text(name, description) }
    }

    pub(super) const fn of_kind(self, kind: AttributeKind) -> Self {
        Self { kind, ..self }
    }

    pub(super) const fn multi(self) -> Self {
        Self { is_multi: true, ..self }
    }

    pub(super) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    pub(super) const fn case_exact(self) -> Self {
        Self { is_case_exact: true, ..self }
    }

    pub(super) const fn unique(self) -> Self {
        Self { is_unique: true, ..self }
    }

    pub(super) const fn read_only(self) -> Self {
        Self { mutability: Mutability::ReadOnly, ..self }
    }

    pub(super) const fn immutable(self) -> Self {
        Self { mutability: Mutability::Immutable, ..self }
    }

    pub(super) const fn usually(self, usual: &'static [&'static str]) -> Self {
        Self { usual, ..self }
    }

    pub(super) const fn referring_to(self, kinds: &'static [&'static str]) -> Self {
        Self { refers_to: kinds, kind: AttributeKind::Reference, is_case_exact: true, ..self }
    }

    /// The sub-attribute of this name, in whatever case (RFC 7643 §2.1).
    pub fn find(&self, name: &str) -> Option<&'static Self> {
        self.sub.iter().find(|sub| sub.name.eq_ignore_ascii_case(name))
    }

    /// As the attribute is told in a schema. RFC 7643 §7.
    pub(super) fn to_json(&self) -> Value {
        let (kind, mutability) = (self.kind_word(), self.mutability_word());
        let uniqueness = if self.is_unique { "server" } else { "none" };
        let mut json = json!({
            "name": self.name, "type": kind, "multiValued": self.is_multi,
            "description": self.description, "required": self.is_required,
            "caseExact": self.is_case_exact, "mutability": mutability,
            "returned": "default", "uniqueness": uniqueness,
        });
        if let Some(members) = json.as_object_mut() {
            if !self.usual.is_empty() {
                members.insert("canonicalValues".to_owned(), json!(self.usual));
            }
            if !self.refers_to.is_empty() {
                members.insert("referenceTypes".to_owned(), json!(self.refers_to));
            }
            if !self.sub.is_empty() {
                let sub: Vec<Value> = self.sub.iter().map(Self::to_json).collect();
                members.insert("subAttributes".to_owned(), Value::Array(sub));
            }
        }
        json
    }

    fn kind_word(&self) -> &'static str {
        match self.kind {
            AttributeKind::Text => "string",
            AttributeKind::Boolean => "boolean",
            AttributeKind::Moment => "dateTime",
            AttributeKind::Reference => "reference",
            AttributeKind::Complex => "complex",
        }
    }

    fn mutability_word(&self) -> &'static str {
        match self.mutability {
            Mutability::ReadOnly => "readOnly",
            Mutability::ReadWrite => "readWrite",
            Mutability::Immutable => "immutable",
        }
    }
}
