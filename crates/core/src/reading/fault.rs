//! What is wrong with a value, without the value: it may be a secret that somebody put in the wrong
//! place, and what is said of it is shown and kept.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

/// The most bytes of a name that is shown. Those of ours are shorter, and secrets are longer.
const LONGEST_NAME: usize = 32;

/// What is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Fault(String);

/// A name that came, or that there was one, if it is so long that it may be a secret.
pub(super) fn shown(name: &str) -> &str {
    if name.len() <= LONGEST_NAME { name } else { "…" }
}

/// What came, in a word; a text without what it says.
struct Kind<'a>(Unexpected<'a>);

impl Display for Kind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Unexpected::Str(_) => f.write_str("string"),
            Unexpected::Char(_) => f.write_str("character"),
            Unexpected::Bytes(_) => f.write_str("byte array"),
            Unexpected::Unit => f.write_str("null"),
            Unexpected::Bool(_)
            | Unexpected::Unsigned(_)
            | Unexpected::Signed(_)
            | Unexpected::Float(_)
            | Unexpected::Option
            | Unexpected::NewtypeStruct
            | Unexpected::Seq
            | Unexpected::Map
            | Unexpected::Enum
            | Unexpected::UnitVariant
            | Unexpected::NewtypeVariant
            | Unexpected::TupleVariant
            | Unexpected::StructVariant
            | Unexpected::Other(_) => self.0.fmt(f),
        }
    }
}

/// The names that there are, as serde lists them.
fn listed(names: &'static [&'static str]) -> String {
    match names {
        [] => "there are none".to_owned(),
        [name] => format!("expected `{name}`"),
        [one, other] => format!("expected `{one}` or `{other}`"),
        names => format!("expected one of `{}`", names.join("`, `")),
    }
}

impl Error for Fault {
    fn custom<T: Display>(what: T) -> Self {
        Self(what.to_string())
    }

    fn invalid_type(came: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid type: {}, expected {expected}", Kind(came)))
    }

    fn invalid_value(came: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid value: {}, expected {expected}", Kind(came)))
    }

    fn unknown_variant(name: &str, names: &'static [&'static str]) -> Self {
        Self(format!("unknown variant `{}`, {}", shown(name), listed(names)))
    }

    fn unknown_field(name: &str, names: &'static [&'static str]) -> Self {
        Self(format!("unknown field `{}`, {}", shown(name), listed(names)))
    }
}
