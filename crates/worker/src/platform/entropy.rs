//! Randomness, from the platform's cryptographic generator.

use gatepass_core::id::{Entropy, EntropyExhausted};

/// The platform gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no random bytes are to be had")]
pub(crate) struct EntropyError;

impl From<EntropyExhausted> for EntropyError {
    fn from(_: EntropyExhausted) -> Self {
        Self
    }
}

/// Fresh random bytes.
///
/// # Errors
/// [`EntropyError`] where the platform has none; nothing is made up in their place.
pub(crate) fn draw() -> Result<Entropy, EntropyError> {
    let mut bytes = [0; 128];
    getrandom::fill(&mut bytes).map_err(|_| EntropyError)?;
    Ok(bytes)
}
