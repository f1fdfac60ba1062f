//! A token's name, and what else people call it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most characters that a name has.
pub const MOST_CHARACTERS: usize = 100;

/// The most characters that a description has.
pub const MOST_DESCRIBED: usize = 200;

/// A token's name: trimmed, 1 to 100 characters, all of them visible or a space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenName(String);

/// What a token is for, in its owner's words: one line of 1 to 200 characters, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

/// Why a text is no name, or no description. The sentence is the one that the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseNameError {
    /// No name is left after trimming.
    #[error("Enter a name.")]
    Nameless,
    /// Nothing is left after trimming.
    #[error("Enter at least one character.")]
    Empty,
    /// More characters than allowed.
    #[error("Use at most {most} characters; this has {found}.")]
    TooLong {
        /// How many are allowed.
        most: usize,
        /// How many characters it has, trimmed.
        found: usize,
    },
    /// A control character, a line break among them.
    #[error("Remove the control character at position {position}.")]
    Control {
        /// Which character of the trimmed text, counted from 1.
        position: usize,
    },
    /// A character that changes the direction of the text around it, or shows nothing at all.
    #[error("Remove the invisible character at position {position}.")]
    Invisible {
        /// Which character of the trimmed text, counted from 1.
        position: usize,
    },
}

impl TokenName {
    /// The name as it was given, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two names have in common that differ in case alone.
    pub fn to_key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// Bidirectional controls can make one name look like another (Unicode TR 36 §3.1), and what shows
/// nothing makes two names look alike. The joiners U+200C and U+200D are needed to write some scripts.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// Whether the character shows, or is a space.
pub(crate) fn is_visible(character: char) -> bool {
    !character.is_control() && !is_invisible(character)
}

/// The text, trimmed, if it has 1 to `most` characters and all of them show, or are a space.
pub(crate) fn visible(text: &str, most: usize) -> Result<String, ParseNameError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(ParseNameError::Empty);
    }
    for (character, position) in trimmed.chars().zip(1..) {
        if character.is_control() {
            return Err(ParseNameError::Control { position });
        }
        if is_invisible(character) {
            return Err(ParseNameError::Invisible { position });
        }
    }
    match trimmed.chars().count() {
        found if found > most => Err(ParseNameError::TooLong { most, found }),
        _ => Ok(trimmed.to_owned()),
    }
}

impl FromStr for TokenName {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        match visible(text, MOST_CHARACTERS) {
            Ok(text) => Ok(Self(text)),
            Err(ParseNameError::Empty) => Err(ParseNameError::Nameless),
            Err(error) => Err(error),
        }
    }
}

impl Description {
    /// The description as it was given, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Description {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, ParseNameError> {
        visible(text, MOST_DESCRIBED).map(Self)
    }
}

impl TryFrom<String> for Description {
    type Error = ParseNameError;

    fn try_from(text: String) -> Result<Self, ParseNameError> {
        text.parse()
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.0
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TokenName {
    type Error = ParseNameError;

    fn try_from(text: String) -> Result<Self, ParseNameError> {
        text.parse()
    }
}

impl From<TokenName> for String {
    fn from(name: TokenName) -> Self {
        name.0
    }
}

impl fmt::Display for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
