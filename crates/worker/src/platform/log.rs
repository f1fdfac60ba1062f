//! What the operator reads: facts and reasons, never a token or any other secret.

use std::fmt::Display;

/// Notes a fault that the operator may have to act on.
pub(crate) fn fault(what: &str, why: impl Display) {
    worker::console_error!("{what}: {why}");
}
