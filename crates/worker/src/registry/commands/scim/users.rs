//! Users, as a SCIM client makes, changes and deletes them.

use gatepass_core::audit::Action;
use gatepass_core::person::User;
use gatepass_core::scim::{
    Document, ResourceKind, ScimError, ScimErrorType, UserFacts, shut_out, taken_over,
};
use serde_json::Value;

use super::told::{Told, user_document};
use super::{Call, Change};
use crate::registry::Instance;
use crate::registry::commands::people::new_subject;
use crate::registry::dispatch::Refused;
use crate::registry::store::{ScimUser, Store, StoreError};

/// The user who came by SCIM with this id of ours.
pub(super) fn find(store: &Store, id: &str) -> Result<ScimUser, Refused> {
    let subject = id.parse().map_err(|_| ScimError::not_found())?;
    Ok(store.scim_user(subject)?.ok_or_else(ScimError::not_found)?)
}

fn taken(sentence: &str) -> Refused {
    ScimError::of(ScimErrorType::Uniqueness, sentence).into()
}

/// That nobody else who came by SCIM has the name or the id that they have there.
fn check_unique(store: &Store, facts: &UserFacts, own: Option<&User>) -> Result<(), Refused> {
    let is_another = |found: &ScimUser| own.is_none_or(|own| own.subject != found.user.subject);
    if store.scim_user_by_user_name(&facts.user_name.to_key())?.as_ref().is_some_and(is_another) {
        return Err(taken("userName: another user has it."));
    }
    let Some(id) = &facts.external_id else { return Ok(()) };
    let found = store.scim_user_by_external_id(id.as_str())?;
    match found.as_ref().is_some_and(is_another) {
        true => Err(taken("externalId: another user has it.")),
        false => Ok(()),
    }
}

/// Who has the address, or that which they are called by there.
fn namesake(store: &Store, facts: &UserFacts) -> Result<Option<User>, StoreError> {
    let called = facts.user_name.as_str().parse().ok();
    for email in [facts.email.as_ref(), called.as_ref()].into_iter().flatten() {
        if let Some(user) = store.user_by_email(email)? {
            return Ok(Some(user));
        }
    }
    Ok(None)
}

/// The resource as it is kept.
fn kept(mut document: Document) -> Document {
    document.remove("active");
    document
}

impl Instance {
    pub(super) fn create_scim_user(&self, on: &Call<'_>, body: &Value) -> Result<Told, Refused> {
        let (store, now) = (on.store, on.now);
        let document = Document::read(body, ResourceKind::User)?;
        document.check_required(ResourceKind::User)?;
        let facts = UserFacts::of(&document)?;
        check_unique(store, &facts, None)?;
        let namesake = namesake(store, &facts)?;
        let (is_provisioned, is_handed_over) = match &namesake {
            None => (false, false),
            Some(user) => {
                (store.scim_user(user.subject)?.is_some(), store.is_handed_over(user.subject)?)
            }
        };
        let subject = match taken_over(namesake, is_provisioned, is_handed_over)? {
            Some(before) => {
                store.remove_handover(before.subject)?;
                let administrators = store.administrators(self.policy())?;
                let after = facts.applied_to(&before, &administrators, self.policy(), now)?;
                let event = on.event(action(&before, &after));
                self.save_changed(store, event, &before, after, now)?;
                before.subject
            }
            None => {
                let role = self.policy().least_role().clone();
                let user = facts.to_user(new_subject()?, role, now);
                store.add_user(&user)?;
                let event = on.event(Action::UserAdded).on(&user);
                let event = event.changing("email", None, user.email.as_ref());
                store.add_audit_event(&event.changing("role", None, Some(&user.role)))?;
                user.subject
            }
        };
        store.add_scim_user(subject, &facts, &kept(document), now)?;
        self.regroup(store, &[subject], || on.event(Action::UserChanged), now)?;
        Ok(Told::user(&find(store, subject.as_str())?, on.base))
    }

    pub(super) fn change_scim_user(
        &self,
        on: &Call<'_>,
        id: &str,
        change: &Change<'_>,
    ) -> Result<Told, Refused> {
        let (store, now) = (on.store, on.now);
        let before = find(store, id)?;
        let document = match change {
            Change::Replace(body) => Document::read(body, ResourceKind::User)?,
            Change::Patch(patch) => patch.apply_to(&user_document(&before), ResourceKind::User)?,
        };
        document.check_required(ResourceKind::User)?;
        let facts = UserFacts::of(&document)?;
        check_unique(store, &facts, Some(&before.user))?;
        if let Some(email) = &facts.email
            && let Some(other) = store.user_by_email(email)?
            && other.subject != before.user.subject
        {
            return Err(taken("emails: another user has this address."));
        }
        let administrators = store.administrators(self.policy())?;
        let after = facts.applied_to(&before.user, &administrators, self.policy(), now)?;
        let document = kept(document);
        if document != before.resource || after != before.user {
            store.save_scim_user(after.subject, &facts, &document, now)?;
            let event = on.event(action(&before.user, &after));
            self.save_changed(store, event, &before.user, after, now)?;
        }
        Ok(Told::user(&find(store, id)?, on.base))
    }

    /// Shuts the user out and forgets that they came by SCIM: who comes under the same name after
    /// that is somebody else, who gets none of their tokens.
    pub(super) fn delete_scim_user(&self, on: &Call<'_>, id: &str) -> Result<(), Refused> {
        let before = find(on.store, id)?.user;
        let administrators = on.store.administrators(self.policy())?;
        let after = shut_out(&before, &administrators, self.policy(), on.now)?;
        let after = User { email: None, ..after };
        let event = on.event(Action::UserDeprovisioned);
        self.save_changed(on.store, event, &before, after, on.now)?;
        Ok(on.store.remove_scim_user(before.subject)?)
    }
}

/// What became of the user, by whether they are shut out.
fn action(before: &User, after: &User) -> Action {
    match (before.deprovisioned_at, after.deprovisioned_at) {
        (None, Some(_)) => Action::UserDeprovisioned,
        (Some(_), None) => Action::UserReprovisioned,
        (None, None) | (Some(_), Some(_)) => Action::UserChanged,
    }
}
