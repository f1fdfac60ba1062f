//! Where a token stands in a list, reckoned from what the list shows of it.

use super::{Cursor, SortBy, SortKey};
use crate::wire::TokenView;

impl Cursor {
    /// The place after `token` in a list sorted so: the one that an answer ending with it gives.
    pub fn after(token: &TokenView, sort: SortBy) -> Self {
        let key = match sort {
            SortBy::Name => SortKey::Name(token.name.to_key()),
            SortBy::Issued => SortKey::Moment(token.iat.0),
            SortBy::LastUsed => SortKey::Moment(token.last_used_at.unwrap_or_default().0),
            SortBy::Status => SortKey::StatusThenName(token.status, token.name.to_key()),
        };
        Self { sort, key, serial: token.id.serial, tenant: token.id.tenant }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Role;
    use crate::samples::{NOON, record, user};
    use crate::status::Status;

    #[test]
    fn a_place_has_the_key_that_its_order_goes_by() {
        let mut token = TokenView::of(&record(), &user(Role::SECURITY_READER), NOON);
        token.name = "CI".parse().unwrap();
        for (sort, key) in [
            (SortBy::Name, SortKey::Name("ci".to_owned())),
            (SortBy::Issued, SortKey::Moment(token.iat.0)),
            (SortBy::LastUsed, SortKey::Moment(0)),
            (SortBy::Status, SortKey::StatusThenName(Status::Generated, "ci".to_owned())),
        ] {
            let (serial, tenant) = (token.id.serial, token.id.tenant);
            let expected = Cursor { sort, key, serial, tenant };
            assert_eq!(Cursor::after(&token, sort), expected);
        }
    }
}
