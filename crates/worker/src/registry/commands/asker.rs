//! Who asks: the session or the token that is shown, as known now.

use gatepass_core::audit::Means;
use gatepass_core::authority::Authority;
use gatepass_core::decision::{RequestFacts, decide};
use gatepass_core::lifecycle::used;
use gatepass_core::refusal::Refusal;
use gatepass_core::scope::Scope;
use gatepass_core::standing::Standing;
use gatepass_core::token::TokenDigest;

use crate::call::{Asker, Declined, Shown};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;

impl Instance {
    /// Who asks by a session, or by a token that has the scope.
    pub(super) fn authority(&self, asker: &Asker, needed: &Scope) -> Result<Authority, Refused> {
        if !self.store.is_made()? {
            return Err(Declined::NoTenant.into());
        }
        match asker.shown {
            Shown::Session(session) => self.by_session(asker, &session),
            Shown::Token(token) => self.by_token(asker, &token, needed),
        }
    }

    /// Who asks by a session, which is all that will do.
    pub(super) fn person(&self, asker: &Asker) -> Result<Authority, Refused> {
        let authority = self.authority(asker, &Scope::MANAGE)?;
        authority.require_person()?;
        Ok(authority)
    }

    fn by_session(&self, asker: &Asker, session: &TokenDigest) -> Result<Authority, Refused> {
        let user = self.store.user_by_session(session, self.now())?;
        let user = user.filter(|user| user.deprovisioned_at.is_none());
        let user = user.ok_or(Declined::NoSession)?;
        Ok(Authority { user, by: Means::Session, address: asker.address })
    }

    /// The registry itself is asked each time, so a token that was revoked is refused at once. What
    /// passes counts as a use.
    fn by_token(
        &self,
        asker: &Asker,
        token: &TokenDigest,
        needed: &Scope,
    ) -> Result<Authority, Refused> {
        let now = self.now();
        let record = self.store.token_by_digest(token)?.ok_or(Refusal::Unknown)?;
        let user = self.store.owner_of(&record)?;
        let standing = Standing::of(&record, &user);
        let facts = RequestFacts { scope_needed: needed.clone(), address: asker.address };
        let principal = decide(&standing, &facts, self.policy(), now)?;
        if let Some(noted) = used(&record, now, now) {
            self.store.transaction(|store| store.save_use(&noted, now))?;
        }
        Ok(Authority { user, by: Means::Token(principal.token), address: asker.address })
    }
}
