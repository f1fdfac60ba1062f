//! Where a request comes from that presents a token.

use std::net::IpAddr;

use worker::Headers;

use crate::platform::headers;

/// Who presents a token.
#[derive(Clone, Copy)]
pub(crate) enum Caller<'a> {
    /// The one who sent this request.
    Sender(&'a Headers),
    /// The one whom a proxy asks about, at the address that the proxy says, if it says one.
    Client(Option<IpAddr>),
}

impl Caller<'_> {
    /// Where they are, if that is known.
    pub(super) fn address(self) -> Option<IpAddr> {
        match self {
            Self::Sender(headers) => headers::address(headers),
            Self::Client(address) => address,
        }
    }
}
