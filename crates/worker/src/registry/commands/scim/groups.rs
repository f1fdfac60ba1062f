//! Groups, as a SCIM client makes, changes and deletes them.

use std::collections::BTreeSet;

use gatepass_core::audit::{Action, AuditEvent, Object, ObjectKind};
use gatepass_core::id::{Base62Text, Subject};
use gatepass_core::scim::{Document, GroupFacts, GroupId, ResourceKind, ScimError, ScimErrorType};
use serde_json::Value;

use super::told::{Told, group_document};
use super::{Call, Change};
use crate::platform::entropy;
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{ScimGroup, Store, StoreError};

/// The group with this id of ours.
pub(super) fn find(store: &Store, id: &str) -> Result<ScimGroup, Refused> {
    let id = id.parse().map_err(|_| ScimError::not_found())?;
    Ok(store.scim_group(id)?.ok_or_else(ScimError::not_found)?)
}

fn check_unique(store: &Store, facts: &GroupFacts, own: Option<GroupId>) -> Result<(), Refused> {
    let is_another = |found: &ScimGroup| own.is_none_or(|own| own != found.id);
    let taken = |name: &str| {
        let sentence = format!("{name}: another group has it.");
        Refused::from(ScimError::of(ScimErrorType::Uniqueness, sentence))
    };
    if store.scim_group_by_name(&facts.name.to_key())?.as_ref().is_some_and(is_another) {
        return Err(taken("displayName"));
    }
    let Some(id) = &facts.external_id else { return Ok(()) };
    let found = store.scim_group_by_external_id(id.as_str())?;
    if found.as_ref().is_some_and(is_another) { Err(taken("externalId")) } else { Ok(()) }
}

fn new_id() -> Result<GroupId, StoreError> {
    let bytes = entropy::draw().map_err(|_| StoreError::NoEntropy)?;
    Base62Text::random(&mut bytes.into_iter()).map_err(|_| StoreError::NoEntropy)
}

fn on_group(event: AuditEvent, id: GroupId, name: &str) -> AuditEvent {
    let (id, name) = (id.to_string(), name.to_owned());
    event.on(Object { kind: ObjectKind::Group, id, name })
}

/// Makes the members those that are named, and gives those who came or went.
fn save_members(
    store: &Store,
    id: GroupId,
    before: &[Subject],
    after: &[Subject],
) -> Result<(Vec<Subject>, Vec<Subject>), Refused> {
    let set = |subjects: &[Subject]| subjects.iter().copied().collect::<BTreeSet<_>>();
    let (before, after) = (set(before), set(after));
    let came: Vec<Subject> = after.difference(&before).copied().collect();
    let went: Vec<Subject> = before.difference(&after).copied().collect();
    for subject in &came {
        if store.scim_user(*subject)?.is_none() {
            return Err(GroupFacts::no_member(subject.as_str()).into());
        }
        store.add_member(id, *subject)?;
    }
    for subject in &went {
        store.remove_member(id, *subject)?;
    }
    Ok((came, went))
}

impl Instance {
    pub(super) fn create_scim_group(&self, on: &Call<'_>, body: &Value) -> Result<Told, Refused> {
        let document = Document::read(body, ResourceKind::Group)?;
        document.check_required(ResourceKind::Group)?;
        let facts = GroupFacts::of(&document)?;
        check_unique(on.store, &facts, None)?;
        let id = new_id()?;
        on.store.save_scim_group(id, &facts, on.now)?;
        let (came, _) = save_members(on.store, id, &[], &facts.members)?;
        let event = on_group(on.event(Action::GroupAdded), id, facts.name.as_str());
        let event = event.changing("members", None, Some(came.len()).filter(|count| *count > 0));
        on.store.add_audit_event(&event)?;
        self.regroup(on.store, &came, || on.event(Action::UserChanged), on.now)?;
        Ok(Told::group(&find(on.store, id.as_str())?, on.base))
    }

    pub(super) fn change_scim_group(
        &self,
        on: &Call<'_>,
        id: &str,
        change: &Change<'_>,
    ) -> Result<Told, Refused> {
        let before = find(on.store, id)?;
        let present = group_document(&before, on.base);
        let document = match change {
            Change::Replace(body) => Document::read(body, ResourceKind::Group)?,
            Change::Patch(patch) => patch.apply_to(&present, ResourceKind::Group)?,
        };
        document.check_required(ResourceKind::Group)?;
        let facts = GroupFacts::of(&document)?;
        check_unique(on.store, &facts, Some(before.id))?;
        let members = before.members;
        let (came, went) = save_members(on.store, before.id, &members, &facts.members)?;
        let is_renamed = before.name != facts.name;
        if is_renamed || before.external_id != facts.external_id || came.len() + went.len() > 0 {
            on.store.save_scim_group(before.id, &facts, on.now)?;
            let event = on_group(on.event(Action::GroupChanged), before.id, facts.name.as_str());
            let list = |subjects: &[Subject]| {
                let some = subjects.iter().take(20).map(Subject::to_string).collect::<Vec<_>>();
                Some(some.join(" ")).filter(|list| !list.is_empty())
            };
            let event = event.changing("name", Some(&before.name), Some(&facts.name)).changing(
                "members",
                list(&went),
                list(&came),
            );
            on.store.add_audit_event(&event)?;
        }
        let mut concerned =
            if is_renamed { [members, facts.members].concat() } else { [came, went].concat() };
        concerned.sort_unstable();
        concerned.dedup();
        self.regroup(on.store, &concerned, || on.event(Action::UserChanged), on.now)?;
        Ok(Told::group(&find(on.store, id)?, on.base))
    }

    pub(super) fn delete_scim_group(&self, on: &Call<'_>, id: &str) -> Result<(), Refused> {
        let before = find(on.store, id)?;
        on.store.remove_scim_group(before.id)?;
        let event = on_group(on.event(Action::GroupDeleted), before.id, before.name.as_str());
        on.store.add_audit_event(&event)?;
        self.regroup(on.store, &before.members, || on.event(Action::UserChanged), on.now)
    }
}
