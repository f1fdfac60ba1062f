//! Sessions: opening, listing and ending them.

use gatepass_core::audit::Action;
use gatepass_core::authority::Authority;
use gatepass_core::id::Base62Text;
use gatepass_core::session::{SeenFrom, Session, SessionId};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use gatepass_core::wire::{EndedSessions, SessionList, SessionView};

use crate::call::{Asker, Declined, EndSession, EndSessions, ListSessions, Shown};
use crate::platform::entropy;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

/// What a browser that signs in gets, and where it is.
pub(super) struct NewSession {
    pub(super) digest: TokenDigest,
    pub(super) from: SeenFrom,
    /// The session that the browser had until now, if it had one.
    pub(super) replaced: Option<TokenDigest>,
}

/// An id that no session has.
fn new_id() -> Result<SessionId, StoreError> {
    let bytes = entropy::draw().map_err(|_| StoreError::NoEntropy)?;
    Base62Text::random(&mut bytes.into_iter()).map_err(|_| StoreError::NoEntropy)
}

/// Opens a session of who has just signed in.
pub(super) fn open_session(
    store: &Store,
    new: NewSession,
    authority: &Authority,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    store.remove_ended_sessions(now)?;
    if let Some(replaced) = new.replaced.as_ref() {
        store.remove_session_by_digest(replaced)?;
    }
    let (subject, by) = (authority.user.subject, authority.by.clone());
    let session = Session::open(new_id()?, subject, by, new.from, now);
    store.add_session(&new.digest, &session)?;
    store.add_audit_event(&authority.event(Action::SessionOpened, now))
}

impl Instance {
    /// The session that is shown.
    fn shown_session(&self, asker: &Asker) -> Result<Session, Refused> {
        match asker.shown {
            Shown::Session(digest) => {
                Ok(self.store.session(&digest, self.now())?.ok_or(Declined::NoSession)?)
            }
            Shown::Token(_) => Err(Declined::NoSession.into()),
        }
    }

    /// Signs out.
    pub(in crate::registry) fn close_session(&self, asker: &Asker) -> Result<(), Refused> {
        let (now, authority) = (self.now(), self.person(asker)?);
        let session = self.shown_session(asker)?;
        self.store.transaction(|store| {
            store.remove_session(session.id)?;
            Ok(store.add_audit_event(&authority.event(Action::SessionClosed, now))?)
        })
    }

    pub(in crate::registry) fn list_sessions(
        &self,
        call: &ListSessions,
    ) -> Result<SessionList, Refused> {
        let (authority, now) = (self.person(&call.asker)?, self.now());
        let subject = match call.of {
            Some(subject) => {
                authority.require_full(self.policy())?;
                self.store.user(subject)?.ok_or(Declined::NoUser)?.subject
            }
            None => authority.user.subject,
        };
        let current = self.shown_session(&call.asker)?.id;
        let sessions = self.store.sessions_of(subject, now)?;
        let view = |session| SessionView::of(session, Some(current));
        Ok(SessionList { data: sessions.into_iter().map(view).collect(), now })
    }

    /// To whom may not end it, a session is not there.
    pub(in crate::registry) fn end_session(&self, call: &EndSession) -> Result<(), Refused> {
        let (authority, now) = (self.person(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let session = store.session_by_id(call.id, now)?;
            let session = session
                .filter(|session| authority.may_end_sessions_of(session.subject, self.policy()));
            let session = session.ok_or(Declined::NoSuchSession)?;
            let user = store.user(session.subject)?.ok_or(Declined::NoSuchSession)?;
            store.remove_session(session.id)?;
            Ok(store.add_audit_event(&authority.event(Action::SessionEnded, now).on(&user))?)
        })
    }

    pub(in crate::registry) fn end_sessions(
        &self,
        call: &EndSessions,
    ) -> Result<EndedSessions, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let user = store.user(call.of)?.ok_or(Declined::NoUser)?;
            let ended = store.sessions_of(user.subject, now)?.len();
            store.remove_sessions_of(user.subject)?;
            if ended > 0 {
                store.add_audit_event(&authority.event(Action::SessionEnded, now).on(&user))?;
            }
            Ok(EndedSessions { ended: u64::try_from(ended).unwrap_or(u64::MAX) })
        })
    }
}
