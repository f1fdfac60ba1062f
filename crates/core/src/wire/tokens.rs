//! API tokens, as the page and a caller of the management API see them.

use serde::{Deserialize, Serialize};

use crate::id::{Subject, TokenId};
use crate::listing::Cursor;
use crate::name::TokenName;
use crate::person::PersonName;
use crate::record::TokenRecord;
use crate::scope::ScopeSet;
use crate::status::Status;
use crate::time::UnixSeconds;

/// Issue a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueToken {
    /// The token's name.
    pub name: TokenName,
    /// What it may be used for; reading and writing, as far as the role goes, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeSet>,
}

/// A token just issued: the one answer that a token ever stands in.
#[derive(Serialize)]
pub struct IssuedToken<'a> {
    /// The token in clear.
    pub token: &'a str,
    /// The tenant's own URL, without a trailing slash.
    pub url: &'a str,
    /// The token as the table shows it.
    pub view: &'a TokenView,
}

/// A token as the table shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenView {
    /// Its public id.
    pub id: TokenId,
    /// Its name.
    pub name: TokenName,
    /// Whom it was issued for.
    pub sub: Subject,
    /// That person's name.
    pub issued_by: PersonName,
    /// What it was given.
    pub scope: ScopeSet,
    /// When it was issued.
    pub iat: UnixSeconds,
    /// When it was last used, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<UnixSeconds>,
    /// Its status when the answer was made.
    pub status: Status,
}

impl TokenView {
    /// The record at `now`, with its owner's name.
    pub fn of(record: &TokenRecord, issued_by: PersonName, now: UnixSeconds) -> Self {
        Self {
            id: record.id,
            name: record.name.clone(),
            sub: record.owner,
            issued_by,
            scope: record.scopes.clone(),
            iat: record.issued_at,
            last_used_at: record.last_used_at,
            status: Status::at(record.last_used_at, now),
        }
    }
}

/// How many live tokens there are of each status, whatever the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatusTotals {
    /// Never used.
    pub generated: u64,
    /// Used within the past seven days.
    pub active: u64,
    /// Used, but not within the past seven days.
    pub inactive: u64,
}

impl StatusTotals {
    /// How many there are in all.
    pub fn all(&self) -> u64 {
        self.generated + self.active + self.inactive
    }

    /// How many there are of one status, or in all.
    pub fn of(&self, status: Option<Status>) -> u64 {
        match status {
            None => self.all(),
            Some(Status::Generated) => self.generated,
            Some(Status::Active) => self.active,
            Some(Status::Inactive) => self.inactive,
        }
    }
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenPage {
    /// How many the filter by status lets through, the search aside.
    pub total: u64,
    /// Whether more come after these.
    pub has_next: bool,
    /// The tokens.
    pub data: Vec<TokenView>,
    /// What to give as `cursor` for those that come after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// How many there are of each status.
    pub totals: StatusTotals,
    /// When the answer was made: the clock that the moments in it are to be read by.
    pub now: UnixSeconds,
}

/// A token just revoked, and by when no edge takes it any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedToken {
    /// Its public id.
    pub id: TokenId,
    /// When it was revoked.
    pub revoked_at: UnixSeconds,
    /// From here on, no edge where it is in steady use takes it: the tested bound.
    pub refused_in_use_by: UnixSeconds,
    /// By here, the other edges usually refuse it too: the platform's own delay, not bounded.
    pub refused_elsewhere_by: UnixSeconds,
}
