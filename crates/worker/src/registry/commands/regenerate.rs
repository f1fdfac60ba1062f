//! Another token in the place of one, under the same id.

use gatepass_core::audit::Action;
use gatepass_core::authority::Authority;
use gatepass_core::lifecycle::{RevokeError, regenerate};
use gatepass_core::outbox::Effect;
use gatepass_core::record::{Predecessor, TokenRecord};
use gatepass_core::standing::Withheld;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::token::TokenIdentity;
use gatepass_core::wire::RegenerateToken as Asked;

use super::repeated::Request;
use super::tokens::Owned;
use crate::call::{Declined, Recorded, RegenerateToken};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::Store;

impl Instance {
    pub(in crate::registry) fn regenerate_token(
        &self,
        call: &RegenerateToken,
    ) -> Result<Recorded, Refused> {
        let (authority, now, tenant) = (self.person(&call.asker)?, self.now(), self.tenant()?);
        let asked = ("regenerate", call.token.id, &call.request);
        let request = Request::new(authority.user.subject, call.key.as_ref(), &asked);
        self.store.transaction(|store| {
            let before = self.touch(store, &authority, &call.token.id)?;
            if request.made_before(store, now)?.is_some() {
                let view = self.view(store, &before)?;
                return Ok(Recorded { view, tenant, is_repeated: true });
            }
            if before.kind != call.token.kind {
                return Err(Declined::from(RevokeError::NotFound).into());
            }
            let after =
                self.put_successor(store, &authority, &before, &call.token, &call.request)?;
            request.remember(store, after.id.serial, now)?;
            let end = |end: Option<UnixSeconds>| end.map(|end| end.0);
            let Seconds(overlap) = call.request.overlap.span();
            let event = authority
                .event(Action::TokenRegenerated, now)
                .on(&after)
                .changing("overlap", None, Some(overlap))
                .changing("exp", end(before.expires_at), end(after.expires_at));
            store.add_audit_event(&event)?;
            Ok(Recorded { view: self.view(store, &after)?, tenant, is_repeated: false })
        })
    }

    /// Puts a token in the place of the record's present one, within a transaction, whatever the
    /// record's kind: KV learns of the new one, of the end of the old one, and of the end of the one
    /// that retired until now. What it means to who looks after such tokens is theirs to note.
    pub(super) fn put_successor(
        &self,
        store: &Store,
        authority: &Authority,
        before: &TokenRecord,
        token: &TokenIdentity,
        asked: &Asked,
    ) -> Result<TokenRecord, Refused> {
        let (now, settings) = (self.now(), store.settings()?);
        authority.require_recent_sign_in(&before.scopes, now)?;
        let of = (before.owner, before.kind);
        let owned = Owned::beside(store, of, &before.name, now)?;
        let (by, others) = (authority.user.subject, owned.others());
        let done =
            regenerate(before, token, asked, by, others, &settings, now).map_err(Declined::from)?;
        let after = done.record;
        let ended = done.ended.map(|digest| Predecessor { digest, until: now });
        for superseded in ended.into_iter().chain([done.superseded]) {
            store.save_superseded(&after, &superseded)?;
            if superseded.until <= now {
                self.tell(store, after.to_end(&superseded.digest, Withheld::Superseded))?;
            }
        }
        store.save_token(&after)?;
        store.remove_knocks(&after)?;
        // The old token is good for less from now on.
        self.project(store, &after, &store.owner_of(&after)?, Effect::TakesAway)?;
        Ok(after)
    }
}
