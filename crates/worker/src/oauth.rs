//! What other servers ask about tokens that they were shown.

mod client;
mod introspect;
mod issuer;
mod metadata;
mod revoke;

pub(crate) use introspect::introspect;
pub(crate) use metadata::{authorization_server, protected_resource};
pub(crate) use revoke::revoke;
