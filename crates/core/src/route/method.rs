//! The methods that routes take.

/// A method that a route takes. RFC 9110 §9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes something, or has something done.
    Post,
    /// Changes some members of what is there. RFC 5789.
    Patch,
    /// Takes something away.
    Delete,
}

impl Method {
    /// The method on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// What the `Allow` header says of it. RFC 9110 §10.2.1.
    pub(super) fn allowed(self) -> &'static str {
        match self {
            Self::Get => "GET, HEAD",
            Self::Post | Self::Patch | Self::Delete => self.as_str(),
        }
    }

    /// Whether a request with this method on the wire is answered: `HEAD` wherever `GET` is.
    pub fn accepts(self, wire: &str) -> bool {
        wire == self.as_str() || (self == Self::Get && wire == "HEAD")
    }
}
