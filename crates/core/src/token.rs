//! The token: `<prefix><kind>_<tenant 6><serial 10><secret 32><seal 11><check 6>`.
//!
//! Tenant and serial are its public id; the secret is 190 bits and what protects it; the seal spares
//! storage from forgeries; the check lets a scanner or the page tell a token from look-alikes.

mod digest;
mod inspect;
mod pattern;
mod prefix;
mod secret;

pub use digest::{ParseDigestError, TokenDigest};
pub use inspect::{InspectError, inspect};
pub use prefix::{ParsePrefixError, Prefixes};
pub use secret::{ParseTokenError, SecretToken, TokenIdentity, TokenKind};

#[cfg(test)]
mod tests;
