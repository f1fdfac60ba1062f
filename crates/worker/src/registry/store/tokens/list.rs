//! Lists of tokens: each comes from an index, whatever the filter, the search and the order.

mod range;
mod statement;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use gatepass_core::id::{Serial, Subject, TenantId};
use gatepass_core::lifecycle::shown_knocks;
use gatepass_core::listing::{Cursor, Lookup, Search, TokenQuery, most_sorted};
use gatepass_core::person::User;
use gatepass_core::record::TokenRecord;
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{RevocationView, StatusTotals, TokenPage, TokenView};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use self::statement::{Finder, Statement};
use super::TokenRow;
use crate::registry::store::{Store, StoreError, Stored};

/// What is listed.
pub(in crate::registry) struct Listing<'a> {
    /// Only the tokens of this person.
    pub(in crate::registry) owner: Option<Subject>,
    /// What was asked for.
    pub(in crate::registry) query: &'a TokenQuery,
    /// The present moment.
    pub(in crate::registry) now: UnixSeconds,
}

/// Where many tokens match, the list is gone through in its order for this many times the tokens that
/// would be sorted. If a page is not full by then, what matches stands together, and is sorted.
const LONG_WAY: u64 = 4;

impl Listing<'_> {
    /// Whether what has ended is listed too; none of it is about to expire.
    fn has_ended(&self) -> bool {
        self.query.revoked && !self.query.expiring
    }
}

#[derive(Deserialize)]
struct Total {
    ended: u8,
    status: Status,
    count: u64,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

/// How many tokens there are of each status.
#[derive(Default)]
struct Totals {
    live: StatusTotals,
    ended: StatusTotals,
}

impl Totals {
    /// How many the listing's filter by status lets through.
    fn of(&self, listing: &Listing<'_>) -> u64 {
        let status = listing.query.status;
        let ended = if listing.has_ended() { self.ended.of(status) } else { 0 };
        self.live.of(status) + ended
    }
}

impl Store {
    /// A page of the list, with the totals per status.
    pub(in crate::registry) fn list_tokens(&self, listing: &Listing<'_>) -> Stored<TokenPage> {
        self.settle(listing.now)?;
        let totals = self.totals(listing.owner)?;
        let total = totals.of(listing);
        let mut rows = self.listed(listing, total)?;
        let wanted = listing.query.wanted();
        let has_next = rows.len() > wanted as usize;
        rows.truncate(wanted as usize);
        let data = self.views(rows, listing.now)?;
        let last = data.last().filter(|_| has_next);
        let cursor = last.map(|last| Cursor::after(last, listing.query.sort));
        Ok(TokenPage { total, has_next, data, cursor, totals: totals.live, now: listing.now })
    }

    /// The rows of a page and one more, if more come.
    fn listed(&self, listing: &Listing<'_>, total: u64) -> Stored<Vec<TokenRow>> {
        let search = listing.query.search.as_deref().and_then(Search::new);
        let lookup = match search.as_ref().map(Search::lookup) {
            None => None,
            Some(Some(lookup)) => Some(lookup),
            Some(None) => return Ok(Vec::new()),
        };
        let search = search.as_ref();
        let most = most_sorted(total, listing.query.wanted());
        let Some((found, finder)) = self.finder(listing, lookup.as_ref(), most)? else {
            return self.read(statement::in_order(listing, search, None));
        };
        if found > most {
            let way = statement::place_after(listing, most.saturating_mul(LONG_WAY));
            let last = self.read(way)?.pop();
            let rows: Vec<TokenRow> =
                self.read(statement::in_order(listing, search, last.as_ref()))?;
            if last.is_none() || rows.len() > listing.query.wanted() as usize {
                return Ok(rows);
            }
        }
        self.read(statement::sorted(listing, search, finder))
    }

    /// What finds the fewest tokens that may match, if anything is looked for, and how many these
    /// are: counted up to one more than `most`.
    fn finder<'a>(
        &self,
        listing: &Listing<'_>,
        lookup: Option<&'a Lookup>,
        most: u64,
    ) -> Stored<Option<(u64, Finder<'a>)>> {
        let finders = [lookup.map(Finder::Text), listing.query.expiring.then_some(Finder::End)];
        let mut least = None;
        for finder in finders.into_iter().flatten() {
            let counts: Vec<Count> = self.read(statement::count(finder, most + 1, listing.now))?;
            let found = counts.first().map_or(0, |found| found.count);
            if least.is_none_or(|(least, _)| found < least) {
                least = Some((found, finder));
            }
        }
        Ok(least)
    }

    fn read<T: DeserializeOwned>(&self, statement: Statement) -> Stored<Vec<T>> {
        self.rows(&statement.text, statement.parameters)
    }

    /// The rows as the table shows them.
    pub(super) fn views(&self, rows: Vec<TokenRow>, now: UnixSeconds) -> Stored<Vec<TokenView>> {
        let Some(tenant) = self.own_tenant()? else {
            return Ok(Vec::new());
        };
        let records = records(rows, tenant.id)?;
        let serials: Vec<Serial> = records.iter().map(|record| record.id.serial).collect();
        let mut knocks = self.knocks_of(&serials)?;
        let mut people = People { store: self, known: HashMap::new() };
        let mut views = Vec::with_capacity(records.len());
        for record in records {
            let knocks = shown_knocks(&record, knocks.remove(&record.id.serial), now);
            let revoked = match record.revoked {
                None => None,
                Some(revocation) => {
                    let by = people.find(revocation.by)?.name.clone();
                    Some(RevocationView { at: revocation.at, by })
                }
            };
            let view = TokenView::of(&record, people.find(record.owner)?, now);
            views.push(TokenView { knocks, revoked, ..view });
        }
        Ok(views)
    }

    fn totals(&self, owner: Option<Subject>) -> Stored<Totals> {
        let owner = owner.map(|owner| owner.to_string()).unwrap_or_default();
        let rows: Vec<Total> = self.rows(
            "SELECT ended, status, count FROM status_totals WHERE owner = ?",
            vec![owner.into()],
        )?;
        let mut totals = Totals::default();
        for Total { ended, status, count } in rows {
            let half = if ended == 0 { &mut totals.live } else { &mut totals.ended };
            match status {
                Status::Generated => half.generated = count,
                Status::Active => half.active = count,
                Status::Inactive => half.inactive = count,
            }
        }
        Ok(totals)
    }
}

fn records(rows: Vec<TokenRow>, tenant: TenantId) -> Stored<Vec<TokenRecord>> {
    rows.into_iter().map(|row| row.into_record(tenant)).collect()
}

/// The people that rows name, each asked for once.
struct People<'a> {
    store: &'a Store,
    known: HashMap<Subject, User>,
}

impl People<'_> {
    /// Users are never deleted.
    fn find(&mut self, subject: Subject) -> Stored<&User> {
        Ok(match self.known.entry(subject) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let missing = || StoreError::Unreadable(format!("the user {subject} is missing"));
                unknown.insert(self.store.user(subject)?.ok_or_else(missing)?)
            }
        })
    }
}
