#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[test]
fn safe_methods_need_read_and_all_others_write() {
    let policy = Policy::default();
    for (method, scope) in [
        ("GET", Scope::READ),
        ("HEAD", Scope::READ),
        ("OPTIONS", Scope::READ),
        ("POST", Scope::WRITE),
        ("DELETE", Scope::WRITE),
        ("get", Scope::WRITE),
        ("BREW", Scope::WRITE),
    ] {
        assert_eq!(policy.scope_needed(method), scope, "{method}");
    }
}

#[test]
fn only_full_administrators_see_all_tokens() {
    let policy = Policy::default();
    assert!(policy.is_full(&Role::GLOBAL_ADMINISTRATOR));
    assert!(!policy.is_full(&Role::SECURITY_OPERATOR));
    assert!(!policy.is_full(&"janitor".parse().unwrap()));
}

#[test]
fn the_least_role_is_one_that_reads_alone() {
    let policy = Policy::default();
    let least = policy.least_role();
    assert!(!policy.is_full(least));
    assert_eq!(policy.scopes_of(least).to_string(), "read");
}

#[test]
fn managing_is_never_given_unasked() {
    let policy = Policy::default();
    assert!(policy.scopes_of(&Role::GLOBAL_ADMINISTRATOR).contains(&Scope::MANAGE));
    assert!(!policy.scopes_by_default(&Role::GLOBAL_ADMINISTRATOR).contains(&Scope::MANAGE));
}

#[test]
fn the_roles_are_those_of_a_security_portal() {
    let policy = Policy::default();
    let everything = "activity:read introspect logs:write manage read write";
    let roles: Vec<_> = policy
        .roles()
        .map(|known| (known.role.as_str(), known.scopes.to_string(), known.is_full))
        .collect();
    let expected = [
        ("global-administrator", everything, true),
        ("security-administrator", everything, true),
        ("cloud-app-security-administrator", everything, true),
        ("compliance-administrator", "read write", false),
        ("security-operator", "read write", false),
        ("security-reader", "read", false),
        ("global-reader", "read", false),
    ];
    assert_eq!(roles, expected.map(|(role, scopes, is_full)| (role, scopes.to_owned(), is_full)));
}

#[test]
fn the_first_administrator_has_the_first_role_that_administers() {
    let policy = Policy::default();
    let first = policy.roles().find(|known| known.is_full).unwrap();
    assert_eq!(policy.role_of_first_administrator(), &first.role);
}

#[test]
fn every_role_has_somebody_to_try_it_as() {
    let people = Policy::default().development_people();
    let people: Vec<_> =
        people.iter().map(|person| (person.name.as_str(), person.role.as_str())).collect();
    assert_eq!(
        people,
        [
            ("Ada Admin", "global-administrator"),
            ("Security administrator", "security-administrator"),
            ("Cloud app security administrator", "cloud-app-security-administrator"),
            ("Compliance administrator", "compliance-administrator"),
            ("Otto Operator", "security-operator"),
            ("Rita Reader", "security-reader"),
            ("Global reader", "global-reader"),
        ]
    );
}
