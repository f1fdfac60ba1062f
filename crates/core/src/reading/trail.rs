//! The way to the value that is being read.

use std::cell::RefCell;
use std::fmt::Write as _;

use super::fault::shown;

/// A step from a value to one within it.
pub(super) enum Step {
    /// To the member of this name.
    Member(String),
    /// To the item at this place, from 0.
    Item(usize),
}

/// The steps from the outermost value to the one that is being read, or at which reading ended.
#[derive(Default)]
pub(super) struct Trail(RefCell<Vec<Step>>);

impl Trail {
    /// Goes on to a value within.
    pub(super) fn enter(&self, step: Step) {
        self.0.borrow_mut().push(step);
    }

    /// Comes back from it, as it was read.
    pub(super) fn leave(&self) {
        self.0.borrow_mut().pop();
    }

    /// All steps, as a person writes them; nothing, for the outermost value.
    pub(super) fn path(&self) -> Option<String> {
        let mut path = String::new();
        for step in self.0.borrow().iter() {
            let dot = if path.is_empty() { "" } else { "." };
            // Writing to a text does not fail.
            let _ = match step {
                Step::Member(name) => write!(path, "{dot}{}", shown(name)),
                Step::Item(place) => write!(path, "[{place}]"),
            };
        }
        Some(path).filter(|path| !path.is_empty())
    }
}
