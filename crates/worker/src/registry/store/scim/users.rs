//! Users who came by SCIM, in the order in which they came.

use gatepass_core::id::Subject;
use gatepass_core::name::TokenName;
use gatepass_core::person::User;
use gatepass_core::scim::{Document, ExternalId, GroupId, UserFacts};
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;

use super::LOOKED_AT_ONCE;
use crate::registry::store::{Store, StoreError, Stored, read};

const SELECT: &str = "SELECT users.*, scim_users.resource AS resource, \
     scim_users.added_at AS added_at, scim_users.modified_at AS modified_at, \
     (SELECT json_group_array(json_object('id', scim_groups.id, 'name', scim_groups.name)) \
      FROM scim_members JOIN scim_groups ON scim_groups.id = scim_members.group_id \
      WHERE scim_members.subject = users.subject) AS groups \
     FROM scim_users JOIN users USING (subject)";

/// A group that a user is in.
#[derive(Debug, Clone, Deserialize)]
pub(in crate::registry) struct GroupOfUser {
    /// Its id.
    pub(in crate::registry) id: GroupId,
    /// What it is called.
    pub(in crate::registry) name: TokenName,
}

/// A user who came by SCIM.
#[derive(Debug, Clone)]
pub(in crate::registry) struct ScimUser {
    /// The user.
    pub(in crate::registry) user: User,
    /// What was said of them, but whether they are active: that the user says.
    pub(in crate::registry) resource: Document,
    /// When they came by SCIM.
    pub(in crate::registry) added_at: UnixSeconds,
    /// When SCIM last changed them.
    pub(in crate::registry) modified_at: UnixSeconds,
    /// The groups that they are in.
    pub(in crate::registry) groups: Vec<GroupOfUser>,
}

#[derive(Deserialize)]
struct Row {
    #[serde(flatten)]
    user: User,
    resource: String,
    added_at: UnixSeconds,
    modified_at: UnixSeconds,
    groups: String,
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

impl TryFrom<Row> for ScimUser {
    type Error = StoreError;

    fn try_from(row: Row) -> Stored<Self> {
        Ok(Self {
            user: row.user,
            resource: read(&row.resource)?,
            added_at: row.added_at,
            modified_at: row.modified_at,
            groups: read(&row.groups)?,
        })
    }
}

fn resource_json(resource: &Document) -> Stored<String> {
    serde_json::to_string(resource).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// The statement that finds one by a column.
pub(super) fn where_is(column: &str) -> String {
    format!("{SELECT} WHERE {column} = ?")
}

/// The statement that gives a part of them in their order.
pub(super) fn page() -> String {
    format!("{SELECT} ORDER BY scim_users.added_at, scim_users.subject LIMIT ? OFFSET ?")
}

impl Store {
    fn scim_user_where(&self, column: &str, value: &str) -> Stored<Option<ScimUser>> {
        let row: Option<Row> = self.row(&where_is(column), vec![value.into()])?;
        row.map(ScimUser::try_from).transpose()
    }

    pub(in crate::registry) fn scim_user(&self, subject: Subject) -> Stored<Option<ScimUser>> {
        self.scim_user_where("scim_users.subject", subject.as_str())
    }

    /// The user who came by SCIM under this name, as its key.
    pub(in crate::registry) fn scim_user_by_user_name(
        &self,
        key: &str,
    ) -> Stored<Option<ScimUser>> {
        self.scim_user_where("scim_users.user_name_key", key)
    }

    pub(in crate::registry) fn scim_user_by_external_id(
        &self,
        id: &str,
    ) -> Stored<Option<ScimUser>> {
        self.scim_user_where("scim_users.external_id", id)
    }

    pub(in crate::registry) fn count_scim_users(&self) -> Stored<usize> {
        let found: Option<Count> = self.row("SELECT count(*) AS count FROM scim_users", vec![])?;
        Ok(found.map_or(0, |found| found.count))
    }

    /// So many, after that many, in the order in which they came.
    pub(in crate::registry) fn scim_users_from(
        &self,
        skipped: usize,
        most: usize,
    ) -> Stored<Vec<ScimUser>> {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let rows: Vec<Row> =
            self.rows(&page(), vec![number(most).into(), number(skipped).into()])?;
        rows.into_iter().map(ScimUser::try_from).collect()
    }

    /// Looks at every one.
    pub(in crate::registry) fn each_scim_user(&self, mut look: impl FnMut(ScimUser)) -> Stored<()> {
        for skipped in (0..).step_by(LOOKED_AT_ONCE) {
            let some = self.scim_users_from(skipped, LOOKED_AT_ONCE)?;
            let is_last = some.len() < LOOKED_AT_ONCE;
            some.into_iter().for_each(&mut look);
            if is_last {
                break;
            }
        }
        Ok(())
    }

    pub(in crate::registry) fn add_scim_user(
        &self,
        subject: Subject,
        facts: &UserFacts,
        resource: &Document,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "INSERT INTO scim_users (subject, user_name_key, external_id, resource, added_at, \
             modified_at) VALUES (?, ?, ?, ?, ?, ?)",
            vec![
                subject.as_str().into(),
                facts.user_name.to_key().into(),
                facts.external_id.as_ref().map(ExternalId::as_str).into(),
                resource_json(resource)?.into(),
                now.0.into(),
                now.0.into(),
            ],
        )?;
        Ok(())
    }

    pub(in crate::registry) fn save_scim_user(
        &self,
        subject: Subject,
        facts: &UserFacts,
        resource: &Document,
        now: UnixSeconds,
    ) -> Stored<()> {
        self.execute(
            "UPDATE scim_users SET user_name_key = ?, external_id = ?, resource = ?, \
             modified_at = ? WHERE subject = ?",
            vec![
                facts.user_name.to_key().into(),
                facts.external_id.as_ref().map(ExternalId::as_str).into(),
                resource_json(resource)?.into(),
                now.0.into(),
                subject.as_str().into(),
            ],
        )?;
        Ok(())
    }

    /// Forgets that the user came by SCIM, in which groups they were, and as whom providers know
    /// them.
    pub(in crate::registry) fn remove_scim_user(&self, subject: Subject) -> Stored<()> {
        for statement in [
            "DELETE FROM scim_users WHERE subject = ?",
            "DELETE FROM scim_members WHERE subject = ?",
            "DELETE FROM identities WHERE subject = ?",
        ] {
            self.execute(statement, vec![subject.as_str().into()])?;
        }
        Ok(())
    }
}
