//! What stands in the place of a list's rows, or above them: skeleton, empty, failed, stale.

use crate::dom::{Part, StartError};
use crate::model::Asked;
use crate::words;

/// What stands in the place of a list's rows, or above them.
pub(super) struct Surroundings {
    panel: Part,
    skeleton: Part,
    empty: Option<Part>,
    failed: Part,
    failed_why: Part,
    stale: Part,
    table: Part,
}

impl Surroundings {
    /// Finds the parts of the view: `panel`, `skeleton`, `empty`, `failed` with `failed-why`,
    /// `stale` and `table`.
    pub(super) fn new(view: &Part) -> Result<Self, StartError> {
        Ok(Self { empty: Some(view.find("empty")?), ..Self::never_empty(view)? })
    }

    /// Finds the parts of a view whose table is never empty, and which therefore has no `empty`.
    pub(super) fn never_empty(view: &Part) -> Result<Self, StartError> {
        Ok(Self {
            panel: view.find("panel")?,
            skeleton: view.find("skeleton")?,
            empty: None,
            failed: view.find("failed")?,
            failed_why: view.find("failed-why")?,
            stale: view.find("stale")?,
            table: view.find("table")?,
        })
    }

    /// Shows how asking for the rows stands, of which there are `rows`.
    pub(super) fn show<T>(&self, asked: &Asked<T>, rows: usize) {
        let has_answer = asked.answer.is_some();
        let failure = asked.failure.as_ref().filter(|_| !has_answer);
        self.panel.set_flag("aria-busy", !has_answer && failure.is_none());
        self.skeleton.show_if(!has_answer && failure.is_none());
        if let Some(empty) = &self.empty {
            empty.show_if(has_answer && rows == 0);
        }
        self.table.show_if(has_answer && rows > 0);
        self.failed.show_if(failure.is_some());
        self.failed_why.set_text(&failure.map(words::failure).unwrap_or_default());
        self.stale.show_if(asked.is_stale());
    }
}
