//! Choosing rows, to revoke their tokens together.

use gatepass_core::id::TokenId;
use gatepass_core::wire::{MOST_REVOKED, TokenView};

use crate::message::Call;
use crate::model::{List, Model};

pub(super) fn toggled(model: &mut Model, id: TokenId, is_range: bool) -> Option<Call> {
    let list = &mut model.list;
    let is_chosen = !list.is_selected(id);
    let place = |id: TokenId| list.rows.iter().position(|row| row.id == id);
    let to = place(id)?;
    let from = list.selected_last.filter(|_| is_range).and_then(place).unwrap_or(to);
    let range = list.rows.get(from.min(to)..=from.max(to)).unwrap_or_default().to_vec();
    for row in &range {
        list.selected.retain(|(selected, _)| *selected != row.id);
        if is_chosen {
            choose(list, row);
        }
    }
    list.selected_last = Some(id);
    None
}

/// Chooses a row, if it can be revoked and one more can be chosen.
fn choose(list: &mut List, row: &TokenView) {
    if !row.has_ended(list.as_of) && list.selected.len() < MOST_REVOKED && !list.is_selected(row.id)
    {
        list.selected.push((row.id, row.name.clone()));
    }
}

/// Chooses all rows, as many as can be revoked at once; none, where that changes nothing.
pub(super) fn all_toggled(model: &mut Model) -> Option<Call> {
    let list = &mut model.list;
    let before = list.selected.len();
    for row in &list.rows.clone() {
        choose(list, row);
    }
    if list.selected.len() == before {
        list.selected.clear();
    }
    None
}

pub(super) fn cleared(model: &mut Model) -> Option<Call> {
    model.list.selected.clear();
    model.focus = Some(crate::model::Focus::Search);
    None
}

#[cfg(test)]
mod tests;
