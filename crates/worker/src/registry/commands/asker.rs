//! Who asks: the session or the token that is shown, as known now.

use std::net::IpAddr;

use gatepass_core::audit::Means;
use gatepass_core::authority::Authority;
use gatepass_core::decision::{RequestFacts, authenticate, decide};
use gatepass_core::edge::TokenRefusal;
use gatepass_core::lifecycle::used;
use gatepass_core::oauth::scope_to_revoke;
use gatepass_core::record::TokenRecord;
use gatepass_core::refusal::Refusal;
use gatepass_core::scope::Scope;
use gatepass_core::standing::Standing;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;

use super::usage::note_refusal;
use crate::call::{Asker, Declined, Shown};
use crate::platform::log;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::Presented;

impl Instance {
    /// Who asks by a session, or by a token that has the scope.
    pub(super) fn authority(&self, asker: &Asker, needed: &Scope) -> Result<Authority, Refused> {
        if !self.store.is_made()? {
            return Err(Declined::NoTenant.into());
        }
        match asker.shown {
            Shown::Session(session) => self.by_session(asker, &session),
            Shown::Token(token) => self.by_token(asker, &token, Some(needed)),
        }
    }

    /// Who asks for the activity log: a full administrator, in person or by a token that may manage,
    /// or a token that reads the log and no more.
    pub(super) fn activity_reader(&self, asker: &Asker) -> Result<Authority, Refused> {
        let needed = match asker.shown {
            Shown::Session(_) => Scope::MANAGE,
            Shown::Token(token) if self.store.is_made()? => {
                let presented = self.store.token_by_digest(&token)?.ok_or(Refusal::Unknown)?;
                Authority::scope_to_read_activity(&presented.record.scopes)
            }
            Shown::Token(_) => return Err(Declined::NoTenant.into()),
        };
        let authority = self.authority(asker, &needed)?;
        if needed == Scope::MANAGE {
            authority.require_full(self.policy())?;
        }
        Ok(authority)
    }

    /// Who shows a token to be revoked: by a token, which needs a scope if it is not that very one.
    pub(super) fn revoker(
        &self,
        asker: &Asker,
        shown: Option<&TokenRecord>,
    ) -> Result<Authority, Refused> {
        let Shown::Token(token) = asker.shown else {
            return Err(Refusal::NoToken.into());
        };
        let client = self.store.token_by_digest(&token)?.ok_or(Refusal::Unknown)?;
        self.by_token(asker, &token, scope_to_revoke(&client.record, shown).as_ref())
    }

    /// Who asks by a session, which is all that will do.
    pub(super) fn person(&self, asker: &Asker) -> Result<Authority, Refused> {
        let authority = self.authority(asker, &Scope::MANAGE)?;
        authority.require_person()?;
        Ok(authority)
    }

    /// Who asks by a session and administers the tenant.
    pub(super) fn administrator(&self, asker: &Asker) -> Result<Authority, Refused> {
        let authority = self.person(asker)?;
        authority.require_full(self.policy())?;
        Ok(authority)
    }

    fn by_session(&self, asker: &Asker, session: &TokenDigest) -> Result<Authority, Refused> {
        let now = self.now();
        let session = self.store.session(session, now)?.ok_or(Declined::NoSession)?;
        let user = self.store.user(session.subject)?;
        let user = user.filter(|user| user.deprovisioned_at.is_none());
        let user = user.ok_or(Declined::NoSession)?;
        let seen = session.seen(asker.address, now).filter(|_| !asker.is_unattended);
        if let Some(seen) = seen {
            self.store.save_seen(&seen)?;
        }
        let signed_in_at = Some(session.issued_at);
        Ok(Authority { user, by: Means::Session, address: asker.address, signed_in_at })
    }

    /// The registry itself is asked each time, so a token that was revoked is refused at once. What
    /// passes counts as a use.
    fn by_token(
        &self,
        asker: &Asker,
        token: &TokenDigest,
        needed: Option<&Scope>,
    ) -> Result<Authority, Refused> {
        let now = self.now();
        let Presented { record, generation } =
            self.store.token_by_digest(token)?.ok_or(Refusal::Unknown)?;
        let user = self.store.owner_of(&record)?;
        let standing = Standing::of(&record, generation, &user, now);
        let decision = match needed.cloned() {
            Some(scope_needed) => {
                let facts = RequestFacts { scope_needed, address: asker.address };
                decide(&standing, &facts, self.policy(), now)
            }
            None => authenticate(&standing, asker.address, self.policy(), now)
                .map(|(principal, _)| principal),
        };
        if let Err(refusal) = &decision {
            self.note_refused_call(&record, token, refusal, asker.address, now);
        }
        let principal = decision?;
        if let Some(noted) = used(&record, now, now) {
            self.store.transaction(|store| store.save_use(&noted, now))?;
        }
        if !asker.asks_on {
            self.tally(record.id.serial, 1, now);
        }
        let by = Means::Token(principal.token);
        Ok(Authority { user, by, address: asker.address, signed_in_at: None })
    }

    /// Who was refused is told so whether or not it could be noted.
    fn note_refused_call(
        &self,
        record: &TokenRecord,
        token: &TokenDigest,
        refusal: &Refusal,
        from: Option<IpAddr>,
        now: UnixSeconds,
    ) {
        let refused = TokenRefusal::once(*token, record.revision, refusal, from, now);
        let Some(refused) = refused else { return };
        let noted = self.store.transaction(|store| note_refusal(store, record, &refused, now));
        if let Err(error) = noted {
            log::fault("a refused use was not noted", error);
        }
    }
}
