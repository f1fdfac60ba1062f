//! API tokens, as the page and a caller of the management API see them.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::parse::member;
use crate::exposure::{Exposure, FoundAt};
use crate::id::{Subject, TokenId};
use crate::lifecycle::{REFUSED_ELSEWHERE_WITHIN, REFUSED_IN_USE_WITHIN};
use crate::listing::Cursor;
use crate::name::{Description, TokenName};
use crate::network::NetworkRule;
use crate::person::{PersonName, User};
use crate::record::TokenRecord;
use crate::scope::ScopeSet;
use crate::status::Status;
use crate::time::{Seconds, UnixSeconds};

/// Issue a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueToken {
    /// The token's name.
    pub name: TokenName,
    /// What it is for, in its owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// What it may be used for; reading and writing, as far as the role goes, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeSet>,
    /// From when on it is valid; at once, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<UnixSeconds>,
    /// From when on it is not valid any more; never, if left out and the tenant allows that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<UnixSeconds>,
    /// Where it may be used from; from anywhere, if left out.
    #[serde(default, skip_serializing_if = "NetworkRule::is_open")]
    pub networks: NetworkRule,
}

impl IssueToken {
    /// A token of which nothing but the name is said.
    pub fn named(name: TokenName) -> Self {
        Self {
            name,
            description: None,
            scope: None,
            nbf: None,
            exp: None,
            networks: NetworkRule::default(),
        }
    }
}

/// Change a token: what is left out stays, and `null` takes a member away (RFC 7396).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditToken {
    /// The token's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TokenName>,
    /// What it is for, in its owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub description: Option<Option<Description>>,
    /// What it may be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeSet>,
    /// From when on it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub nbf: Option<Option<UnixSeconds>>,
    /// From when on it is not valid any more.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub exp: Option<Option<UnixSeconds>>,
    /// Where it may be used from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub networks: Option<NetworkRule>,
}

/// Put another token in the place of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegenerateToken {
    /// How long the old one goes on working, in seconds.
    pub overlap: Overlap,
    /// From when on the new one is not valid any more; as before, if left out. One that has expired
    /// needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<UnixSeconds>,
}

/// How long a token works beside its successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Seconds", into = "Seconds")]
pub enum Overlap {
    /// Not at all.
    None,
    /// For an hour.
    Hour,
    /// For 24 hours.
    Day,
    /// For seven days.
    Week,
}

/// A span that is no [`Overlap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("overlap is 0, 3600, 86400 or 604800 seconds")]
pub struct ParseOverlapError;

impl Overlap {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::None, Self::Hour, Self::Day, Self::Week];

    /// How long that is.
    pub fn span(self) -> Seconds {
        match self {
            Self::None => Seconds(0),
            Self::Hour => Seconds::hours(1),
            Self::Day => Seconds::hours(24),
            Self::Week => Seconds::days(7),
        }
    }
}

impl TryFrom<Seconds> for Overlap {
    type Error = ParseOverlapError;

    fn try_from(span: Seconds) -> Result<Self, ParseOverlapError> {
        Self::ALL.into_iter().find(|overlap| overlap.span() == span).ok_or(ParseOverlapError)
    }
}

impl From<Overlap> for Seconds {
    fn from(overlap: Overlap) -> Self {
        overlap.span()
    }
}

/// The most tokens that are revoked at once.
pub const MOST_REVOKED: usize = 100;

/// Revoke several tokens, all or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeTokens {
    /// Which: 1 to [`MOST_REVOKED`].
    pub ids: Vec<TokenId>,
}

/// Several tokens just revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedTokens {
    /// Each of them.
    pub data: Vec<RevokedToken>,
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

/// The answer to a request that was carried out before under its `Idempotency-Key`: what was issued
/// then, without the token, which was handed over once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatedToken {
    /// That the token was handed over once, in words.
    pub detail: String,
    /// The tenant's own URL, without a trailing slash.
    pub url: String,
    /// The token as the table shows it.
    pub view: TokenView,
}

impl RepeatedToken {
    /// The answer, with what it says of the token.
    pub fn new(url: String, view: TokenView) -> Self {
        let detail = "This request was carried out before, and its token was handed over then. \
                      If it was lost, regenerate it.";
        Self { detail: detail.to_owned(), url, view }
    }
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
    /// What it is for, in its owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Description>,
    /// From when on it is valid, if not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<UnixSeconds>,
    /// From when on it is not valid any more, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<UnixSeconds>,
    /// Where it may be used from.
    #[serde(default, skip_serializing_if = "NetworkRule::is_open")]
    pub networks: NetworkRule,
    /// Whether its owner was deprovisioned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_owner_deprovisioned: bool,
    /// Until when the token that it took the place of still works, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retiring_until: Option<UnixSeconds>,
    /// That it was revoked, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<RevocationView>,
    /// That somebody who found it reported it, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposed: Option<ExposureView>,
    /// Who still tries to use it, or the one that it took the place of, if anybody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knocks: Option<Knocks>,
    /// Its uses by day, of the last 30 days, the latest last; left out where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses_by_day: Vec<u64>,
}

/// That a token was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevocationView {
    /// When.
    pub at: UnixSeconds,
    /// By whom: their name.
    pub by: PersonName,
}

/// That a token was found where it should not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureView {
    /// When it was reported first.
    pub at: UnixSeconds,
    /// Where it was found, in a stranger's words, if that was said: to be shown, not to be followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_at: Option<FoundAt>,
}

impl From<&Exposure> for ExposureView {
    fn from(exposure: &Exposure) -> Self {
        Self { at: exposure.at, found_at: exposure.found_at.clone() }
    }
}

/// Uses that were refused since a token ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knocks {
    /// How many.
    pub count: u64,
    /// When the first was.
    pub first_at: UnixSeconds,
    /// When the last was.
    pub last_at: UnixSeconds,
    /// Where the last came from, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_from: Option<IpAddr>,
}

impl TokenView {
    /// The record at `now`, with its owner.
    pub fn of(record: &TokenRecord, owner: &User, now: UnixSeconds) -> Self {
        Self {
            id: record.id,
            name: record.name.clone(),
            sub: record.owner,
            issued_by: owner.name.clone(),
            scope: record.scopes.clone(),
            iat: record.issued_at,
            last_used_at: record.last_used_at,
            status: Status::at(record.last_used_at, now),
            description: record.description.clone(),
            nbf: record.not_before,
            exp: record.expires_at,
            networks: record.networks.clone(),
            is_owner_deprovisioned: owner.deprovisioned_at.is_some(),
            retiring_until: record.retiring(now).map(|retiring| retiring.until),
            revoked: None,
            exposed: record.exposed.as_ref().map(ExposureView::from),
            knocks: None,
            uses_by_day: Vec::new(),
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

impl RevokedToken {
    /// What is told of a token that was revoked at that moment.
    pub fn of(id: TokenId, revoked_at: UnixSeconds) -> Self {
        Self {
            id,
            revoked_at,
            refused_in_use_by: revoked_at + REFUSED_IN_USE_WITHIN,
            refused_elsewhere_by: revoked_at + REFUSED_ELSEWHERE_WITHIN,
        }
    }
}
