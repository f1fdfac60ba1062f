//! The life of a token, a file per verb.

mod edit;
mod expose;
mod issue;
mod knocked;
mod project;
mod regenerate;
mod revoke;
mod terms;
mod used;

pub use edit::{EditError, Edited, edit, tell_edit, widens};
pub use expose::{Exposed, expose};
pub use issue::{IssueError, Others, Rules, issue};
pub use knocked::{ended_at, knocked, shown_knocks};
pub use project::Told;
pub use regenerate::{RegenerateError, Regenerated, SUPERSEDED_KNOWN_FOR, regenerate};
pub use revoke::{REFUSED_ELSEWHERE_WITHIN, REFUSED_IN_USE_WITHIN, RevokeError, revoke};
pub use terms::{LAST_MOMENT, TermsError};
pub use used::{NotedUse, USE_RESOLUTION, note_use, used};

#[cfg(test)]
mod tests;
