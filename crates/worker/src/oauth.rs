//! What other servers ask about tokens that they were shown.

mod client;
mod introspect;
mod issuer;

pub(crate) use introspect::introspect;
