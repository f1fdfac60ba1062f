//! What a text is that its holder takes for a token, without asking anybody.

use zeroize::Zeroizing;

use super::secret::BODY_LENGTH;
use super::{ParseTokenError, Prefixes, SecretToken, TokenKind};

/// What stands around a token where it was copied from.
const AROUND: [char; 8] = ['"', '\'', '`', ',', ';', '\u{200b}', '\u{feff}', '\\'];

/// What stands before one in a request.
const BEFORE: [&str; 3] = ["authorization:", "bearer", "token"];

/// What is wrong with a text that was taken for a token. It holds nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InspectError {
    /// There is none.
    Empty,
    /// It is made in another way than tokens are.
    Unlike,
    /// It is made like a token, and begins with no prefix of this installation.
    Prefix,
    /// So many characters are missing.
    Short(usize),
    /// It has so many characters too many.
    Long(usize),
    /// After its underscore it has something else than letters and digits.
    Character,
    /// It has a typo: its check does not match.
    Check,
}

/// Reads what was pasted: a token, or a line that shows it. The text is zeroed.
///
/// # Errors
/// [`InspectError`].
pub fn inspect(text: String, prefixes: &Prefixes) -> Result<SecretToken, InspectError> {
    let text = Zeroizing::new(text);
    let text = bare(&text);
    if text.is_empty() {
        return Err(InspectError::Empty);
    }
    SecretToken::parse(text, prefixes).map_err(|error| match error {
        ParseTokenError::Head if is_like_a_token(text) => InspectError::Prefix,
        ParseTokenError::Head => InspectError::Unlike,
        ParseTokenError::Body => fault_of(text),
        ParseTokenError::Check => InspectError::Check,
    })
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(&c))
}

/// The text without what stands around a token.
fn bare(text: &str) -> &str {
    BEFORE.iter().fold(trimmed(text), |text, word| {
        let parts = text.split_at_checked(word.len());
        let rest = parts.filter(|(before, _)| before.eq_ignore_ascii_case(word));
        match rest {
            Some((_, rest)) if word.ends_with(':') || rest.starts_with(char::is_whitespace) => {
                trimmed(rest)
            }
            Some(_) | None => text,
        }
    })
}

fn is_like_a_token(text: &str) -> bool {
    let Some((head, body)) = text.split_once('_') else { return false };
    let has_kind = TokenKind::ALL.iter().any(|kind| head.ends_with(kind.letter()));
    let is_head = has_kind && head.len() > 1 && head.bytes().all(|b| b.is_ascii_lowercase());
    is_head && body.len() == BODY_LENGTH && body.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// What is wrong with a text that begins as a token does.
fn fault_of(text: &str) -> InspectError {
    let body = text.split_once('_').map(|(_, body)| body).unwrap_or_default();
    let length = body.chars().count();
    if !body.chars().all(|c| c.is_ascii_alphanumeric()) {
        InspectError::Character
    } else if length < BODY_LENGTH {
        InspectError::Short(BODY_LENGTH - length)
    } else {
        InspectError::Long(length - BODY_LENGTH)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::token;

    fn read(text: &str) -> Result<String, InspectError> {
        let read = inspect(text.to_owned(), &Prefixes::default());
        read.map(|token| token.expose().to_owned())
    }

    #[test]
    fn a_token_is_read_from_whatever_line_shows_it() {
        let token = token(1);
        let text = token.expose();
        for line in [
            text.to_owned(),
            format!("  {text}\r\n"),
            format!("\"{text}\","),
            format!("Authorization: Token {text}"),
            format!("authorization:Bearer  {text}"),
            format!("'Authorization: Token {text}'"),
            format!("BEARER {text}"),
            format!("\u{feff}{text}\u{200b}"),
        ] {
            assert_eq!(read(&line).as_deref(), Ok(text), "{line}");
        }
    }

    #[test]
    fn what_is_wrong_with_another_text_is_said() {
        let token = token(1);
        let text = token.expose();
        let (head, body) = text.split_once('_').unwrap();
        let swapped = if body.starts_with('x') { 'y' } else { 'x' };
        for (text, error) in [
            (String::new(), InspectError::Empty),
            (" \n\" ".to_owned(), InspectError::Empty),
            ("Bearer ".to_owned(), InspectError::Unlike),
            ("hello".to_owned(), InspectError::Unlike),
            (body.to_owned(), InspectError::Unlike),
            (format!("ghp_{}", &body[..36]), InspectError::Unlike),
            (text.to_uppercase(), InspectError::Unlike),
            (format!("acmeu_{body}"), InspectError::Prefix),
            (format!("u_{body}"), InspectError::Unlike),
            (text[..text.len() - 1].to_owned(), InspectError::Short(1)),
            (format!("{head}_"), InspectError::Short(65)),
            (format!("{text}ab"), InspectError::Long(2)),
            (text.replace(&body[10..11], "-"), InspectError::Character),
            (format!("{text} {text}"), InspectError::Character),
            (format!("{head}_é{}", &body[1..]), InspectError::Character),
            (format!("{head}_{swapped}{}", &body[1..]), InspectError::Check),
        ] {
            assert_eq!(read(&text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_prefix_that_no_longer_issues_is_still_ones_own() {
        let prefixes: Prefixes = "acme,gp".parse().unwrap();
        assert!(inspect(token(1).expose().to_owned(), &prefixes).is_ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_is_pasted_is_a_token_or_is_told_what_is_wrong(
            text in "(Token )?(gp|acme)?[usc]?_?\\PC{0,70}",
        ) {
            let _ = read(&text);
        }
    }
}
