//! Revoking a token by showing it. RFC 7009.

use crate::audit::Means;
use crate::authority::Authority;
use crate::policy::Policy;
use crate::record::TokenRecord;
use crate::scope::Scope;

/// The scope that a client's token needs to revoke the token that it shows: none, if that is the
/// client's own, or if there is nothing to revoke. Whoever holds a token may end it, be it an
/// agent's or one that was found.
pub fn scope_to_revoke(client: &TokenRecord, shown: Option<&TokenRecord>) -> Option<Scope> {
    shown.filter(|shown| shown.id != client.id).map(|_| Scope::MANAGE)
}

/// Whether a client may revoke the token that it shows: its own, or one that its owner may touch.
pub fn may_revoke(client: &Authority, shown: &TokenRecord, policy: &Policy) -> bool {
    client.by == Means::Token(shown.id) || client.may_touch(shown, policy)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Role;
    use crate::samples::{record, subject, token, user};
    use crate::token::TokenKind;

    fn other() -> TokenRecord {
        TokenRecord { id: token(2).id(), owner: subject("otto"), ..record() }
    }

    fn client(role: Role) -> Authority {
        Authority {
            user: user(role),
            by: Means::Token(record().id),
            address: None,
            signed_in_at: None,
        }
    }

    #[test]
    fn a_token_ends_itself_without_any_scope_and_others_by_managing() {
        assert_eq!(scope_to_revoke(&record(), Some(&record())), None);
        assert_eq!(scope_to_revoke(&record(), None), None);
        assert_eq!(scope_to_revoke(&record(), Some(&other())), Some(Scope::MANAGE));
    }

    #[test]
    fn a_client_ends_its_own_token_of_whatever_kind() {
        for kind in TokenKind::ALL {
            let own = TokenRecord { kind, ..record() };
            assert!(may_revoke(&client(Role::SECURITY_READER), &own, &Policy::default()));
        }
    }

    #[test]
    fn a_client_ends_what_its_owner_may_touch() {
        let policy = Policy::default();
        let (reader, boss) = (Role::SECURITY_READER, Role::GLOBAL_ADMINISTRATOR);
        let owners = TokenRecord { owner: user(reader.clone()).subject, ..other() };
        assert!(may_revoke(&client(reader.clone()), &owners, &policy));
        assert!(!may_revoke(&client(reader), &other(), &policy));
        assert!(may_revoke(&client(boss.clone()), &other(), &policy));
        let agents = TokenRecord { kind: TokenKind::SiemAgent, ..other() };
        assert!(!may_revoke(&client(boss), &agents, &policy));
    }
}
