//! The users and groups that came by SCIM.

mod groups;
mod users;

pub(in crate::registry) use groups::ScimGroup;
pub(in crate::registry) use users::ScimUser;

/// How many rows are looked at together where a list has no index.
const LOOKED_AT_ONCE: usize = 500;
