//! What `Authorization` presents. RFC 9110 §11.4.

use crate::token::{ParseTokenError, Prefixes, SecretToken};

/// Why a request's `Authorization` presents no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseCredentialsError {
    /// There is no such header, or its scheme is not one of ours.
    #[error("no token was sent")]
    Absent,
    /// The scheme is ours, and what follows is no token.
    #[error(transparent)]
    Malformed(#[from] ParseTokenError),
}

/// A header's value without the space around it: blanks and tabs (RFC 9110 §5.6.3), and no other that
/// Unicode knows, or some server takes for a token what another does not.
pub(crate) fn trimmed(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

/// Reads the value of an `Authorization` header: `Token <token>` or `Bearer <token>`, the scheme in
/// any case (RFC 9110 §11.1), at least one space between.
///
/// # Errors
/// [`ParseCredentialsError`], which holds nothing of the value.
pub fn parse(
    authorization: Option<&str>,
    prefixes: &Prefixes,
) -> Result<SecretToken, ParseCredentialsError> {
    let value = trimmed(authorization.ok_or(ParseCredentialsError::Absent)?);
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    let is_ours = ["bearer", "token"].iter().any(|ours| scheme.eq_ignore_ascii_case(ours));
    if !is_ours {
        return Err(ParseCredentialsError::Absent);
    }
    Ok(SecretToken::parse(token.trim_start_matches(' '), prefixes)?)
}

#[cfg(test)]
mod tests;
