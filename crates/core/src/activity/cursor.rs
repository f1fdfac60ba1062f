//! A place in a tenant's log, sealed.

use crate::id::TenantId;
use crate::mac::{Keyring, SEAL_LENGTH, to_base62};

/// How many base62 digits hold any sequence number.
const DIGITS: usize = 11;

/// Keeps the seals of cursors apart from all else under the same keys.
const PURPOSE: &str = "gatepass activity cursor ";

/// The place in a tenant's log after one of its events. What a caller holds is
/// `<tenant 6><sequence 11><seal 11>`, so nobody makes one up, and one tenant's is worth nothing in
/// another. It holds whatever the filters, which may change from page to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivityCursor {
    /// Whose log.
    pub tenant: TenantId,
    /// The event's number; 0 before the first.
    pub sequence: u64,
}

/// Text that is no cursor of this tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cursor is not one that this log gave; leave it out to begin anew")]
pub struct ParseActivityCursorError;

impl ActivityCursor {
    /// The cursor as a caller holds it.
    pub fn seal(&self, keys: &Keyring) -> String {
        let number: [u8; DIGITS] = to_base62(self.sequence);
        let mut text = self.tenant.to_string();
        text.extend(number.map(char::from));
        let seal = keys.seal(format!("{PURPOSE}{text}").as_bytes());
        text.extend(seal.map(char::from));
        text
    }

    /// Reads a cursor of this tenant and holds it against its seal.
    ///
    /// # Errors
    /// [`ParseActivityCursorError`] for all others.
    pub fn open(
        text: &str,
        tenant: TenantId,
        keys: &Keyring,
    ) -> Result<Self, ParseActivityCursorError> {
        let wrong = ParseActivityCursorError;
        let sealed = text.len().checked_sub(SEAL_LENGTH).ok_or(wrong)?;
        let (before, seal) = text.split_at_checked(sealed).ok_or(wrong)?;
        if !keys.verifies(format!("{PURPOSE}{before}").as_bytes(), seal.as_bytes()) {
            return Err(wrong);
        }
        let number = before.strip_prefix(tenant.as_str()).ok_or(wrong)?;
        let sequence = base62::decode(number).map_err(|_| wrong)?;
        let sequence = u64::try_from(sequence).map_err(|_| wrong)?;
        Ok(Self { tenant, sequence })
    }
}
