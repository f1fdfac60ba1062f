//! How a copy button answers.

use crate::dom::Part;
use crate::model::{Copied, CopyOutcome};

/// Lets the button say, by its picture, what became of copying.
pub(super) fn answer(button: &Part, copied: Option<Copied>) {
    let word = copied.map(|copied| match copied.outcome {
        CopyOutcome::Done => "done",
        CopyOutcome::Refused => "refused",
    });
    button.set_attribute("data-copied", word);
}
