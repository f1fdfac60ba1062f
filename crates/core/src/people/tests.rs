use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::outbox::Effect;
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::record::{Generation, Revision, TokenRecord};
use crate::samples::{NOON, record, subject, user};
use crate::scope::ScopeSet;
use crate::standing::{Standing, Verdict, Withheld};
use crate::time::{Seconds, UnixSeconds};
use crate::wire::{AddUser, EditUser};

fn named(name: &str, role: Role) -> User {
    User { subject: subject(name), name: name.parse().unwrap(), ..user(role) }
}

fn invited(name: &str, role: Role) -> User {
    User { last_sign_in_at: None, ..named(name, role) }
}

fn gone(name: &str, role: Role) -> User {
    User { deprovisioned_at: Some(NOON), ..named(name, role) }
}

fn token(scopes: &str) -> TokenRecord {
    TokenRecord { scopes: scopes.parse().unwrap(), ..record() }
}

fn used(token: TokenRecord, ago: Seconds) -> TokenRecord {
    TokenRecord { last_used_at: Some(NOON - ago), ..token }
}

fn to_role(role: Role) -> EditUser {
    EditUser { role: Some(role), ..EditUser::default() }
}

const BOSS: Role = Role::GLOBAL_ADMINISTRATOR;
const OTHER_BOSS: Role = Role::SECURITY_ADMINISTRATOR;
const OPERATOR: Role = Role::SECURITY_OPERATOR;
const READER: Role = Role::SECURITY_READER;

#[test]
fn who_was_added_is_invited_until_they_sign_in() {
    let request = AddUser { name: "Ada".parse().unwrap(), email: None, role: READER };
    let added = add(subject("ada"), &request, None, &Policy::default(), NOON).unwrap();
    assert_eq!(UserState::of(&added), UserState::Invited);
    let there = sign_in(&added, NOON).unwrap();
    assert_eq!(UserState::of(&there), UserState::Active);
    assert_eq!(UserState::of(&gone("ada", READER)), UserState::Deprovisioned);
}

#[test]
fn a_role_has_to_be_one_of_the_policys() {
    let (policy, role) = (Policy::default(), "janitor".parse::<Role>().unwrap());
    let request = AddUser { name: "Ada".parse().unwrap(), email: None, role: role.clone() };
    let added = add(subject("ada"), &request, None, &policy, NOON);
    assert_eq!(added, Err(AddUserError::UnknownRole { role: role.clone() }));
    let ada = named("ada", READER);
    let changed = change(&ada, &to_role(role.clone()), None, &[], &policy);
    assert_eq!(changed, Err(ChangeUserError::UnknownRole { role }));
}

#[test]
fn a_role_that_left_the_policy_is_kept_by_who_has_it_until_another_is_given() {
    let (policy, janitor) = (Policy::default(), "janitor".parse::<Role>().unwrap());
    let ada = named("ada", janitor.clone());
    let request = EditUser { name: Some("Ada L.".parse().unwrap()), ..to_role(janitor) };
    assert_eq!(change(&ada, &request, None, &[], &policy).unwrap().role, ada.role);
    assert_eq!(change(&ada, &to_role(READER), None, &[], &policy).unwrap().role, READER);
}

#[test]
fn an_address_is_one_users_alone_and_may_be_kept_and_taken_away() {
    let policy = Policy::default();
    let email = Some("ada@example.com".parse().unwrap());
    let (ada, bob) = (User { email, ..named("ada", READER) }, named("bob", READER));
    let request = AddUser { name: bob.name.clone(), email: ada.email.clone(), role: READER };
    let added = add(subject("bob"), &request, Some(&ada), &policy, NOON);
    assert_eq!(added, Err(AddUserError::EmailTaken { name: "ada".to_owned() }));
    let request = EditUser { email: Some(ada.email.clone()), ..EditUser::default() };
    let changed = change(&bob, &request, Some(&ada), &[], &policy);
    assert_eq!(changed, Err(ChangeUserError::EmailTaken { name: "ada".to_owned() }));
    assert_eq!(change(&ada, &request, Some(&ada), &[], &policy), Ok(ada.clone()));
    let without = EditUser { email: Some(None), ..EditUser::default() };
    assert_eq!(change(&ada, &without, None, &[], &policy).unwrap().email, None);
}

