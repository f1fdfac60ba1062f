//! What other servers ask about tokens that they were shown.

mod client;
mod introspect;
mod issuer;
mod revoke;

pub(crate) use introspect::introspect;
pub(crate) use revoke::revoke;
