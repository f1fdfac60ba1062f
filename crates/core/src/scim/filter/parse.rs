//! Reading a filter: `or` binds less than `and`, and both less than `not`.

use serde_json::Value;

use super::tokens::{Token, Unreadable, split};
use super::{Comparison, Filter, Operator};
use crate::scim::attribute::{Attribute, AttributeKind};
use crate::scim::error::{ScimError, ScimErrorType};
use crate::scim::path::AttributePath;
use crate::scim::schema::ResourceKind;

/// The longest filter, in bytes.
const LONGEST_FILTER: usize = 2048;

/// How deep brackets stand within each other.
const DEEPEST: usize = 20;

/// The most comparisons in a filter.
const MOST_TERMS: usize = 50;

fn wrong(sentence: impl std::fmt::Display) -> ScimError {
    ScimError::of(ScimErrorType::InvalidFilter, format!("filter: {sentence}"))
}

/// Whose attributes a filter names.
#[derive(Clone, Copy)]
enum Scope {
    Resource(ResourceKind),
    Value(&'static Attribute),
}

impl Scope {
    fn find(self, name: &str) -> Result<AttributePath, ScimError> {
        let found = match self {
            Self::Resource(kind) => AttributePath::find(name, kind),
            Self::Value(attribute) => {
                attribute.find(name).map(|attribute| AttributePath { attribute, sub: None })
            }
        };
        found.ok_or_else(|| wrong(format!("there is no attribute {name:?}.")))
    }
}

struct Parser<'a> {
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token<'a>)>>,
    end: usize,
    terms: usize,
}

impl<'a> Parser<'a> {
    fn of(text: &'a str) -> Result<Self, ScimError> {
        if text.len() > LONGEST_FILTER {
            return Err(wrong(format!("use at most {LONGEST_FILTER} bytes.")));
        }
        let tokens = split(text).map_err(|Unreadable(at)| {
            wrong(format!("it cannot be read at position {}.", at + 1))
        })?;
        Ok(Self { tokens: tokens.into_iter().peekable(), end: text.len(), terms: 0 })
    }

    fn unexpected(&mut self, wanted: &str) -> ScimError {
        let at = self.tokens.peek().map_or(self.end, |(at, _)| *at);
        wrong(format!("expected {wanted} at position {}.", at + 1))
    }

    fn takes(&mut self, wanted: &Token<'_>) -> bool {
        self.tokens.next_if(|(_, token)| token == wanted).is_some()
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let is_it = |token: &Token<'_>| match token {
            Token::Word(word) => word.eq_ignore_ascii_case(wanted),
            Token::Open
            | Token::Close
            | Token::OpenValue
            | Token::CloseValue
            | Token::Literal(_) => false,
        };
        self.tokens.next_if(|(_, token)| is_it(token)).is_some()
    }

    fn word(&mut self) -> Option<&'a str> {
        match self.tokens.peek() {
            Some((_, Token::Word(word))) => {
                let word = *word;
                self.tokens.next();
                Some(word)
            }
            Some(_) | None => None,
        }
    }

    /// A whole filter, to its end.
    fn whole(mut self, scope: Scope) -> Result<Filter, ScimError> {
        let filter = self.either(scope, 0)?;
        match self.tokens.peek() {
            None => Ok(filter),
            Some(_) => Err(self.unexpected("and, or, or the end")),
        }
    }

    fn either(&mut self, scope: Scope, depth: usize) -> Result<Filter, ScimError> {
        let mut filter = self.both(scope, depth)?;
        while self.takes_word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both(scope, depth)?));
        }
        Ok(filter)
    }

    fn both(&mut self, scope: Scope, depth: usize) -> Result<Filter, ScimError> {
        let mut filter = self.term(scope, depth)?;
        while self.takes_word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.term(scope, depth)?));
        }
        Ok(filter)
    }

    fn term(&mut self, scope: Scope, depth: usize) -> Result<Filter, ScimError> {
        self.terms += 1;
        if depth > DEEPEST || self.terms > MOST_TERMS {
            return Err(wrong("it has too many parts."));
        }
        if self.takes(&Token::Open) {
            return self.closed(scope, depth, &Token::Close);
        }
        let Some(word) = self.word() else {
            return Err(self.unexpected("an attribute"));
        };
        if word.eq_ignore_ascii_case("not") && self.takes(&Token::Open) {
            return Ok(Filter::Not(Box::new(self.closed(scope, depth, &Token::Close)?)));
        }
        let path = scope.find(word)?;
        if self.takes(&Token::OpenValue) {
            if !path.attribute.is_multi || path.sub.is_some() {
                return Err(wrong(format!("{word} has no parts to choose from.")));
            }
            let scope = Scope::Value(path.attribute);
            let within = self.closed(scope, depth, &Token::CloseValue)?;
            return Ok(Filter::Within(path.attribute, Box::new(within)));
        }
        if self.takes_word("pr") {
            return Ok(Filter::Present(path));
        }
        self.comparison(path).map(Filter::Compare)
    }

    fn closed(&mut self, scope: Scope, depth: usize, end: &Token<'_>) -> Result<Filter, ScimError> {
        let filter = self.either(scope, depth + 1)?;
        let wanted = if *end == Token::Close { ")" } else { "]" };
        if self.takes(end) { Ok(filter) } else { Err(self.unexpected(wanted)) }
    }

    fn comparison(&mut self, path: AttributePath) -> Result<Comparison, ScimError> {
        let known = Operator::ALL.into_iter().find(|it| self.takes_word(it.word()));
        let operator = known.ok_or_else(|| self.unexpected("an operator"))?;
        let value = match self.tokens.next() {
            Some((_, Token::Literal(value))) => value,
            Some((_, Token::Word("true"))) => Value::Bool(true),
            Some((_, Token::Word("false"))) => Value::Bool(false),
            Some((_, Token::Word("null"))) => Value::Null,
            Some((
                _,
                Token::Word(_) | Token::Open | Token::Close | Token::OpenValue | Token::CloseValue,
            ))
            | None => return Err(self.unexpected("a value before here: quote texts")),
        };
        let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        let leaf = path.leaf();
        let value = match leaf.kind {
            _ if value.is_null() && is_equality => Some(value),
            // `active eq "False"` is what some clients make of it.
            AttributeKind::Boolean if is_equality => leaf.read_one(&value).ok().flatten(),
            AttributeKind::Boolean | AttributeKind::Complex => None,
            AttributeKind::Text | AttributeKind::Moment | AttributeKind::Reference => {
                Some(value).filter(Value::is_string)
            }
        };
        let value = value.ok_or_else(|| wrong(format!("{} cannot be compared so.", leaf.name)))?;
        Ok(Comparison { path, operator, value })
    }
}

impl Operator {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Equal,
        Self::NotEqual,
        Self::Contains,
        Self::StartsWith,
        Self::EndsWith,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Less,
        Self::LessOrEqual,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Contains => "co",
            Self::StartsWith => "sw",
            Self::EndsWith => "ew",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
        }
    }
}

impl Filter {
    /// Reads a filter on resources of a kind.
    ///
    /// # Errors
    /// [`ScimError`] that says where it cannot be read, or what it names that there is not.
    pub fn parse(text: &str, kind: ResourceKind) -> Result<Self, ScimError> {
        Parser::of(text)?.whole(Scope::Resource(kind))
    }

    /// Reads a filter on the values of an attribute, as it stands between brackets.
    pub(in crate::scim) fn parse_within(
        text: &str,
        attribute: &'static Attribute,
    ) -> Result<Self, ScimError> {
        Parser::of(text)?.whole(Scope::Value(attribute))
    }
}
