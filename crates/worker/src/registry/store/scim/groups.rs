//! Groups that came by SCIM, in the order in which they came.

use gatepass_core::id::Subject;
use gatepass_core::name::TokenName;
use gatepass_core::scim::{ExternalId, GroupFacts, GroupId};
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;

use super::LOOKED_AT_ONCE;
use crate::registry::store::{Store, StoreError, Stored, read};

const SELECT: &str = "SELECT scim_groups.*, \
     (SELECT json_group_array(subject) FROM scim_members \
      WHERE scim_members.group_id = scim_groups.id) AS members FROM scim_groups";

/// A group that came by SCIM.
#[derive(Debug, Clone)]
pub(in crate::registry) struct ScimGroup {
    /// Its id.
    pub(in crate::registry) id: GroupId,
    /// What it is called.
    pub(in crate::registry) name: TokenName,
    /// Its id in the system that provisions.
    pub(in crate::registry) external_id: Option<ExternalId>,
    /// When it came.
    pub(in crate::registry) added_at: UnixSeconds,
    /// When it last changed.
    pub(in crate::registry) modified_at: UnixSeconds,
    /// Who is in it.
    pub(in crate::registry) members: Vec<Subject>,
}

#[derive(Deserialize)]
struct Row {
    id: GroupId,
    name: TokenName,
    external_id: Option<ExternalId>,
    added_at: UnixSeconds,
    modified_at: UnixSeconds,
    members: String,
}

#[derive(Deserialize)]
struct Name {
    name: TokenName,
}

/// What a group is called, and how many are in it.
#[derive(Deserialize)]
pub(in crate::registry) struct GroupSize {
    pub(in crate::registry) name: TokenName,
    pub(in crate::registry) members: u64,
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

impl TryFrom<Row> for ScimGroup {
    type Error = StoreError;

    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            id: row.id,
            name: row.name,
            external_id: row.external_id,
            added_at: row.added_at,
            modified_at: row.modified_at,
            members: read(&row.members)?,
        })
    }
}

/// The statement that finds one by a column.
pub(super) fn where_is(column: &str) -> String {
    format!("{SELECT} WHERE {column} = ?")
}

/// The statement that gives a part of them in their order.
pub(super) fn page() -> String {
    format!("{SELECT} ORDER BY added_at, id LIMIT ? OFFSET ?")
}

impl Store {
    fn scim_group_where(&self, column: &str, value: &str) -> Stored<Option<ScimGroup>> {
        let row: Option<Row> = self.row(&where_is(column), vec![value.into()])?;
        row.map(ScimGroup::try_from).transpose()
    }

    pub(in crate::registry) fn scim_group(&self, id: GroupId) -> Stored<Option<ScimGroup>> {
        self.scim_group_where("id", id.as_str())
    }

    /// The group of this name, as its key.
    pub(in crate::registry) fn scim_group_by_name(&self, key: &str) -> Stored<Option<ScimGroup>> {
        self.scim_group_where("name_key", key)
    }

    pub(in crate::registry) fn scim_group_by_external_id(
        &self,
        id: &str,
    ) -> Stored<Option<ScimGroup>> {
        self.scim_group_where("external_id", id)
    }

    pub(in crate::registry) fn count_scim_groups(&self) -> Stored<usize> {
        let found: Option<Count> = self.row("SELECT count(*) AS count FROM scim_groups", vec![])?;
        Ok(found.map_or(0, |found| found.count))
    }

    /// So many, after that many, in the order in which they came.
    pub(in crate::registry) fn scim_groups_from(
        &self,
        skipped: usize,
        most: usize,
    ) -> Stored<Vec<ScimGroup>> {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let rows: Vec<Row> =
            self.rows(&page(), vec![number(most).into(), number(skipped).into()])?;
        rows.into_iter().map(ScimGroup::try_from).collect()
    }

    /// Looks at every one.
    pub(in crate::registry) fn each_scim_group(
        &self,
        mut look: impl FnMut(ScimGroup),
    ) -> Stored<()> {
        for skipped in (0..).step_by(LOOKED_AT_ONCE) {
            let some = self.scim_groups_from(skipped, LOOKED_AT_ONCE)?;
            let is_last = some.len() < LOOKED_AT_ONCE;
            some.into_iter().for_each(&mut look);
            if is_last {
                break;
            }
        }
        Ok(())
    }

    /// All groups by name, with how many are in each.
    pub(in crate::registry) fn scim_group_sizes(&self) -> Stored<Vec<GroupSize>> {
        self.rows(
            "SELECT name, (SELECT count(*) FROM scim_members WHERE group_id = scim_groups.id) \
             AS members FROM scim_groups ORDER BY name_key",
            vec![],
        )
    }

    /// What the groups of a user are called.
    pub(in crate::registry) fn group_names_of(&self, subject: Subject) -> Stored<Vec<TokenName>> {
        let rows: Vec<Name> = self.rows(
            "SELECT name FROM scim_groups JOIN scim_members ON group_id = id WHERE subject = ?",
            vec![subject.as_str().into()],
        )?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }

    /// Puts a group in the place of one of the same id, if there is one.
    pub(in crate::registry) fn save_scim_group(
        &self,
        id: GroupId,
        facts: &GroupFacts,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO scim_groups (id, name, name_key, external_id, added_at, modified_at) \
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
             name_key = excluded.name_key, external_id = excluded.external_id, \
             modified_at = excluded.modified_at",
            vec![
                id.as_str().into(),
                facts.name.as_str().into(),
                facts.name.to_key().into(),
                facts.external_id.as_ref().map(ExternalId::as_str).into(),
                now.0.into(),
                now.0.into(),
            ],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn add_member(&self, group: GroupId, subject: Subject) -> Stored<()> {
        self.execute(
            "INSERT INTO scim_members (group_id, subject) VALUES (?, ?) ON CONFLICT DO NOTHING",
            vec![group.as_str().into(), subject.as_str().into()],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn remove_member(
        &self,
        group: GroupId,
        subject: Subject,
    ) -> Stored<()> {
        self.execute(
            "DELETE FROM scim_members WHERE group_id = ? AND subject = ?",
            vec![group.as_str().into(), subject.as_str().into()],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn remove_scim_group(&self, id: GroupId) -> Stored<()> {
        for statement in
            ["DELETE FROM scim_groups WHERE id = ?", "DELETE FROM scim_members WHERE group_id = ?"]
        {
            self.execute(statement, vec![id.as_str().into()])?;
        }
        Ok(())
    }
}
