//! `POLICY` as it is written.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPolicy {
    #[serde(default, deserialize_with = "in_order")]
    pub(super) roles: Option<Vec<(String, RawRole)>>,
    pub(super) routes: Option<Vec<Table<RawRoute>>>,
    #[serde(default)]
    pub(super) preflights: bool,
    pub(super) limits: Option<Table<RawLimits>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimits {
    pub(super) address: Option<Table<RawLimit>>,
    pub(super) token: Option<Table<RawLimit>>,
    pub(super) tenant: Option<Table<RawLimit>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimit {
    pub(super) binding: Option<String>,
    pub(super) period: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRole {
    pub(super) scopes: Option<Vec<String>>,
    #[serde(default)]
    pub(super) full: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRoute {
    pub(super) methods: Option<Vec<String>>,
    pub(super) path: Option<String>,
    pub(super) scope: Option<String>,
    #[serde(default)]
    pub(super) public: bool,
    #[serde(default)]
    pub(super) strict: bool,
}

/// A struct from a table alone: it would also be read from a list, member by member.
pub(super) struct Table<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfTable<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OfTable<T> {
            type Value = Table<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table")
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(table)).map(Table)
            }
        }

        deserializer.deserialize_map(OfTable(PhantomData))
    }
}

/// Roles in the order in which they are written: the first that administers is an operator's link's.
fn in_order<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<(String, RawRole)>>, D::Error> {
    struct InOrder;

    impl<'de> Visitor<'de> for InOrder {
        type Value = Vec<(String, RawRole)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some((name, Table(role))) = table.next_entry()? {
                entries.push((name, role));
            }
            Ok(entries)
        }
    }

    deserializer.deserialize_map(InOrder).map(Some)
}

/// What serde says of a shape, in the words of the file that an operator writes.
pub(super) fn in_words(reason: &str) -> String {
    let reason = reason.replace("a sequence", "a list").replace("a boolean", "true or false");
    reason.replace("expected u32", "expected a whole number")
}
