//! Who asks the registry for something, and what of it they may.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::audit::{Action, Actor, AuditEvent, Means};
use crate::id::Subject;
use crate::person::User;
use crate::policy::Policy;
use crate::record::TokenRecord;
use crate::scope::{Scope, ScopeSet};
use crate::session::is_recent;
use crate::time::UnixSeconds;
use crate::token::TokenKind;

/// A user, and by what they ask: a session, or a token of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The user.
    pub user: User,
    /// By what they ask.
    pub by: Means,
    /// From where, if that is known.
    pub address: Option<IpAddr>,
    /// When the session was opened, if they ask by one.
    pub signed_in_at: Option<UnixSeconds>,
}

/// Why somebody may not do something, though it is known who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Denied {
    /// It takes a full administrator.
    #[error("Only full administrators may do this.")]
    NotFullAdministrator,
    /// It takes a person: a token may not.
    #[error("A token may not do this. Sign in.")]
    NotByToken,
    /// It takes somebody who may touch the token, or the token itself.
    #[error("This token is not yours to revoke.")]
    NotTheirToken,
    /// It takes a sign-in of the last 15 minutes.
    #[error(
        "You signed in more than 15 minutes ago. Sign in again to get a token that can change data."
    )]
    SignInTooOld,
}

impl Authority {
    /// Whether they see and may change the API token: their own, or any by a role that administers.
    /// An agent's token is none: it is managed with its agent.
    pub fn may_touch(&self, record: &TokenRecord, policy: &Policy) -> bool {
        record.kind == TokenKind::User
            && self.user.deprovisioned_at.is_none()
            && (record.owner == self.user.subject || policy.is_full(&self.user.role))
    }

    /// Whose tokens they see: nothing stands for everybody's.
    pub fn sees_tokens_of(&self, policy: &Policy) -> Option<Subject> {
        (!policy.is_full(&self.user.role)).then_some(self.user.subject)
    }

    /// That they administer the tenant.
    ///
    /// # Errors
    /// [`Denied::NotFullAdministrator`].
    pub fn require_full(&self, policy: &Policy) -> Result<(), Denied> {
        match policy.is_full(&self.user.role) {
            true => Ok(()),
            false => Err(Denied::NotFullAdministrator),
        }
    }

    /// The scope that a token which was given these has to have for the activity log. With
    /// `activity:read`, which the policy gives to whom it may, it reads the log and no more; with
    /// `manage`, its owner has to administer the tenant too.
    pub fn scope_to_read_activity(given: &ScopeSet) -> Scope {
        let is_managing = given.contains(&Scope::MANAGE) && !given.contains(&Scope::ACTIVITY_READ);
        if is_managing { Scope::MANAGE } else { Scope::ACTIVITY_READ }
    }

    /// That they are there in person.
    ///
    /// # Errors
    /// [`Denied::NotByToken`].
    pub fn require_person(&self) -> Result<(), Denied> {
        match self.by {
            Means::Token(_) => Err(Denied::NotByToken),
            Means::Session
            | Means::SignInLink
            | Means::DevelopmentSignIn
            | Means::Provider(_)
            | Means::ScimToken
            | Means::OperatorSecret
            | Means::Time
            | Means::LeakReport => Ok(()),
        }
    }

    /// Whether they may end the user's sessions: their own, or anyone's by a role that administers.
    pub fn may_end_sessions_of(&self, subject: Subject, policy: &Policy) -> bool {
        self.user.subject == subject || policy.is_full(&self.user.role)
    }

    /// That they signed in lately, if scopes that they get a token with, or get more out of, let it
    /// change something.
    ///
    /// # Errors
    /// [`Denied::SignInTooOld`].
    pub fn require_recent_sign_in(
        &self,
        scopes: &ScopeSet,
        now: UnixSeconds,
    ) -> Result<(), Denied> {
        let is_recent = self.signed_in_at.is_some_and(|at| is_recent(at, now));
        match is_recent || !scopes.iter().any(Scope::may_change) {
            true => Ok(()),
            false => Err(Denied::SignInTooOld),
        }
    }

