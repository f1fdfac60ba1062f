//! Filters: RFC 7644 §3.4.2.2.

mod matching;
mod parse;
#[cfg(test)]
mod tests;
mod tokens;

use serde_json::Value;

use super::attribute::Attribute;
use super::path::AttributePath;

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Is the same.
    Equal,
    /// Is not the same.
    NotEqual,
    /// Has it within.
    Contains,
    /// Begins with it.
    StartsWith,
    /// Ends with it.
    EndsWith,
    /// Comes after it.
    Greater,
    /// Comes after it, or is the same.
    GreaterOrEqual,
    /// Comes before it.
    Less,
    /// Comes before it, or is the same.
    LessOrEqual,
}

/// An attribute held against a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The attribute.
    pub path: AttributePath,
    /// How.
    pub operator: Operator,
    /// The value: a text, true or false, or null.
    pub value: Value,
}

/// Which resources are asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Those where both are so.
    And(Box<Filter>, Box<Filter>),
    /// Those where either is so.
    Or(Box<Filter>, Box<Filter>),
    /// Those where it is not so.
    Not(Box<Filter>),
    /// Those with any value.
    Present(AttributePath),
    /// Those with a value that compares so.
    Compare(Comparison),
    /// Those with a value of the attribute whose parts are so.
    Within(&'static Attribute, Box<Filter>),
}

impl Filter {
    /// The texts that attributes have to be equal to, whatever else is asked for: by these an index
    /// finds the few resources that can match at all.
    pub fn equalities(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::And(left, right) => [left.equalities(), right.equalities()].concat(),
            Self::Compare(Comparison { path, operator: Operator::Equal, value }) => {
                let text = value.as_str().filter(|_| path.sub.is_none());
                text.map(|text| (path.attribute.name, text)).into_iter().collect()
            }
            Self::Or(..)
            | Self::Not(_)
            | Self::Present(_)
            | Self::Compare(_)
            | Self::Within(..) => vec![],
        }
    }
}
