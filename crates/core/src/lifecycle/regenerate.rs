//! Putting another token in the place of one, under the same id.

use serde::{Deserialize, Serialize};

use super::issue::Others;
use super::terms::{TermsError, judge_expiry, judge_span};
use crate::id::Subject;
use crate::record::{Predecessor, TokenRecord};
use crate::settings::{MostLiveTokens, TenantSettings};
use crate::time::{Seconds, UnixSeconds};
use crate::token::{TokenDigest, TokenIdentity};
use crate::wire::RegenerateToken;

/// How long it is remembered whose a token was that another took the place of, from its end.
pub const SUPERSEDED_KNOWN_FOR: Seconds = Seconds::days(30);

/// Why a token is not regenerated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RegenerateError {
    /// It is somebody else's: who regenerates it would hold a token with that person's privileges.
    #[error("Only the token\u{2019}s owner may regenerate it.")]
    NotOwner,
    /// It was revoked.
    #[error("This token was revoked, so it cannot be regenerated. Generate a new one.")]
    Revoked,
    /// It expired, and another live token of its owner has its name by now.
    #[error(
        "Another token is named \u{201c}{name}\u{201d} by now. Rename or revoke that one first."
    )]
    NameTaken {
        /// The name of the other token, as it is spelled.
        name: String,
    },
    /// It expired, and its owner has as many live tokens as the tenant allows.
    #[error("You have {most} tokens, and your tenant allows no more. Revoke one first.")]
    TooMany {
        /// How many the tenant allows.
        most: MostLiveTokens,
    },
    /// It expired, and no new expiry is given.
    #[error("This token has expired. Choose a new expiry.")]
    ExpiryNeeded,
    /// It may not be used under such terms.
    #[error(transparent)]
    Terms(TermsError),
}

impl From<TermsError> for RegenerateError {
    fn from(error: TermsError) -> Self {
        Self::Terms(error)
    }
}

/// A token after it was regenerated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regenerated {
    /// The record, with the new token's digest.
    pub record: TokenRecord,
    /// The token whose place was taken. It works until then.
    pub superseded: Predecessor,
    /// The token whose own time was not over yet, if there was one: it ends at once.
    pub ended: Option<TokenDigest>,
}

/// Puts a new token, of the same id, in the place of the record's present one, as `by` asks. Its
/// owner has `others` beside it.
///
/// An expired token gets a new expiry with it; the token that expired stays dead.
///
/// # Errors
/// [`RegenerateError`], in whose sentences a person is spoken to.
pub fn regenerate(
    record: &TokenRecord,
    token: &TokenIdentity,
    request: &RegenerateToken,
    by: Subject,
    others: Others<'_>,
    settings: &TenantSettings,
    now: UnixSeconds,
) -> Result<Regenerated, RegenerateError> {
    if by != record.owner {
        return Err(RegenerateError::NotOwner);
    }
    if record.revoked.is_some() {
        return Err(RegenerateError::Revoked);
    }
    let expires_at = judge_end(record, request, settings, now)?;
    if record.has_expired(now) {
        judge_return(others, settings)?;
    }
    let until = record
        .expires_at
        .map_or(now + request.overlap.span(), |end| end.min(now + request.overlap.span()));
    let superseded = Predecessor { digest: record.digest, until };
    Ok(Regenerated {
        superseded,
        // Also one that only the record's own end holds back: the new end would bring it back.
        ended: record.predecessor.filter(|older| now < older.until).map(|older| older.digest),
        record: TokenRecord {
            digest: token.digest,
            expires_at,
            predecessor: Some(superseded),
            revision: record.revision.next(),
            ..record.clone()
        },
    })
}

fn judge_end(
    record: &TokenRecord,
    request: &RegenerateToken,
    settings: &TenantSettings,
    now: UnixSeconds,
) -> Result<Option<UnixSeconds>, RegenerateError> {
    match request.exp {
        None if record.has_expired(now) => Err(RegenerateError::ExpiryNeeded),
        None => Ok(record.expires_at),
        Some(end) => {
            judge_expiry(Some(end), settings, now)?;
            judge_span(record.not_before, Some(end))?;
            Ok(Some(end))
        }
    }
}

/// Judges whether a token that had ended may count among the live ones again.
fn judge_return(others: Others<'_>, settings: &TenantSettings) -> Result<(), RegenerateError> {
    if let Some(other) = others.namesake {
        return Err(RegenerateError::NameTaken { name: other.name.to_string() });
    }
    if !others.has_room(settings) {
        return Err(RegenerateError::TooMany { most: settings.most_live_tokens });
    }
    Ok(())
}
