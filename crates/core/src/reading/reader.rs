//! From what came to a type.
//!
//! A type is offered what it asks for and nothing else, so that no more of it is compiled.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::{Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use super::fault::Fault;
use super::trail::Trail;
use super::tree::Tree;
use super::within::{Items, Members, Variant};

/// A value to be read, with the way to it.
pub(super) struct Reader<'a> {
    pub(super) tree: Tree,
    pub(super) trail: &'a Trail,
}

impl Reader<'_> {
    fn mismatch<'de, V: Visitor<'de>>(&self, visitor: &V) -> Fault {
        Fault::invalid_type(self.tree.unexpected(), visitor)
    }

    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::Positive(value) = self.tree {
            visitor.visit_u64(value)
        } else if let Tree::Negative(value) = self.tree {
            visitor.visit_i64(value)
        } else if let Tree::Fraction(value) = self.tree {
            visitor.visit_f64(value)
        } else if let Tree::Word(word) = &self.tree {
            if word.starts_with('-') {
                visitor.visit_i64(meant(word)?)
            } else {
                visitor.visit_u64(meant(word)?)
            }
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::Text(text) | Tree::Word(text) = self.tree {
            visitor.visit_string(text)
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::List(list) = self.tree {
            let mut items = Items::of(list, self.trail);
            let value = visitor.visit_seq(&mut items)?;
            items.end()?;
            Ok(value)
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::Object(object) = self.tree {
            visitor.visit_map(Members::of(object, self.trail))
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn nothing<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::Null = self.tree { visitor.visit_unit() } else { Err(self.mismatch(&visitor)) }
    }
}

/// What a word stands for.
fn meant<T: FromStr<Err: Display>>(word: &str) -> Result<T, Fault> {
    word.parse().map_err(Fault::custom)
}

/// Each of these kinds of value is read by that method.
macro_rules! read_by {
    ($($method:ident: $($kind:ident)+;)+) => {
        $($(
            fn $kind<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
                self.$method(visitor)
            }
        )+)+
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    forward_to_deserialize_any! { bytes byte_buf }

    read_by! {
        number: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_i8
            deserialize_i16 deserialize_i32 deserialize_i64 deserialize_f32 deserialize_f64;
        text: deserialize_char deserialize_str deserialize_string deserialize_identifier;
        list: deserialize_seq;
        object: deserialize_map;
        nothing: deserialize_unit;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.tree {
            Tree::Null => self.nothing(visitor),
            Tree::Bool(_) => self.deserialize_bool(visitor),
            Tree::Positive(_) | Tree::Negative(_) | Tree::Fraction(_) => self.number(visitor),
            Tree::Text(_) | Tree::Word(_) => self.text(visitor),
            Tree::List(_) => self.list(visitor),
            Tree::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::Bool(value) = self.tree {
            visitor.visit_bool(value)
        } else if let Tree::Word(word) = &self.tree {
            visitor.visit_bool(meant(word)?)
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Tree::Null = self.tree { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.nothing(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_enum(Variant::of(self.tree, self.trail)?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}
