#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::policy::Role;
use crate::record::{Generation, Revision, TokenRecord};
use crate::samples::{NOON, record, subject, user};
use crate::standing::Grant;
use crate::time::Seconds;

fn standing_with(change: impl FnOnce(&mut Grant)) -> Standing {
    let mut standing =
        Standing::of(&record(), Generation::Current, &user(Role::GLOBAL_ADMINISTRATOR), NOON);
    if let Verdict::Granted(grant) = &mut standing.verdict {
        change(grant);
    }
    standing
}

fn reading_from(address: &str) -> RequestFacts {
    RequestFacts { scope_needed: Scope::READ, address: address.parse().ok() }
}

fn reading() -> RequestFacts {
    reading_from("192.0.2.1")
}

fn decide_at(standing: &Standing, request: &RequestFacts, now: UnixSeconds) -> Option<Refusal> {
    decide(standing, request, &Policy::default(), now).err()
}

#[test]
fn a_live_token_makes_its_owner_the_principal() {
    let principal = decide(&standing_with(|_| ()), &reading(), &Policy::default(), NOON).unwrap();
    assert_eq!(principal.token, record().id);
    assert_eq!(principal.subject, subject("ada"));
    assert_eq!(principal.scopes.to_string(), "read write");
}

#[test]
fn a_token_ends_on_the_second() {
    let standing = standing_with(|grant| grant.exp = Some(NOON));
    assert_eq!(decide_at(&standing, &reading(), NOON - Seconds(1)), None);
    assert_eq!(decide_at(&standing, &reading(), NOON), Some(Refusal::Expired));
}

#[test]
fn a_token_begins_on_the_second() {
    let standing = standing_with(|grant| grant.nbf = Some(NOON));
    assert_eq!(decide_at(&standing, &reading(), NOON - Seconds(1)), Some(Refusal::NotYetValid));
    assert_eq!(decide_at(&standing, &reading(), NOON), None);
}

#[test]
fn a_token_with_networks_is_good_only_from_within_them() {
    let standing = standing_with(|grant| {
        grant.networks.inside =
            vec!["192.0.2.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()];
    });
    for inside in ["192.0.2.1", "192.0.2.255", "2001:db8::1"] {
        assert_eq!(decide_at(&standing, &reading_from(inside), NOON), None, "{inside}");
    }
    for outside in ["192.0.3.1", "2001:db9::1", "unknown"] {
        let refusal = decide_at(&standing, &reading_from(outside), NOON);
        assert_eq!(refusal, Some(Refusal::AddressNotAllowed), "{outside}");
    }
}

#[test]
fn what_a_token_may_do_shrinks_with_its_owners_role() {
    let standing = standing_with(|grant| grant.role = Role::SECURITY_READER);
    let writing = RequestFacts { scope_needed: Scope::WRITE, address: None };
    assert_eq!(decide_at(&standing, &reading(), NOON), None);
    let refusal = decide_at(&standing, &writing, NOON);
    assert_eq!(refusal, Some(Refusal::InsufficientScope(Scope::WRITE)));
}

#[test]
fn what_a_token_may_do_never_grows_past_what_it_was_given() {
    let standing = standing_with(|grant| grant.scope = "read".parse().unwrap());
    let writing = RequestFacts { scope_needed: Scope::WRITE, address: None };
    let refusal = decide_at(&standing, &writing, NOON);
    assert_eq!(refusal, Some(Refusal::InsufficientScope(Scope::WRITE)));
}

#[test]
fn a_role_that_the_policy_does_not_name_allows_nothing() {
    let standing = standing_with(|grant| grant.role = "janitor".parse().unwrap());
    let refusal = decide_at(&standing, &reading(), NOON);
    assert_eq!(refusal, Some(Refusal::InsufficientScope(Scope::READ)));
}

#[test]
fn a_withheld_token_is_refused_for_its_reason() {
    for (why, refusal) in [
        (Withheld::Revoked, Refusal::Revoked),
        (Withheld::OwnerDeprovisioned, Refusal::OwnerDeprovisioned),
    ] {
        let standing = Standing { revision: Revision(2), verdict: Verdict::Withheld(why) };
        assert_eq!(decide_at(&standing, &reading(), NOON), Some(refusal));
    }
}

fn every_refusal() -> Vec<Refusal> {
    vec![
        Refusal::NoToken,
        Refusal::Malformed(crate::token::ParseTokenError::Check),
        Refusal::Forged,
        Refusal::Unknown,
        Refusal::Revoked,
        Refusal::Expired,
        Refusal::Superseded,
        Refusal::NotYetValid,
        Refusal::OwnerDeprovisioned,
        Refusal::AddressNotAllowed,
        Refusal::InsufficientScope(Scope::WRITE),
        Refusal::TooManyRequests(crate::policy::Period::TenSeconds),
        Refusal::Unavailable,
    ]
}

#[test]
fn the_answers_are_those_of_the_table() {
    let plain = r#"Bearer realm="gatepass""#;
    let invalid = r#"Bearer realm="gatepass", error="invalid_token", error_description="The token is not valid""#;
    let scope = r#"Bearer realm="gatepass", error="insufficient_scope", scope="write""#;
    let answers: Vec<(u16, Option<String>)> = every_refusal()
        .iter()
        .map(|refusal| (refusal.to_problem().status, refusal.to_challenge(None)))
        .collect();
    let expected = [
        (401, Some(plain)),
        (401, Some(invalid)),
        (401, Some(invalid)),
        (401, Some(invalid)),
        (401, Some(invalid)),
        (401, Some(invalid)),
        (401, Some(invalid)),
        (401, Some(invalid)),
        (403, Some(plain)),
        (403, Some(plain)),
        (403, Some(scope)),
        (429, None),
        (503, None),
    ];
    assert_eq!(answers, expected.map(|(status, text)| (status, text.map(str::to_owned))));
}

#[test]
fn all_ways_of_not_being_a_valid_token_are_answered_alike() {
    let bodies: std::collections::BTreeSet<String> = every_refusal()
        .iter()
        .map(Refusal::to_problem)
        .filter(|problem| problem.kind == crate::wire::ProblemKind::InvalidToken)
        .map(|problem| serde_json::to_string(&problem).unwrap())
        .collect();
    assert_eq!(bodies.len(), 1);
}

#[test]
fn what_has_ended_for_good_is_refused_for_its_own_reason() {
    let owner = user(Role::GLOBAL_ADMINISTRATOR);
    let expired = TokenRecord { expires_at: Some(NOON), ..record() };
    for (record, generation, refusal) in [
        (&expired, Generation::Current, Refusal::Expired),
        (&record(), Generation::Superseded { until: NOON }, Refusal::Superseded),
    ] {
        let standing = Standing::of(record, generation, &owner, NOON);
        assert!(standing.is_final());
        assert_eq!(decide_at(&standing, &reading(), NOON), Some(refusal));
    }
    let retiring = Generation::Superseded { until: NOON + Seconds(1) };
    let standing = Standing::of(&record(), retiring, &owner, NOON);
    assert_eq!(decide_at(&standing, &reading(), NOON), None);
    assert_eq!(decide_at(&standing, &reading(), NOON + Seconds(1)), Some(Refusal::Expired));
}
