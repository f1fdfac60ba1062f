//! The people of a tenant, a file per verb: who is there, who administers, and what becomes of their
//! tokens when something about them changes.

mod add;
mod change;
mod deprovision;
mod impact;
mod sign_in;
mod state;
mod tokens;

pub use add::{AddUserError, add};
pub use change::{ChangeUserError, change};
pub use deprovision::{DeprovisionError, deprovision, reprovision};
pub use impact::{LATELY, impact};
pub use sign_in::{LINK_LIFE, SignInError, UserLinkError, link_for, sign_in};
pub use state::{UserState, is_last_administrator};
pub use tokens::{Follow, follow, may_do};

#[cfg(test)]
mod tests;
