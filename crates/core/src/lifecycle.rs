//! The life of a token, a file per verb.

mod issue;
mod knocked;
mod revoke;
mod used;

pub use issue::{IssueError, issue};
pub use knocked::{ended_at, knocked, shown_knocks};
pub use revoke::{
    REFUSED_ELSEWHERE_WITHIN, REFUSED_IN_USE_WITHIN, RevokeError, needs_withdrawal_again, revoke,
};
pub use used::{USE_RESOLUTION, used};

#[cfg(test)]
mod tests;
