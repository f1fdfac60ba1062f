//! The users and groups that came by SCIM.

mod groups;
mod users;

pub(in crate::registry) use groups::ScimGroup;
pub(in crate::registry) use users::ScimUser;

/// How many rows are looked at together where a list has no index.
const LOOKED_AT_ONCE: usize = 500;

#[cfg(test)]
mod tests {
    use super::{groups, users};
    use crate::registry::store::schema::tests::database;

    fn plan(statement: &str) -> String {
        let database = database();
        let mut explained = database.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
        let parameters = vec![1; explained.parameter_count()];
        let parameters = rusqlite::params_from_iter(parameters);
        let rows = explained.query_map(parameters, |row| row.get::<_, String>("detail")).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn whom_a_client_looks_for_is_found_by_an_index() {
        for (statement, index) in [
            (users::where_is("scim_users.subject"), "PRIMARY KEY (subject=?)"),
            (users::where_is("scim_users.user_name_key"), "one_user_a_user_name"),
            (users::where_is("scim_users.external_id"), "one_user_an_external_id"),
            (groups::where_is("id"), "PRIMARY KEY (id=?)"),
            (groups::where_is("name_key"), "one_group_a_name"),
            (groups::where_is("external_id"), "one_group_an_external_id"),
        ] {
            let plan = plan(&statement);
            assert!(plan.contains(index), "{statement}: {plan}");
            assert!(!plan.contains("SCAN scim_"), "{statement}: {plan}");
        }
    }

    #[test]
    fn a_page_in_the_order_in_which_they_came_is_not_sorted() {
        for (statement, index) in
            [(users::page(), "scim_users_in_order"), (groups::page(), "scim_groups_in_order")]
        {
            let plan = plan(&statement);
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{statement}: {plan}");
        }
    }
}
