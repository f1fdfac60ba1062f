//! How an answer and what is loaded become one list.

use std::cmp::Ordering;

use gatepass_core::listing::Cursor;
use gatepass_core::status::Status;
use gatepass_core::wire::{StatusTotals, TokenPage, TokenView};

use crate::model::{Before, List, MOST_KEPT, Purpose};

/// Takes an answer into the list.
pub(super) fn merge(list: &mut List, purpose: Purpose, page: TokenPage) {
    let TokenPage { total, has_next, mut data, cursor, totals, now: _ } = page;
    list.total = total;
    list.totals = totals;
    let cursor = cursor.filter(|_| has_next);
    data.retain(|token| token.revoked.is_some() || !list.gone.contains(&token.id));
    match purpose {
        Purpose::Anew => {
            list.rows = data;
            list.before = None;
            list.cursor = cursor;
            let rows = &list.rows;
            list.selected.retain(|(id, _)| rows.iter().any(|row| row.id == *id));
        }
        Purpose::More => {
            append(&mut list.rows, data);
            list.cursor = cursor;
            let_go_of_the_first(list);
        }
        Purpose::Earlier => {
            data.reverse();
            prepend(list, data, has_next);
            let_go_of_the_last(list);
        }
        Purpose::Refresh => {
            let tail = tail_after(list, &data, has_next);
            if tail.is_empty() {
                list.cursor = cursor;
            }
            let before = std::mem::replace(&mut list.rows, data);
            append(&mut list.rows, tail);
            let has_left = |id| {
                let is_among = |rows: &[TokenView]| rows.iter().any(|row| row.id == id);
                is_among(&before) && !is_among(&list.rows)
            };
            list.selected.retain(|(id, _)| !has_left(*id));
            let_go_of_the_last(list);
        }
    }
}

/// Puts those before the rows that were let go there. Of the answer, the farthest tells where the
/// rows now begin, unless nothing comes before it.
fn prepend(list: &mut List, mut earlier: Vec<TokenView>, has_more: bool) {
    let count = list.skipped();
    list.before = None;
    if has_more && !earlier.is_empty() {
        let farthest = earlier.remove(0);
        let cursor = Cursor::after(&farthest, list.choice.sort);
        let shown = u64::try_from(earlier.len()).unwrap_or(u64::MAX);
        list.before = Some(Before { cursor, count: count.saturating_sub(shown).max(1) });
    }
    append(&mut earlier, std::mem::take(&mut list.rows));
    list.rows = earlier;
}

/// Lets the rows at the start go that are too many.
fn let_go_of_the_first(list: &mut List) {
    let too_many = list.rows.len().saturating_sub(MOST_KEPT);
    let last = list.rows.drain(..too_many).next_back();
    if let Some(last) = last {
        let cursor = Cursor::after(&last, list.choice.sort);
        let count = list.skipped() + u64::try_from(too_many).unwrap_or(u64::MAX);
        list.before = Some(Before { cursor, count });
    }
}

/// Lets the rows at the end go that are too many.
fn let_go_of_the_last(list: &mut List) {
    if list.rows.len() > MOST_KEPT {
        list.rows.truncate(MOST_KEPT);
        list.cursor = list.rows.last().map(|last| Cursor::after(last, list.choice.sort));
    }
}

/// The rows that come after the last of the first ones; those before it that are not among them
/// are no longer there.
fn tail_after(list: &List, first: &[TokenView], has_next: bool) -> Vec<TokenView> {
    let Some(last) = first.last().filter(|_| has_next) else {
        return Vec::new();
    };
    let comes_after = |row: &&TokenView| list.choice.compare(row, last) == Ordering::Greater;
    list.rows.iter().filter(comes_after).cloned().collect()
}

fn append(rows: &mut Vec<TokenView>, more: Vec<TokenView>) {
    let known = rows.len();
    for row in more {
        if rows.iter().take(known).all(|known| known.id != row.id) {
            rows.push(row);
        }
    }
}

/// Puts a token where the list's order has it, if that is within what is loaded.
pub(super) fn insert(list: &mut List, token: TokenView) {
    recount(&mut list.totals, None, Some(token.status));
    list.total += 1;
    let place = list
        .rows
        .iter()
        .position(|row| list.choice.compare(&token, row) == Ordering::Less)
        .unwrap_or(list.rows.len());
    if place < list.rows.len() || list.cursor.is_none() {
        list.rows.insert(place, token);
        let_go_of_the_last(list);
    }
}

/// Puts a token as it now is in the place of what was known of it.
pub(super) fn replace(list: &mut List, token: &TokenView) {
    if let Some(row) = list.rows.iter_mut().find(|row| row.id == token.id) {
        row.clone_from(token);
    }
}

/// Takes a token out, for good, and gives the one that takes its place.
pub(super) fn remove(list: &mut List, token: &TokenView) -> Option<TokenView> {
    list.gone.insert(token.id);
    list.selected.retain(|(id, _)| *id != token.id);
    let place = list.rows.iter().position(|row| row.id == token.id)?;
    let removed = list.rows.remove(place);
    recount(&mut list.totals, Some(removed.status), None);
    list.total = list.total.saturating_sub(1);
    list.rows.get(place).cloned()
}

/// Counts a token under another status.
pub(super) fn recount(totals: &mut StatusTotals, from: Option<Status>, to: Option<Status>) {
    if let Some(count) = from.map(|status| count_of(totals, status)) {
        *count = count.saturating_sub(1);
    }
    if let Some(count) = to.map(|status| count_of(totals, status)) {
        *count = count.saturating_add(1);
    }
}

fn count_of(totals: &mut StatusTotals, status: Status) -> &mut u64 {
    match status {
        Status::Generated => &mut totals.generated,
        Status::Active => &mut totals.active,
        Status::Inactive => &mut totals.inactive,
    }
}

#[cfg(test)]
mod tests;
