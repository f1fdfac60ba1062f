//! What is within a value: the items of a list, the members of an object, the content of a variant.

use std::iter::Enumerate;
use std::vec::IntoIter;

use serde::Deserialize as _;
use serde::de::{
    DeserializeSeed, Deserializer as _, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use super::fault::Fault;
use super::reader::Reader;
use super::trail::{Step, Trail};
use super::tree::Tree;

/// The items of a list.
pub(super) struct Items<'a> {
    list: Enumerate<IntoIter<Tree>>,
    trail: &'a Trail,
}

impl<'a> Items<'a> {
    pub(super) fn of(list: Vec<Tree>, trail: &'a Trail) -> Self {
        Self { list: list.into_iter().enumerate(), trail }
    }

    /// # Errors
    /// That there are more than were asked for.
    pub(super) fn end(mut self) -> Result<(), Fault> {
        match self.list.next() {
            None => Ok(()),
            Some((place, _)) => {
                let length = place + 1 + self.list.len();
                Err(Fault::invalid_length(length, &"fewer elements in array"))
            }
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((place, tree)) = self.list.next() else { return Ok(None) };
        self.trail.enter(Step::Item(place));
        let item = seed.deserialize(Reader { tree, trail: self.trail })?;
        self.trail.leave();
        Ok(Some(item))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.list.len())
    }
}

/// The members of an object.
pub(super) struct Members<'a> {
    object: IntoIter<(String, Tree)>,
    value: Tree,
    trail: &'a Trail,
}

impl<'a> Members<'a> {
    pub(super) fn of(object: Vec<(String, Tree)>, trail: &'a Trail) -> Self {
        Self { object: object.into_iter(), value: Tree::Null, trail }
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((name, value)) = self.object.next() else { return Ok(None) };
        self.value = value;
        self.trail.enter(Step::Member(name.clone()));
        // A name that is a number, say, can only be told by a text.
        seed.deserialize(Reader { tree: Tree::Word(name), trail: self.trail }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let tree = std::mem::replace(&mut self.value, Tree::Null);
        let value = seed.deserialize(Reader { tree, trail: self.trail })?;
        self.trail.leave();
        Ok(value)
    }
}

/// One of the variants of an enum.
pub(super) struct Variant<'a> {
    name: String,
    content: Option<Tree>,
    trail: &'a Trail,
}

impl<'a> Variant<'a> {
    /// A name alone, or an object with the name and the content.
    pub(super) fn of(tree: Tree, trail: &'a Trail) -> Result<Self, Fault> {
        if let Tree::Text(name) | Tree::Word(name) = tree {
            Ok(Self { name, content: None, trail })
        } else if let Tree::Object(object) = tree {
            let Ok([(name, content)]) = <[_; 1]>::try_from(object) else {
                return Err(Fault::invalid_value(Unexpected::Map, &"map with a single key"));
            };
            Ok(Self { name, content: Some(content), trail })
        } else {
            Err(Fault::invalid_type(tree.unexpected(), &"string or map"))
        }
    }

    fn content(self) -> Reader<'a> {
        Reader { tree: self.content.unwrap_or(Tree::Null), trail: self.trail }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Self), Fault> {
        let name = std::mem::take(&mut self.name);
        if self.content.is_some() {
            self.trail.enter(Step::Member(name.clone()));
        }
        let variant = seed.deserialize(Reader { tree: Tree::Text(name), trail: self.trail })?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        let (trail, has_content) = (self.trail, self.content.is_some());
        <()>::deserialize(self.content())?;
        if has_content {
            trail.leave();
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        let trail = self.trail;
        let value = seed.deserialize(self.content())?;
        trail.leave();
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Fault> {
        let trail = self.trail;
        let value = self.content().deserialize_tuple(length, visitor)?;
        trail.leave();
        Ok(value)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let trail = self.trail;
        let value = self.content().deserialize_map(visitor)?;
        trail.leave();
        Ok(value)
    }
}
