//! The users, as full administrators manage them.

use gatepass_core::audit::{Action, AuditEvent};
use gatepass_core::authority::Authority;
use gatepass_core::id::Subject;
use gatepass_core::people::{
    UserState, add, change, deprovision, follow, impact, link_for, reprovision,
};
use gatepass_core::person::{Email, User};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use gatepass_core::wire::{EditUser, Impact, Intent, RoleView, UserPage, UserView};

use super::people::new_subject;
use crate::call::{
    AskImpact, ChangeUser, Declined, DeprovisionUser, KeptLink, ListUsers, RecordUser,
    RecordedUser, RenewUserLink, ReprovisionUser,
};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

fn user(store: &Store, sub: Subject) -> Result<User, Refused> {
    Ok(store.user(sub)?.ok_or(Declined::NoUser)?)
}

fn namesake(store: &Store, email: Option<&Email>) -> Result<Option<User>, StoreError> {
    email.map_or(Ok(None), |email| store.user_by_email(email))
}

/// Keeps a link for the user, in place of those that were not used.
fn keep_link(
    store: &Store,
    link: &TokenDigest,
    user: &User,
    authority: &Authority,
    now: UnixSeconds,
) -> Result<KeptLink, Refused> {
    let ends_at = link_for(user, now).map_err(Declined::from)?;
    store.remove_unspent_links_of(user.subject)?;
    store.add_sign_in_link(link, Some(user.subject), now, ends_at)?;
    store.add_audit_event(&authority.event(Action::SignInLinkCreated, now).on(user))?;
    let tenant = store.own_tenant()?.ok_or(Declined::NoTenant)?;
    Ok(KeptLink { ends_at, tenant })
}

/// What became of the user.
fn told(event: AuditEvent, before: &User, after: &User) -> AuditEvent {
    let state = |user: &User| Some(UserState::of(user).as_str());
    event
        .on(after)
        .changing("name", Some(&before.name), Some(&after.name))
        .changing("email", before.email.as_ref(), after.email.as_ref())
        .changing("role", Some(&before.role), Some(&after.role))
        .changing("state", state(before), state(after))
}

impl Instance {
    pub(in crate::registry) fn list_users(&self, call: &ListUsers) -> Result<UserPage, Refused> {
        self.administrator(&call.asker)?;
        let now = self.now();
        if let Some(cursor) = &call.query.cursor {
            // Users are never deleted, so a cursor that this list gave names one of them.
            self.store.user(cursor.subject)?.ok_or(Declined::ForeignCursor)?;
        }
        let listed = self.store.list_users(&call.query, now)?;
        Ok(UserPage {
            total: listed.total,
            has_next: listed.cursor.is_some(),
            data: listed.data,
            cursor: listed.cursor,
            roles: self.policy().roles().map(RoleView::from).collect(),
            role_source: self.role_source(&self.store)?,
            now,
        })
    }

