//! Reading JSON and queries of URLs, in one way.
//!
//! How a type is read is compiled anew for each kind of reader, and so made up a third of the Worker.
//! So there is one kind, for what others send as for what was written here: what comes is taken as it
//! is, a [`Tree`], and a type is read from that, from a struct's members by their names alone.

mod fault;
mod reader;
mod trail;
mod tree;
mod within;

use serde::de::DeserializeOwned;

use reader::Reader;
use trail::Trail;
use tree::Tree;

/// Why something cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ReadError {
    /// Where it goes wrong, as a path from the outermost value; nothing, if that is the place itself.
    pub path: Option<String>,
    /// What is wrong.
    pub reason: String,
}

impl ReadError {
    /// The member or parameter at fault: that of the path, or, where one is missing, unknown or given
    /// twice, the one that serde names in its reason; nothing, if it is the whole.
    pub(crate) fn field(&self) -> Option<&str> {
        let named = ["missing field `", "unknown field `", "duplicate field `"]
            .iter()
            .find_map(|start| self.reason.strip_prefix(start))
            .and_then(|rest| rest.split('`').next());
        named.or(self.path.as_deref())
    }
}

/// Reads one value, and nothing after it.
///
/// # Errors
/// [`ReadError`], which says where.
pub fn read_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, ReadError> {
    let tree = serde_json::from_slice(json).map_err(|error| {
        let text = error.to_string();
        // Where in the text the reader was says nothing to who is to mend it.
        let position = format!(" at line {} column {}", error.line(), error.column());
        let reason = text.strip_suffix(&position).unwrap_or(&text).to_owned();
        ReadError { path: None, reason }
    })?;
    read(tree)
}

/// Reads the pairs of a form or of the query of a URL.
///
/// # Errors
/// [`ReadError`], which says where.
pub fn read_pairs<T: DeserializeOwned>(pairs: &str) -> Result<T, ReadError> {
    let members = form_urlencoded::parse(pairs.as_bytes())
        .map(|(name, value)| (name.into_owned(), Tree::Word(value.into_owned())));
    read(Tree::Object(members.collect()))
}

fn read<T: DeserializeOwned>(tree: Tree) -> Result<T, ReadError> {
    let trail = Trail::default();
    T::deserialize(Reader { tree, trail: &trail })
        .map_err(|error| ReadError { path: trail.path(), reason: error.to_string() })
}

#[cfg(test)]
mod tests;
