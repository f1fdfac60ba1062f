-- Provisioning by SCIM: its token and settings, the users and groups that came by it, and which users
-- who were added by hand it may take over.

CREATE TABLE provisioning (
    only INTEGER PRIMARY KEY CHECK (only = 1), digest TEXT, issued_at INTEGER, last_used_at INTEGER,
    settings TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE scim_users (
    subject TEXT PRIMARY KEY, user_name_key TEXT NOT NULL, external_id TEXT, resource TEXT NOT NULL,
    added_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_user_a_user_name ON scim_users (user_name_key);
CREATE UNIQUE INDEX one_user_an_external_id ON scim_users (external_id)
    WHERE external_id IS NOT NULL;
CREATE INDEX scim_users_in_order ON scim_users (added_at, subject);
CREATE TABLE scim_groups (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL, external_id TEXT,
    added_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_group_a_name ON scim_groups (name_key);
CREATE UNIQUE INDEX one_group_an_external_id ON scim_groups (external_id)
    WHERE external_id IS NOT NULL;
CREATE INDEX scim_groups_in_order ON scim_groups (added_at, id);
CREATE TABLE scim_members (
    group_id TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (group_id, subject)
) WITHOUT ROWID;
CREATE INDEX scim_members_by_user ON scim_members (subject, group_id);
CREATE TABLE scim_handovers (subject TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX identities_by_user ON identities (subject);
