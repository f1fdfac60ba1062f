//! The token in clear.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Prefixes, TokenDigest};
use crate::check::{CHECK_LENGTH, check_of};
use crate::id::{Entropy, EntropyExhausted, Serial, TenantId, TokenId, draw};
use crate::mac::{Keyring, SEAL_LENGTH};

/// How many characters a token's id has: its tenant's and its own.
const ID_LENGTH: usize = 16;
/// How many characters a token's secret has: 32 × log2(62) > 190 bits.
const SECRET_LENGTH: usize = 32;
/// How many characters follow the underscore.
pub(super) const BODY_LENGTH: usize = ID_LENGTH + SECRET_LENGTH + SEAL_LENGTH + CHECK_LENGTH;

/// Whose program a token is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A user's API token.
    User,
    /// A SIEM agent's.
    SiemAgent,
    /// A log collector's.
    LogCollector,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::User, Self::SiemAgent, Self::LogCollector];

    /// The letter before the underscore.
    pub fn letter(self) -> char {
        match self {
            Self::User => 'u',
            Self::SiemAgent => 's',
            Self::LogCollector => 'c',
        }
    }

    /// The kind as it stands in storage and in headers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::SiemAgent => "siem_agent",
            Self::LogCollector => "log_collector",
        }
    }
}

/// What may be known of a token by who does not hold it: what the registry is told of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenIdentity {
    /// Its public id.
    pub id: TokenId,
    /// SHA-256 of it.
    pub digest: TokenDigest,
    /// Whose program it is made for.
    pub kind: TokenKind,
}

/// A token in clear, as its holder keeps it. It cannot be printed, and is zeroed when dropped.
///
/// ```compile_fail
/// fn print(token: gatepass_core::token::SecretToken) -> String {
///     format!("{token:?}")
/// }
/// ```
///
/// ```compile_fail
/// fn show(token: gatepass_core::token::SecretToken) -> String {
///     token.to_string()
/// }
/// ```
///
/// ```compile_fail
/// fn send(token: gatepass_core::token::SecretToken) -> serde_json::Result<String> {
///     serde_json::to_string(&token)
/// }
/// ```
pub struct SecretToken {
    text: Zeroizing<String>,
    kind: TokenKind,
    id: TokenId,
}

/// Why a text is no token. No variant holds any of the text: it may be a token mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ParseTokenError {
    /// It does not begin with a prefix of ours, a kind and an underscore.
    #[error("it does not begin like a token")]
    Head,
    /// What follows the underscore is not 65 letters and digits.
    #[error("it is not as long as a token, or has something else than letters and digits")]
    Body,
    /// The check does not match what comes before it: mistyped or cut.
    #[error("its check does not match")]
    Check,
}

impl SecretToken {
    /// Makes a token that exists nowhere yet.
    ///
    /// # Errors
    /// [`EntropyExhausted`]: draw again with fresh bytes.
    pub fn issue(
        prefixes: &Prefixes,
        kind: TokenKind,
        tenant: TenantId,
        keys: &Keyring,
        entropy: &Entropy,
    ) -> Result<Self, EntropyExhausted> {
        let mut bytes = entropy.iter().copied();
        let serial = Serial::random(&mut bytes)?;
        Self::with_secret(prefixes, kind, TokenId { tenant, serial }, keys, &mut bytes)
    }

    /// Makes another token under the id of one that was issued before.
    ///
    /// # Errors
    /// [`EntropyExhausted`]: draw again with fresh bytes.
    pub fn reissue(
        prefixes: &Prefixes,
        kind: TokenKind,
        id: TokenId,
        keys: &Keyring,
        entropy: &Entropy,
    ) -> Result<Self, EntropyExhausted> {
        Self::with_secret(prefixes, kind, id, keys, &mut entropy.iter().copied())
    }

    fn with_secret(
        prefixes: &Prefixes,
        kind: TokenKind,
        id: TokenId,
        keys: &Keyring,
        bytes: &mut impl Iterator<Item = u8>,
    ) -> Result<Self, EntropyExhausted> {
        let secret = Zeroizing::new(draw::<SECRET_LENGTH>(bytes)?);
        let prefix = prefixes.first();
        let mut text = Zeroizing::new(String::with_capacity(prefix.len() + 2 + BODY_LENGTH));
        text.push_str(prefix);
        text.push(kind.letter());
        text.push('_');
        text.push_str(id.tenant.as_str());
        text.push_str(id.serial.as_str());
        text.extend(secret.iter().copied().map(char::from));
        let seal = keys.seal(text.as_bytes());
        text.extend(seal.map(char::from));
        let check = check_of(text.as_bytes());
        text.extend(check.map(char::from));
        Ok(Self { text, kind, id })
    }

    /// Reads a token as a caller presents it, and holds it against its check.
    ///
    /// # Errors
    /// [`ParseTokenError`], which holds nothing of the text.
    pub fn parse(text: &str, prefixes: &Prefixes) -> Result<Self, ParseTokenError> {
        let (head, body) = text.split_once('_').ok_or(ParseTokenError::Head)?;
        let kind = TokenKind::ALL
            .into_iter()
            .find(|kind| head.ends_with(kind.letter()))
            .ok_or(ParseTokenError::Head)?;
        let prefix = head.get(..head.len() - 1).ok_or(ParseTokenError::Head)?;
        if !prefixes.contains(prefix) {
            return Err(ParseTokenError::Head);
        }
        if body.len() != BODY_LENGTH || !body.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(ParseTokenError::Body);
        }
        let checked = text.len() - CHECK_LENGTH;
        let (before, check) = text.split_at_checked(checked).ok_or(ParseTokenError::Body)?;
        if check_of(before.as_bytes()) != *check.as_bytes() {
            return Err(ParseTokenError::Check);
        }
        let id = body.get(..ID_LENGTH).and_then(|id| id.parse().ok());
        let id = id.ok_or(ParseTokenError::Body)?;
        Ok(Self { text: Zeroizing::new(text.to_owned()), kind, id })
    }

    /// Whether the seal holds under any of the keys: only then was it issued here.
    pub fn is_sealed(&self, keys: &Keyring) -> bool {
        let sealed = self.text.len() - CHECK_LENGTH - SEAL_LENGTH;
        let (before, rest) = self.text.as_bytes().split_at_checked(sealed).unwrap_or_default();
        keys.verifies(before, rest.get(..SEAL_LENGTH).unwrap_or_default())
    }

    /// SHA-256 of the whole token: all of it that is stored or compared.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest::of(self.text.as_bytes())
    }

    /// What may be known of it by who does not hold it.
    pub fn identity(&self) -> TokenIdentity {
        TokenIdentity { id: self.id, digest: self.digest(), kind: self.kind }
    }

    /// Its public id.
    pub fn id(&self) -> TokenId {
        self.id
    }

    /// Whose program it is made for.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The token in clear, for the one answer that hands it over.
    pub fn expose(&self) -> &str {
        &self.text
    }
}
