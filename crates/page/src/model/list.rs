//! The API tokens, as far as they were asked for.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use gatepass_core::badge::Badge;
use gatepass_core::id::TokenId;
use gatepass_core::listing::{
    Cursor, Direction, LISTED_BY_DEFAULT, Limit, MOST_LISTED, Search, SortBy, TokenQuery,
    search_key,
};
use gatepass_core::name::TokenName;
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{StatusTotals, TokenView};

use super::Failure;

/// The most tokens kept: however far one scrolls, those at the other end are let go.
pub const MOST_KEPT: usize = 500;

/// The API tokens, as far as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// What part is shown, and in which order.
    pub choice: Choice,
    /// What stands in the search field; it becomes part of the choice a moment later.
    pub typed: String,
    /// The tokens kept, at most [`MOST_KEPT`].
    pub rows: Vec<TokenView>,
    /// What was let go before the rows, if they do not begin at the start.
    pub before: Option<Before>,
    /// Where the rows end, if more come after them.
    pub cursor: Option<Cursor>,
    /// How many the filter by status lets through.
    pub total: u64,
    /// How many there are of each status.
    pub totals: StatusTotals,
    /// How far loading got.
    pub phase: Phase,
    /// What is being asked.
    pub pending: Option<Pending>,
    /// How many times was asked.
    pub asked: u32,
    /// Whether what is shown could not be refreshed.
    pub is_stale: bool,
    /// The tokens revoked here: an answer that is older must not bring them back.
    pub gone: BTreeSet<TokenId>,
    /// The token generated or changed just now.
    pub fresh: Option<TokenId>,
    /// The tokens chosen to be revoked together, with their names.
    pub selected: Vec<(TokenId, TokenName)>,
    /// The one that was chosen last: a range is chosen from it.
    pub selected_last: Option<TokenId>,
    /// The moment that relative times are reckoned from.
    pub as_of: UnixSeconds,
}

/// What was let go before the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// Where the rows begin.
    pub cursor: Cursor,
    /// How many there were.
    pub count: u64,
}

/// What part of the tokens is shown, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Only those of this status.
    pub status: Option<Status>,
    /// Only those that expire soon.
    pub is_expiring: bool,
    /// Whether those that ended, revoked or expired, are among them.
    pub has_ended: bool,
    /// Only those whose name or description has this in it; empty for all.
    pub search: String,
    /// What they are sorted by.
    pub sort: SortBy,
    /// Which end comes first.
    pub direction: Direction,
}

/// How far loading got.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nothing was answered yet.
    #[default]
    Loading,
    /// The rows are what was chosen before; those chosen now are asked for.
    Changing,
    /// The rows are what was chosen.
    Ready,
    /// What was chosen could not be loaded.
    Failed(Failure),
}

/// What is being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// Tells the answer from those to earlier questions, which no longer count.
    pub number: u32,
    /// What for.
    pub purpose: Purpose,
}

/// What a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The first tokens of a new choice.
    Anew,
    /// The tokens loaded, as they are now.
    Refresh,
    /// Those that come after.
    More,
    /// Those that were let go before the rows.
    Earlier,
}

impl List {
    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        self.choice != self.choice.unfiltered()
    }

    /// The token with this id, if it is loaded.
    pub fn find(&self, id: TokenId) -> Option<&TokenView> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// The query that `purpose` takes.
    pub fn query(&self, purpose: Purpose) -> TokenQuery {
        let search = &self.choice.search;
        TokenQuery {
            status: self.choice.status,
            search: (!search.is_empty()).then(|| search.clone()),
            revoked: self.choice.has_ended,
            expiring: self.choice.is_expiring,
            sort: self.choice.sort,
            direction: match purpose {
                Purpose::Anew | Purpose::Refresh | Purpose::More => self.choice.direction,
                Purpose::Earlier => self.choice.direction.reversed(),
            },
            cursor: match purpose {
                Purpose::Anew => None,
                Purpose::Refresh => self.before.as_ref().map(|before| before.cursor.clone()),
                Purpose::More => self.cursor.clone(),
                Purpose::Earlier => {
                    self.rows.first().map(|first| Cursor::after(first, self.choice.sort))
                }
            },
            limit: match purpose {
                Purpose::Anew | Purpose::More | Purpose::Earlier => None,
                Purpose::Refresh => Some(self.refresh_limit()),
            },
        }
    }

    /// Whether the token is chosen to be revoked.
    pub fn is_selected(&self, id: TokenId) -> bool {
        self.selected.iter().any(|(selected, _)| *selected == id)
    }

    /// How many were let go before the rows.
    pub fn skipped(&self) -> u64 {
        self.before.as_ref().map_or(0, |before| before.count)
    }

    /// As many as are loaded, within what one answer holds.
    fn refresh_limit(&self) -> Limit {
        let loaded = u32::try_from(self.rows.len()).unwrap_or(MOST_LISTED);
        Limit::try_from(loaded.clamp(LISTED_BY_DEFAULT, MOST_LISTED)).unwrap_or_default()
    }
}

impl Choice {
    /// All tokens, in the same order, with those that ended if they are now.
    pub fn unfiltered(&self) -> Self {
        let Self { sort, direction, has_ended, .. } = *self;
        Self { sort, direction, has_ended, ..Self::default() }
    }

    /// Whether the token is part of it at `now`.
    pub fn lets_through(&self, token: &TokenView, now: UnixSeconds) -> bool {
        let key = search_key(&token.name, token.description.as_ref());
        self.status.is_none_or(|status| status == token.status)
            && (!self.is_expiring || Badge::ExpiresSoon.is_on(token, now))
            && Search::new(&self.search).is_none_or(|search| search.finds(&key))
    }

    /// How two tokens stand to each other in its order, which is the server's.
    pub fn compare(&self, a: &TokenView, b: &TokenView) -> Ordering {
        let by_key = match self.sort {
            SortBy::Name => a.name.to_key().cmp(&b.name.to_key()),
            SortBy::Issued => a.iat.cmp(&b.iat),
            SortBy::LastUsed => a.last_used_at.cmp(&b.last_used_at),
            SortBy::Status => {
                let key = |token: &TokenView| (token.status.as_str(), token.name.to_key());
                key(a).cmp(&key(b))
            }
        };
        let ascending = by_key.then_with(|| a.id.serial.cmp(&b.id.serial));
        match self.direction {
            Direction::Ascending => ascending,
            Direction::Descending => ascending.reverse(),
        }
    }
}
