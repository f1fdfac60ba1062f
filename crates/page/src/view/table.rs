//! The table. Rows are kept by their token's id, so that focus, scrolling and selection survive.

use std::collections::BTreeMap;

use gatepass_core::id::TokenId;
use gatepass_core::listing::{Direction, SortBy};

use super::row::Row;
use crate::dom::{MissingPart, Part, StartError, Template};
use crate::model::{List, Model, Phase};
use crate::time::Clock;
use crate::words;

pub(super) struct Table {
    table: Part,
    headings: Vec<(SortBy, Part)>,
    body: Part,
    template: Template,
    rows: BTreeMap<TokenId, Row>,
    order: Vec<TokenId>,
    is_cut: bool,
}

impl Table {
    pub(super) fn new(view: &Part, template: Template) -> Result<Self, StartError> {
        let headings: Result<Vec<_>, MissingPart> = words::SORTS
            .into_iter()
            .map(|sort| Ok((sort, view.find(&format!("sort-{}", words::sort(sort)))?)))
            .collect();
        Ok(Self {
            table: view.find("table")?,
            headings: headings?,
            body: view.find("rows")?,
            template,
            rows: BTreeMap::new(),
            order: Vec::new(),
            is_cut: false,
        })
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        let list = &model.list;
        self.show_order(list);
        let has_rows = !list.rows.is_empty();
        self.table.show_if(has_rows && matches!(list.phase, Phase::Ready | Phase::Changing));
        for token in &list.rows {
            let row = match self.rows.remove(&token.id) {
                Some(row) => row,
                None => Row::new(&self.template, token)?,
            };
            let row = self.rows.entry(token.id).or_insert(row);
            row.show(token, list.as_of, clock);
            let is_fresh = list.fresh == Some(token.id) && model.dialog.is_none();
            row.offer(token, model.is_own(token), list.as_of);
            let is_selected = list.is_selected(token.id);
            row.mark(
                is_fresh,
                is_selected,
                model.copied.filter(|copied| copied.is_id_of(token.id)),
            );
        }
        self.arrange(list);
        Ok(())
    }

    /// Brings the rows into the list's order, and lets those go that left it.
    fn arrange(&mut self, list: &List) {
        if self.order.iter().eq(list.rows.iter().map(|token| &token.id)) {
            return;
        }
        let anchor = self.in_sight();
        self.is_cut = list.before.is_some();
        self.order = list.rows.iter().map(|token| token.id).collect();
        let order = &self.order;
        self.rows.retain(|id, _| order.contains(id));
        let parts = self.order.iter().filter_map(|id| self.rows.get(id)).map(Row::part);
        self.body.set_children(parts);
        if let Some((id, top)) = anchor {
            let row = self.rows.get(&id).map(Row::part);
            row.into_iter().for_each(|row| row.scroll_back_to(top));
        }
    }

    /// The first row that is seen, and where, once what comes before it is not: it stays there when
    /// rows come and go above it.
    fn in_sight(&self) -> Option<(TokenId, f64)> {
        if !self.is_cut && self.body.top() >= 0.0 {
            return None;
        }
        let rows = self.order.iter().filter_map(|id| Some((*id, self.rows.get(id)?.part())));
        rows.skip_while(|(_, row)| row.is_above_sight()).map(|(id, row)| (id, row.top())).next()
    }

    fn show_order(&self, list: &List) {
        for (sort, heading) in &self.headings {
            let order = match list.choice.direction {
                Direction::Ascending => "ascending",
                Direction::Descending => "descending",
            };
            heading.set_attribute("aria-sort", (list.choice.sort == *sort).then_some(order));
        }
    }

    pub(super) fn focus_revoke(&self, id: TokenId) -> bool {
        self.rows.get(&id).is_some_and(Row::focus_revoke)
    }
}