#[test]
fn the_last_full_administrator_who_is_there_stays_one() {
    let policy = Policy::default();
    let ada = named("ada", BOSS);
    let last = "ada".to_owned();
    for (others, is_last) in [
        (vec![], true),
        (vec![invited("bob", BOSS)], true),
        (vec![gone("bob", BOSS)], true),
        (vec![named("bob", OPERATOR)], true),
        (vec![named("bob", BOSS)], false),
        (vec![named("bob", OTHER_BOSS)], false),
    ] {
        let all: Vec<User> = others.into_iter().chain([ada.clone()]).collect();
        assert_eq!(is_last_administrator(&ada, &all, &policy), is_last, "{all:?}");
        let demoted = change(&ada, &to_role(READER), None, &all, &policy);
        let deprovisioned = deprovision(&ada, &all, &policy, NOON);
        if is_last {
            let refused = ChangeUserError::LastAdministrator { name: last.clone() };
            assert_eq!(demoted, Err(refused));
            let refused = DeprovisionError::LastAdministrator { name: last.clone() };
            assert_eq!(deprovisioned, Err(refused));
        } else {
            assert!(demoted.is_ok() && deprovisioned.is_ok());
        }
        // From one such role to another, nothing is lost.
        assert!(change(&ada, &to_role(OTHER_BOSS), None, &all, &policy).is_ok());
    }
}

#[test]
fn who_is_not_there_to_administer_can_go() {
    let policy = Policy::default();
    for bob in [invited("bob", BOSS), named("bob", OPERATOR)] {
        let all = [named("ada", BOSS), bob.clone()];
        assert!(change(&bob, &to_role(READER), None, &all, &policy).is_ok());
        assert!(deprovision(&bob, &all, &policy, NOON).unwrap().is_some());
    }
}

#[test]
fn deprovisioning_twice_keeps_the_first_time_and_reprovisioning_ends_it() {
    let policy = Policy::default();
    let bob = gone("bob", OPERATOR);
    assert_eq!(deprovision(&bob, &[], &policy, NOON + Seconds(60)), Ok(None));
    let back = reprovision(&bob).unwrap();
    assert_eq!(back, named("bob", OPERATOR));
    assert_eq!(reprovision(&back), None);
}

#[test]
fn who_was_deprovisioned_is_neither_let_in_nor_given_a_link() {
    let bob = gone("bob", OPERATOR);
    let name = "bob".to_owned();
    assert_eq!(sign_in(&bob, NOON), Err(SignInError::Deprovisioned { name: name.clone() }));
    assert_eq!(link_for(&bob, NOON), Err(UserLinkError::Deprovisioned { name }));
}

#[test]
fn a_link_holds_for_24_hours() {
    assert_eq!(link_for(&invited("bob", OPERATOR), NOON), Ok(NOON + Seconds::hours(24)));
}

#[test]
fn what_a_token_may_do_follows_its_owners_role_and_never_passes_what_it_was_given() {
    let policy = Policy::default();
    for (given, role, may) in [
        ("read write", BOSS, "read write"),
        ("read write", READER, "read"),
        ("read", BOSS, "read"),
        ("write", READER, ""),
        ("read manage", OPERATOR, "read"),
    ] {
        let owner = named("ada", role.clone());
        assert_eq!(may_do(&token(given), &owner, &policy).to_string(), may, "{given} {role}");
    }
    assert!(may_do(&token("read"), &gone("ada", BOSS), &policy).is_empty());
}

#[test]
fn a_token_follows_its_owner_with_a_revision_of_its_own() {
    let policy = Policy::default();
    for (before, after, effect) in [
        (named("ada", BOSS), named("ada", READER), Effect::TakesAway),
        (named("ada", READER), named("ada", BOSS), Effect::Gives),
        (named("ada", BOSS), named("ada", OTHER_BOSS), Effect::Gives),
        (named("ada", BOSS), gone("ada", BOSS), Effect::TakesAway),
        (gone("ada", BOSS), named("ada", BOSS), Effect::Gives),
    ] {
        let followed = follow(&token("read write"), &before, &after, &policy);
        assert_eq!(followed.effect, effect, "{before:?} {after:?}");
        assert_eq!(followed.record.revision, Revision(2));
        let Standing { verdict, .. } =
            Standing::of(&followed.record, Generation::Current, &after, NOON);
        match (verdict, after.deprovisioned_at) {
            (Verdict::Granted(grant), None) => assert_eq!(grant.role, after.role),
            (Verdict::Withheld(Withheld::OwnerDeprovisioned), Some(_)) => {}
            (verdict, _) => panic!("{verdict:?}"),
        }
    }
}

#[test]
fn a_token_that_loses_nothing_by_a_demotion_is_not_told_of_as_losing() {
    let policy = Policy::default();
    let (before, after) = (named("ada", BOSS), named("ada", READER));
    assert_eq!(follow(&token("read"), &before, &after, &policy).effect, Effect::Gives);
}

