//! The words of a filter.

use serde_json::Value;

use crate::reading::read_json;

/// A word of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    OpenValue,
    CloseValue,
    /// A name, an operator, `and`, `or`, `not`, `true`, `false` or `null`.
    Word(&'a str),
    /// A text or a number.
    Literal(Value),
}

/// Text that is none, at this byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) usize);

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '_' | '-' | '$')
}

/// The bytes of the quoted text that the rest begins with.
fn quoted(rest: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (place, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(place + 1),
            _ => {}
        }
    }
    None
}

fn literal(text: &str, at: usize) -> Result<Token<'_>, Unreadable> {
    read_json(text.as_bytes()).map(Token::Literal).map_err(|_| Unreadable(at))
}

/// Splits a filter into its words, each with the byte at which it begins.
pub(super) fn split(text: &str) -> Result<Vec<(usize, Token<'_>)>, Unreadable> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let word = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
        let (token, length) = match first {
            ' ' => {
                at += 1;
                continue;
            }
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '[' => (Token::OpenValue, 1),
            ']' => (Token::CloseValue, 1),
            '"' => {
                let length = quoted(rest).ok_or(Unreadable(at))?;
                (literal(rest.get(..length).unwrap_or_default(), at)?, length)
            }
            '0'..='9' | '-' => (literal(rest.get(..word).unwrap_or_default(), at)?, word),
            _ if word > 0 => (Token::Word(rest.get(..word).unwrap_or_default()), word),
            _ => return Err(Unreadable(at)),
        };
        tokens.push((at, token));
        at += length;
    }
    Ok(tokens)
}
