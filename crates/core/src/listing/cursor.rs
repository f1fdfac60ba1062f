//! A place in a list of tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::{SortBy, TokenQuery};
use crate::check::check_of;
use crate::id::{Serial, TenantId};
use crate::reading::read_json;
use crate::status::Status;

/// Stands between the place and its check. No base64 has it.
const SEPARATOR: char = '.';

/// The place in a tenant's list after one of its tokens, on the wire `<place>.<check 6>`. It opens
/// nothing: who asks is shown their own list from there. So it has a check and no seal, and the page
/// may reckon one for a token that it has seen; one of another tenant is refused all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cursor {
    /// What the list is sorted by.
    pub sort: SortBy,
    /// Where in that order the token stands.
    pub key: SortKey,
    /// Tells it from others at the same place.
    pub serial: Serial,
    /// Whose list it is.
    pub tenant: TenantId,
}

/// Where a token stands in a list's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortKey {
    /// A moment; 0 for never.
    Moment(i64),
    /// A name's key.
    Name(String),
    /// A status, then a name's key.
    StatusThenName(Status, String),
}

/// Text that is no cursor of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cursor is not one that this list gave; leave it out to begin anew")]
pub struct ParseCursorError;

impl Cursor {
    /// Makes sure that it is of this tenant's list.
    ///
    /// # Errors
    /// [`ParseCursorError`] if it is of another's.
    pub fn require_tenant(&self, tenant: TenantId) -> Result<(), ParseCursorError> {
        if self.tenant == tenant { Ok(()) } else { Err(ParseCursorError) }
    }
}

impl Cursor {
    /// Whether it is of a list in this order, and, where that is by status, of this status.
    pub(super) fn is_of(&self, query: &TokenQuery) -> bool {
        let is_of_status = match (&self.key, query.status) {
            (SortKey::StatusThenName(status, _), Some(wanted)) => *status == wanted,
            (SortKey::Moment(_) | SortKey::Name(_) | SortKey::StatusThenName(..), _) => true,
        };
        self.sort == query.sort && is_of_status
    }
}

impl TryFrom<String> for Cursor {
    type Error = ParseCursorError;

    fn try_from(text: String) -> Result<Self, ParseCursorError> {
        let (place, check) = text.split_once(SEPARATOR).ok_or(ParseCursorError)?;
        if check.as_bytes() != check_of(place.as_bytes()) {
            return Err(ParseCursorError);
        }
        let json = URL_SAFE_NO_PAD.decode(place).map_err(|_| ParseCursorError)?;
        let place = read_json(&json).map_err(|_| ParseCursorError)?;
        let (sort, key, serial, tenant) = place;
        match (sort, &key) {
            (SortBy::Name, SortKey::Name(_))
            | (SortBy::Issued | SortBy::LastUsed, SortKey::Moment(_))
            | (SortBy::Status, SortKey::StatusThenName(..)) => {
                Ok(Self { sort, key, serial, tenant })
            }
            (SortBy::Name | SortBy::Issued | SortBy::LastUsed | SortBy::Status, _) => {
                Err(ParseCursorError)
            }
        }
    }
}

impl From<Cursor> for String {
    fn from(cursor: Cursor) -> Self {
        let place = (cursor.sort, cursor.key, cursor.serial, cursor.tenant);
        let mut text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place).unwrap_or_default());
        let check = check_of(text.as_bytes());
        text.push(SEPARATOR);
        text.extend(check.map(char::from));
        text
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{tenant, token};

    fn cursor() -> Cursor {
        let key = SortKey::Name("ci é".to_owned());
        Cursor { sort: SortBy::Name, key, serial: token(1).id().serial, tenant: tenant() }
    }

    #[test]
    fn a_cursor_survives_its_text_and_is_good_in_its_own_tenant_only() {
        let read = Cursor::try_from(String::from(cursor())).unwrap();
        assert_eq!(read, cursor());
        assert_eq!(read.require_tenant(tenant()), Ok(()));
        assert_eq!(read.require_tenant("others".parse().unwrap()), Err(ParseCursorError));
    }

    #[test]
    fn a_cursor_that_was_changed_anywhere_is_refused() {
        let text = String::from(cursor());
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Cursor::try_from(changed.clone()), Err(ParseCursorError), "{changed}");
        }
    }

    #[test]
    fn a_check_of_another_length_is_refused() {
        let text = String::from(cursor());
        let without = text.split('.').next().unwrap().to_owned();
        let cut = text[..text.len() - 1].to_owned();
        for bad in [format!("{text}0"), format!("{text}.0"), cut, without] {
            assert_eq!(Cursor::try_from(bad.clone()), Err(ParseCursorError), "{bad}");
        }
    }

    #[test]
    fn a_cursor_whose_key_is_of_another_order_is_refused() {
        let key = SortKey::Moment(7);
        let text = String::from(Cursor { key, ..cursor() });
        assert_eq!(Cursor::try_from(text), Err(ParseCursorError));
    }
}
