//! What went wrong with what a dialog asks for.

use std::ops::Deref;

/// What went wrong with what a dialog asks for, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The sentence.
    pub sentence: String,
    /// Whether signing in again helps.
    pub asks_to_sign_in: bool,
}

impl Deref for Complaint {
    type Target = str;

    fn deref(&self) -> &str {
        &self.sentence
    }
}

impl From<String> for Complaint {
    fn from(sentence: String) -> Self {
        Self { sentence, asks_to_sign_in: false }
    }
}
