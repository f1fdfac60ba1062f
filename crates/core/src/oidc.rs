//! Signing in by OpenID Connect, and by Cloudflare Access: what a provider says, and whether to
//! believe it.
//!
//! The rules of OpenID Connect Core 1.0, RFC 7636 (PKCE), RFC 9207 (`iss`) and RFC 8725 (JWTs). The
//! platform fetches documents and checks signatures; all else is decided here.

mod access;
mod address;
mod attempt;
mod callback;
mod claims;
mod client;
mod discovery;
mod exchange;
mod judge;
mod keys;
mod provider;
mod sign_in;
mod token;

pub use access::{ACCESS_ASSERTION, ProviderKind, judge_access};
pub use address::{Issuer, ParseAddressError, WebAddress};
pub use attempt::{ATTEMPT_LIFE, Attempt, AttemptPurpose, OpenAttemptError, Proof};
pub use callback::{Callback, CallbackError, TokenAnswer};
pub use claims::{Claim, Claims};
pub use client::{ClaimName, ClaimValue, ClientId, ClientSecret, SealedSecret};
pub use discovery::{Discovery, DiscoveryError};
pub use exchange::{TokenRequest, token_request};
pub use judge::{Expectation, Identity, LEEWAY, judge};
pub use keys::{Jwks, SigningKey};
pub use provider::{
    ChangeProviderError, MOST_PROVIDERS, Provider, ProviderId, RoleFor, add_provider,
    change_provider,
};
pub use sign_in::{Admitted, Arrival, Holder, ProviderSignInError, admit};
pub use token::{Algorithm, IdTokenError, SignatureCheck, SignedToken};

#[cfg(test)]
mod samples;
