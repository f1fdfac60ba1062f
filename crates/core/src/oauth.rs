//! What servers ask about tokens that they were shown: introspection (RFC 7662) and
//! revocation (RFC 7009).

mod client;
mod form;
mod introspect;
mod revoke;

pub use client::{ParseClientError, parse_client};
pub use form::{FORM_TYPE, ParseFormError, caller_address, shown_token};
pub use introspect::introspect;
pub use revoke::{may_revoke, scope_to_revoke};