    pub(in crate::registry) fn record_user(
        &self,
        call: &RecordUser,
    ) -> Result<RecordedUser, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        let subject = new_subject()?;
        self.store.transaction(|store| {
            let namesake = namesake(store, call.request.email.as_ref())?;
            let user = add(subject, &call.request, namesake.as_ref(), self.policy(), now)
                .map_err(Declined::from)?;
            store.add_user(&user)?;
            let event = authority.event(Action::UserAdded, now).on(&user);
            let event = event.changing("email", None, user.email.as_ref());
            store.add_audit_event(&event.changing("role", None, Some(&user.role)))?;
            let link = keep_link(store, &call.link, &user, &authority, now)?;
            Ok(RecordedUser { user: store.user_view(user, now)?, link })
        })
    }

    pub(in crate::registry) fn change_user(&self, call: &ChangeUser) -> Result<UserView, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let before = user(store, call.sub)?;
            let after = self.changed(store, &before, &call.request)?;
            let event = authority.event(Action::UserChanged, now);
            self.save_changed(store, event, &before, after, now)
        })
    }

    fn changed(&self, store: &Store, user: &User, request: &EditUser) -> Result<User, Refused> {
        if request.role.as_ref().is_some_and(|role| *role != user.role) {
            let source = self.role_source(store)?;
            source.permits_change_by_hand().map_err(Declined::from)?;
        }
        let email = request.email.as_ref().and_then(Option::as_ref);
        let namesake = namesake(store, email)?;
        let administrators = store.administrators(self.policy())?;
        let changed = change(user, request, namesake.as_ref(), &administrators, self.policy());
        Ok(changed.map_err(Declined::from)?)
    }

    pub(in crate::registry) fn renew_user_link(
        &self,
        call: &RenewUserLink,
    ) -> Result<KeptLink, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let user = user(store, call.sub)?;
            keep_link(store, &call.link, &user, &authority, now)
        })
    }

    pub(in crate::registry) fn deprovision_user(
        &self,
        call: &DeprovisionUser,
    ) -> Result<UserView, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let before = user(store, call.sub)?;
            let after = self.deprovisioned(store, &before, now)?;
            let event = authority.event(Action::UserDeprovisioned, now);
            self.save_changed(store, event, &before, after, now)
        })
    }

    fn deprovisioned(&self, store: &Store, user: &User, now: UnixSeconds) -> Result<User, Refused> {
        let administrators = store.administrators(self.policy())?;
        let after = deprovision(user, &administrators, self.policy(), now);
        Ok(after.map_err(Declined::from)?.unwrap_or_else(|| user.clone()))
    }

    pub(in crate::registry) fn reprovision_user(
        &self,
        call: &ReprovisionUser,
    ) -> Result<UserView, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let before = user(store, call.sub)?;
            let after = reprovision(&before).unwrap_or_else(|| before.clone());
            let event = authority.event(Action::UserReprovisioned, now);
            self.save_changed(store, event, &before, after, now)
        })
    }

    pub(in crate::registry) fn impact(&self, call: &AskImpact) -> Result<Impact, Refused> {
        self.administrator(&call.asker)?;
        let (store, now) = (&self.store, self.now());
        let before = user(store, call.sub)?;
        let after = match &call.intent {
            Intent::Role(role) => {
                let request = EditUser { role: Some(role.clone()), ..EditUser::default() };
                self.changed(store, &before, &request)?
            }
            Intent::Deprovision => self.deprovisioned(store, &before, now)?,
        };
        let tokens = store.tokens_of(before.subject)?;
        Ok(impact(&tokens, &before, &after, self.policy(), now))
    }

    /// Saves what changed of a user, if anything did, lets their tokens follow, and tells of it by
    /// the event. Who is shut out has no session and no link from then on.
    pub(super) fn save_changed(
        &self,
        store: &Store,
        event: AuditEvent,
        before: &User,
        after: User,
        now: UnixSeconds,
    ) -> Result<UserView, Refused> {
        if after.deprovisioned_at.is_some() {
            store.remove_sessions_of(after.subject)?;
            store.remove_unspent_links_of(after.subject)?;
        }
        if *before != after {
            store.save_user(&after)?;
            store.add_audit_event(&told(event, before, &after))?;
            self.let_tokens_follow(store, before, &after)?;
        }
        Ok(store.user_view(after, now)?)
    }

    /// The edge has to learn of each token whose owner's role or state changed.
    fn let_tokens_follow(
        &self,
        store: &Store,
        before: &User,
        after: &User,
    ) -> Result<(), StoreError> {
        let matters = |user: &User| (user.role.clone(), user.deprovisioned_at.is_some());
        if matters(before) == matters(after) {
            return Ok(());
        }
        for record in store.tokens_of(after.subject)? {
            let followed = follow(&record, before, after, self.policy());
            store.save_token(&followed.record)?;
            self.project(store, &followed.record, after, followed.effect)?;
        }
        Ok(())
    }
}