    /// What they did, as an audit event.
    pub fn event(&self, action: Action, now: UnixSeconds) -> AuditEvent {
        let actor = Actor::User { sub: self.user.subject, name: self.user.name.clone() };
        AuditEvent::new(action, actor, self.by.clone(), now).from_address(self.address)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Role;
    use crate::samples::{NOON, record, subject, token, user};
    use crate::time::Seconds;

    fn authority(user: User, by: Means) -> Authority {
        Authority { user, by, address: None, signed_in_at: Some(NOON) }
    }

    #[test]
    fn full_administrators_touch_every_token_and_others_their_own() {
        let policy = Policy::default();
        let theirs = record();
        let own = TokenRecord { owner: subject("rita"), ..theirs.clone() };
        let rita = User { subject: subject("rita"), ..user(Role::SECURITY_READER) };
        let boss = User { subject: subject("boss"), ..user(Role::GLOBAL_ADMINISTRATOR) };
        let (rita, boss) = (authority(rita, Means::Session), authority(boss, Means::Session));
        assert!(rita.may_touch(&own, &policy) && !rita.may_touch(&theirs, &policy));
        assert!(boss.may_touch(&own, &policy) && boss.may_touch(&theirs, &policy));
        assert_eq!(rita.sees_tokens_of(&policy), Some(subject("rita")));
        assert_eq!(boss.sees_tokens_of(&policy), None);
    }

    #[test]
    fn an_agents_token_is_touched_as_an_api_token_by_nobody() {
        let boss = authority(user(Role::GLOBAL_ADMINISTRATOR), Means::Session);
        for kind in [TokenKind::SiemAgent, TokenKind::LogCollector] {
            let own = TokenRecord { kind, ..record() };
            assert!(!boss.may_touch(&own, &Policy::default()), "{kind:?}");
        }
    }

    #[test]
    fn a_deprovisioned_user_touches_nothing() {
        let gone = User { deprovisioned_at: Some(NOON), ..user(Role::GLOBAL_ADMINISTRATOR) };
        let gone = authority(gone, Means::Session);
        assert!(!gone.may_touch(&record(), &Policy::default()));
    }

    #[test]
    fn a_token_reads_the_activity_log_by_its_own_scope_or_else_by_managing() {
        for (given, needed) in [
            ("activity:read", Scope::ACTIVITY_READ),
            ("activity:read manage", Scope::ACTIVITY_READ),
            ("read manage", Scope::MANAGE),
            ("read write", Scope::ACTIVITY_READ),
            ("", Scope::ACTIVITY_READ),
        ] {
            let given = given.parse().unwrap();
            assert_eq!(Authority::scope_to_read_activity(&given), needed);
        }
    }

    #[test]
    fn a_token_that_can_change_data_takes_a_sign_in_of_the_last_fifteen_minutes() {
        let ada = authority(user(Role::GLOBAL_ADMINISTRATOR), Means::Session);
        let unknown = Authority { signed_in_at: None, ..ada.clone() };
        for (scopes, changes) in [
            ("read", false),
            ("read activity:read", false),
            ("", false),
            ("read write", true),
            ("logs:write", true),
            ("introspect", true),
            ("manage", true),
            ("orders:read", true),
        ] {
            let scopes = scopes.parse().unwrap();
            let expected = if changes { Err(Denied::SignInTooOld) } else { Ok(()) };
            assert_eq!(ada.require_recent_sign_in(&scopes, NOON + Seconds(899)), Ok(()));
            assert_eq!(ada.require_recent_sign_in(&scopes, NOON + Seconds(900)), expected);
            assert_eq!(unknown.require_recent_sign_in(&scopes, NOON), expected);
        }
    }

    #[test]
    fn a_token_is_no_person_and_a_reader_no_administrator() {
        let policy = Policy::default();
        let reader = authority(user(Role::SECURITY_READER), Means::Session);
        assert_eq!(reader.require_full(&policy), Err(Denied::NotFullAdministrator));
        assert_eq!(reader.require_person(), Ok(()));
        let by_token = authority(user(Role::GLOBAL_ADMINISTRATOR), Means::Token(token(1).id()));
        assert_eq!(by_token.require_full(&policy), Ok(()));
        assert_eq!(by_token.require_person(), Err(Denied::NotByToken));
    }
}
