//! How many rows are chosen, and what can be done with them.

use gatepass_core::wire::MOST_REVOKED;

use crate::dom::{Part, StartError};
use crate::model::List;
use crate::words;

pub(super) struct Selection {
    bar: Part,
    toolbar: Part,
    count: Part,
    all: Part,
    revoke: Part,
}

impl Selection {
    pub(super) fn new(view: &Part) -> Result<Self, StartError> {
        Ok(Self {
            bar: view.find("selection")?,
            toolbar: view.find("toolbar")?,
            count: view.find("selection-count")?,
            all: view.find("select-all")?,
            revoke: view.find("revoke-selected")?,
        })
    }

    pub(super) fn show(&self, list: &List) {
        let count = list.selected.len();
        self.bar.set_present("data-on", count > 0);
        self.toolbar.set_present("data-covered", count > 0);
        self.bar.show_if(count > 0);
        self.count.set_text(&words::selected(count));
        let lives = list.rows.iter().filter(|row| !row.has_ended(list.as_of)).count();
        let is_all = count > 0 && count >= lives.min(MOST_REVOKED);
        self.all.set_property("checked", &is_all.into());
        self.all.set_property("indeterminate", &(count > 0 && !is_all).into());
    }

    pub(super) fn focus_revoke(&self) -> bool {
        self.revoke.focus()
    }
}