#[test]
fn an_impact_tells_how_many_lose_what_and_when_the_last_of_them_was_used() {
    let policy = Policy::default();
    let tokens = [
        used(token("read write"), Seconds(240)),
        used(token("write"), Seconds::days(3)),
        token("read write"),
        used(token("read"), Seconds(10)),
        used(token("read write manage"), Seconds::hours(2)),
        TokenRecord { expires_at: Some(NOON), ..used(token("read write"), Seconds(1)) },
    ];
    let told = impact(&tokens, &named("ada", BOSS), &named("ada", READER), &policy, NOON);
    assert_eq!((told.tokens, told.affected), (5, 4));
    let loses: Vec<_> =
        told.loses.iter().map(|share| (share.scope.to_string(), share.tokens)).collect();
    assert_eq!(loses, [("write".to_owned(), 3), ("manage write".to_owned(), 1)]);
    assert_eq!((told.used_lately, told.last_used_at), (1, Some(NOON - Seconds(240))));
    assert!(told.regains.is_empty());
}

#[test]
fn the_impact_of_deprovisioning_is_that_every_live_token_is_refused() {
    let policy = Policy::default();
    let tokens = [
        used(token("read"), Seconds::hours(1)),
        used(token("read"), Seconds::hours(1) + Seconds(1)),
        token("read write"),
    ];
    let told = impact(&tokens, &named("ada", BOSS), &gone("ada", BOSS), &policy, NOON);
    assert_eq!((told.tokens, told.affected, told.used_lately), (3, 3, 1));
    assert_eq!(told.last_used_at, Some(NOON - Seconds::hours(1)));
}

#[test]
fn the_impact_of_a_promotion_is_what_comes_back_and_no_more() {
    let policy = Policy::default();
    let tokens = [token("read write"), token("read")];
    let told = impact(&tokens, &named("ada", READER), &named("ada", BOSS), &policy, NOON);
    assert_eq!((told.tokens, told.affected), (2, 0));
    let [share] = told.regains.as_slice() else { panic!("{told:?}") };
    assert_eq!((share.scope.to_string().as_str(), share.tokens), ("write", 1));
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select(
        Policy::default().roles().map(|known| known.role.clone()).collect::<Vec<_>>(),
    )
}

fn any_scopes() -> impl Strategy<Value = ScopeSet> {
    prop::sample::subsequence(
        vec!["read", "write", "manage", "introspect", "activity:read", "logs:write"],
        0..=6,
    )
    .prop_map(|words| words.join(" ").parse().unwrap())
}

fn any_owner() -> impl Strategy<Value = User> {
    (any_role(), any::<bool>()).prop_map(|(role, is_gone)| User {
        deprovisioned_at: is_gone.then_some(NOON),
        ..named("ada", role)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_becomes_of_its_owner_a_token_never_passes_what_it_was_given(
        given in any_scopes(), owners in prop::collection::vec(any_owner(), 1..8),
    ) {
        let policy = Policy::default();
        let mut token = TokenRecord { scopes: given.clone(), ..record() };
        let mut before = named("ada", BOSS);
        for after in owners {
            let followed = follow(&token, &before, &after, &policy);
            let (had, has) = (may_do(&token, &before, &policy), may_do(&token, &after, &policy));
            prop_assert!(has.first_beyond(&given).is_none());
            prop_assert_eq!(followed.effect == Effect::TakesAway, !had.difference(&has).is_empty());
            prop_assert!(followed.record.revision > token.revision);
            let told = impact(std::slice::from_ref(&token), &before, &after, &policy, NOON);
            prop_assert_eq!(told.affected == 1, followed.effect == Effect::TakesAway);
            (token, before) = (followed.record, after);
        }
        prop_assert_eq!(token.scopes, given);
    }

    #[test]
    fn somebody_who_is_there_administers_whatever_is_asked_for(
        wishes in prop::collection::vec((0_usize..4, prop::option::of(any_role())), 1..40),
    ) {
        let policy = Policy::default();
        let mut users: Vec<User> = ["a", "b", "c"].map(|name| named(name, BOSS)).into();
        users.push(invited("d", BOSS));
        for (place, wish) in wishes {
            let user = users[place].clone();
            let changed = match wish {
                Some(role) => change(&user, &to_role(role), None, &users, &policy).ok(),
                None => deprovision(&user, &users, &policy, NOON).ok().flatten(),
            };
            users[place] = changed.unwrap_or(user);
            let is_there = |user: &User| policy.is_full(&user.role)
                && UserState::of(user) == UserState::Active;
            prop_assert!(users.iter().any(is_there));
        }
    }

    #[test]
    fn any_moment_is_one_that_an_impact_can_be_asked_at(now in any::<i64>(), used_at in any::<i64>()) {
        let policy = Policy::default();
        let token = TokenRecord { last_used_at: Some(UnixSeconds(used_at)), ..record() };
        let told = impact(&[token], &named("ada", BOSS), &gone("ada", BOSS), &policy, UnixSeconds(now));
        prop_assert_eq!(told.affected, 1);
    }
}
