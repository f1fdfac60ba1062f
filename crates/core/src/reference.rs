//! Sealed references: what a session's cookie, a one-time sign-in link and a
//! SCIM token hold.
//!
//! `<purpose>_<tenant 6><secret 32><seal 11>`. The seal tells which are ours before any registry is
//! asked, and the registry keeps only the digest.

use zeroize::Zeroizing;

use crate::id::{Entropy, EntropyExhausted, TenantId, draw};
use crate::mac::{Keyring, SEAL_LENGTH};
use crate::token::TokenDigest;

/// What a reference is good for. It is sealed too, so one cannot pass for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A session, in a cookie.
    Session,
    /// A one-time sign-in link for whoever has it, in a URL's fragment.
    SignInLink,
    /// A one-time sign-in link for one user, in a URL's fragment.
    UserLink,
    /// The token of the system that provisions a tenant, in a header.
    Scim,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::SignInLink => "link",
            Self::UserLink => "userlink",
            Self::Scim => "scim",
        }
    }

    /// What a text says that it is good for. Only its seal shows whether that is true.
    pub fn claimed_by(text: &str) -> Option<Self> {
        let (word, _) = text.split_once('_')?;
        [Self::Session, Self::SignInLink, Self::UserLink, Self::Scim]
            .into_iter()
            .find(|purpose| purpose.word() == word)
    }
}

/// A sealed reference in clear. It cannot be printed, and is zeroed when dropped.
pub struct SecretReference {
    text: Zeroizing<String>,
    tenant: TenantId,
}

/// A text that is no reference of ours for that purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was not issued here, or was cut or mistyped")]
pub struct ParseReferenceError;

impl SecretReference {
    /// Makes a reference that exists nowhere yet.
    ///
    /// # Errors
    /// [`EntropyExhausted`]: draw again with fresh bytes.
    pub fn issue(
        purpose: Purpose,
        tenant: TenantId,
        keys: &Keyring,
        entropy: &Entropy,
    ) -> Result<Self, EntropyExhausted> {
        let secret = Zeroizing::new(draw::<32>(&mut entropy.iter().copied())?);
        let mut text = Zeroizing::new(String::with_capacity(64));
        text.push_str(purpose.word());
        text.push('_');
        text.push_str(tenant.as_str());
        text.extend(secret.iter().copied().map(char::from));
        let seal = keys.seal(text.as_bytes());
        text.extend(seal.map(char::from));
        Ok(Self { text, tenant })
    }

    /// Reads a reference and holds it against its seal.
    ///
    /// # Errors
    /// [`ParseReferenceError`] for all that was not issued here for that purpose.
    pub fn parse(
        text: &str,
        purpose: Purpose,
        keys: &Keyring,
    ) -> Result<Self, ParseReferenceError> {
        let sealed = text.len().checked_sub(SEAL_LENGTH).ok_or(ParseReferenceError)?;
        let (before, seal) = text.split_at_checked(sealed).ok_or(ParseReferenceError)?;
        let body = before
            .strip_prefix(purpose.word())
            .and_then(|rest| rest.strip_prefix('_'))
            .ok_or(ParseReferenceError)?;
        let tenant = body.get(..6).and_then(|tenant| tenant.parse().ok());
        let tenant = tenant.ok_or(ParseReferenceError)?;
        if keys.verifies(before.as_bytes(), seal.as_bytes()) {
            Ok(Self { text: Zeroizing::new(text.to_owned()), tenant })
        } else {
            Err(ParseReferenceError)
        }
    }

    /// The tenant whose registry knows it.
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// SHA-256 of the whole reference: all of it that is stored.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(self.text.as_bytes())
    }

    /// The reference in clear, for the one answer that hands it over.
    pub fn expose(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests;
