//! What stands in the table's place or below it: skeleton, empty, no match, failed, count, more.

use crate::dom::{Part, StartError};
use crate::model::{Model, Phase, Purpose, Session};
use crate::words;

pub(super) struct Panel {
    panel: Part,
    skeleton: Part,
    empty: Part,
    no_match: Part,
    failed: Part,
    failed_why: Part,
    stale: Part,
    earlier: Part,
    earlier_why: Part,
    foot: Part,
    count: Part,
    more_mark: Part,
    more: Part,
}

impl Panel {
    pub(super) fn new(view: &Part) -> Result<Self, StartError> {
        Ok(Self {
            panel: view.find("panel")?,
            skeleton: view.find("skeleton")?,
            empty: view.find("empty")?,
            no_match: view.find("no-match")?,
            failed: view.find("failed")?,
            failed_why: view.find("failed-why")?,
            stale: view.find("stale")?,
            earlier: view.find("earlier")?,
            earlier_why: view.find("earlier-why")?,
            foot: view.find("foot")?,
            count: view.find("count")?,
            more_mark: view.find("more-mark")?,
            more: view.find("more")?,
        })
    }

    pub(super) fn show(&self, model: &Model) {
        let list = &model.list;
        let is_ready = list.phase == Phase::Ready;
        let has_rows = !list.rows.is_empty();
        let is_loading = match list.phase {
            Phase::Loading => model.session != Session::Out,
            Phase::Changing => !has_rows,
            Phase::Ready | Phase::Failed(_) => false,
        };
        let is_busy = is_loading || list.phase == Phase::Changing;
        self.panel.set_flag("aria-busy", is_busy);
        self.skeleton.show_if(is_loading);
        self.empty.show_if(is_ready && !has_rows && !list.is_narrowed());
        self.no_match.show_if(is_ready && !has_rows && list.is_narrowed());
        self.stale.show_if(list.is_stale);
        self.failed.show_if(matches!(list.phase, Phase::Failed(_)));
        if let Phase::Failed(failure) = &list.phase {
            self.failed_why.set_text(&words::failure(failure));
        }
        let skipped = list.skipped();
        self.earlier.show_if(is_ready && skipped > 0);
        self.earlier_why.set_text(&words::skipped(skipped));
        self.foot.show_if(is_ready && has_rows);
        if is_ready {
            self.count.set_text(&words::count(list));
        }
        let asks_for_more = list.pending.is_some_and(|pending| pending.purpose == Purpose::More);
        if list.cursor.is_none() && self.more.has_focus() {
            // The button goes away under the person who pressed it.
            self.count.focus();
        }
        self.more.show_if(list.cursor.is_some());
        self.more.set_text(if asks_for_more { "Loading…" } else { "Load more" });
    }

    pub(super) fn end_of_list(&self) -> &Part {
        &self.more_mark
    }
}
