//! What servers ask about tokens that they were shown: introspection (RFC 7662).

mod client;
mod form;
mod introspect;

pub use client::{ParseClientError, parse_client};
pub use form::{FORM_TYPE, ParseFormError, caller_address, shown_token};
pub use introspect::introspect;
