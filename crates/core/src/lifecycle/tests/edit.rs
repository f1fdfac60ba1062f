#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::audit::{Action, Actor, AuditEvent, Means};
use crate::authority::Authority;
use crate::outbox::Effect;
use crate::person::User;
use crate::settings::LongestLife;
use crate::wire::EditToken;

pub(super) fn by(subject_text: &str, by: Means) -> Authority {
    let user = User { subject: subject(subject_text), ..user(Role::GLOBAL_ADMINISTRATOR) };
    Authority { user, by, address: None, signed_in_at: None }
}

fn owner() -> User {
    user(Role::GLOBAL_ADMINISTRATOR)
}

fn change(json: &str) -> EditToken {
    serde_json::from_str(json).unwrap()
}

fn edited(record: &TokenRecord, json: &str, by: &Authority) -> Result<Edited, EditError> {
    let (policy, settings) = (Policy::default(), TenantSettings::default());
    let rules = Rules { policy: &policy, settings: &settings };
    edit(record, &change(json), &owner(), Others::default(), by, rules, NOON)
}

/// A token for reading, valid from an hour ago for a day, from two networks.
fn bounded() -> TokenRecord {
    TokenRecord {
        scopes: "read write".parse().unwrap(),
        not_before: Some(NOON - Seconds::hours(1)),
        expires_at: Some(NOON + Seconds::days(1)),
        networks: serde_json::from_str(r#"{"in":["192.0.2.0/24"],"not_in":["192.0.2.7/32"]}"#)
            .unwrap(),
        ..record()
    }
}

const EARLIER_START: &str = r#"{"nbf":1795510000}"#;

#[test]
fn what_is_left_out_stays_and_null_takes_a_member_away() {
    let owner = by("ada", Means::Session);
    let record = bounded();
    let Edited { record: after, effect } =
        edited(&record, r#"{"name":"deploy","description":"for CI"}"#, &owner).unwrap();
    assert_eq!(after.name.as_str(), "deploy");
    let expected = TokenRecord {
        name: after.name.clone(),
        description: after.description.clone(),
        ..record.clone()
    };
    // The edge knows of neither, so its revision stays.
    assert_eq!((after, effect), (expected, None));
    let after = edited(&record, r#"{"exp":null,"nbf":null}"#, &owner).unwrap().record;
    assert_eq!((after.expires_at, after.not_before), (None, None));
    assert!(after.revision > record.revision);
}

#[test]
fn a_change_that_takes_anything_away_is_told_so() {
    let owner = by("ada", Means::Session);
    for (json, effect) in [
        (r#"{"scope":"read"}"#, Some(Effect::TakesAway)),
        (r#"{"scope":"read activity:read"}"#, Some(Effect::TakesAway)),
        (r#"{"scope":"read write activity:read"}"#, Some(Effect::Gives)),
        (r#"{"nbf":1795521000}"#, Some(Effect::TakesAway)),
        (EARLIER_START, Some(Effect::Gives)),
        (r#"{"exp":1795521601}"#, Some(Effect::TakesAway)),
        (r#"{"exp":null}"#, Some(Effect::Gives)),
        (r#"{"networks":{}}"#, Some(Effect::Gives)),
        (r#"{"networks":{"in":["192.0.2.8/32"]}}"#, Some(Effect::TakesAway)),
        (r#"{}"#, None),
        (r#"{"scope":"write read"}"#, None),
    ] {
        assert_eq!(edited(&bounded(), json, &owner).unwrap().effect, effect, "{json}");
    }
}

#[test]
fn by_a_token_nothing_is_widened() {
    let by_token = by("ada", Means::Token(token(9).id()));
    for widening in [
        r#"{"scope":"read write manage"}"#,
        r#"{"exp":null}"#,
        r#"{"exp":1799999999}"#,
        r#"{"nbf":null}"#,
        EARLIER_START,
        r#"{"networks":{}}"#,
        r#"{"networks":{"in":["192.0.2.0/24"]}}"#,
        r#"{"name":"deploy","exp":null}"#,
    ] {
        let refused = edited(&bounded(), widening, &by_token);
        assert_eq!(refused, Err(EditError::WidensByToken), "{widening}");
    }
    for narrowing in [
        r#"{"scope":"read"}"#,
        r#"{"exp":1795521601,"nbf":1795521000}"#,
        r#"{"networks":{"in":["192.0.2.0/25"],"not_in":["192.0.2.0/28"]}}"#,
        r#"{"name":"deploy","description":"for CI"}"#,
    ] {
        assert!(edited(&bounded(), narrowing, &by_token).is_ok(), "{narrowing}");
    }
}

#[test]
fn another_persons_token_gets_no_scope_that_it_did_not_have() {
    let boss = by("boss", Means::Session);
    let more = r#"{"scope":"read write manage"}"#;
    let refused = EditError::ScopeOfAnother { scope: Scope::MANAGE };
    assert_eq!(edited(&bounded(), more, &boss), Err(refused));
    assert!(edited(&bounded(), r#"{"scope":"read"}"#, &boss).is_ok());
    assert!(edited(&bounded(), more, &by("ada", Means::Session)).is_ok());
}

#[test]
fn scopes_keep_within_the_role_of_the_tokens_owner() {
    let (policy, settings) = (Policy::default(), TenantSettings::default());
    let rules = Rules { policy: &policy, settings: &settings };
    let reader = user(Role::SECURITY_READER);
    let given = TokenRecord { scopes: "read".parse().unwrap(), ..record() };
    let edited = |json: &str| {
        let by = Authority { user: reader.clone(), ..by("ada", Means::Session) };
        edit(&given, &change(json), &reader, Others::default(), &by, rules, NOON).err()
    };
    let beyond = EditError::ScopeBeyondRole { scope: Scope::WRITE };
    assert_eq!(edited(r#"{"scope":"read write"}"#), Some(beyond));
    assert_eq!(edited(r#"{"scope":""}"#), Some(EditError::NoScope));
    assert_eq!(edited(r#"{"description":"for CI"}"#), None);
}

#[test]
fn what_has_ended_is_not_changed() {
    let owner = by("ada", Means::Session);
    let expired = TokenRecord { expires_at: Some(NOON), ..bounded() };
    for json in [r#"{"exp":1799999999}"#, r#"{"exp":null}"#, r#"{"name":"x"}"#, "{}"] {
        assert_eq!(edited(&expired, json, &owner), Err(EditError::Expired), "{json}");
        assert_eq!(edited(&revoked(), json, &owner), Err(EditError::Revoked), "{json}");
    }
}

#[test]
fn a_name_of_another_token_is_refused_and_its_own_in_another_case_is_not() {
    let (policy, settings) = (Policy::default(), TenantSettings::default());
    let rules = Rules { policy: &policy, settings: &settings };
    let other = TokenRecord { id: token(2).id(), ..record() };
    let renamed = |namesake: &TokenRecord| {
        let others = Others { namesake: Some(namesake), live: 2 };
        let by = by("ada", Means::Session);
        edit(&record(), &change(r#"{"name":"CI"}"#), &owner(), others, &by, rules, NOON)
    };
    assert_eq!(renamed(&other), Err(EditError::NameTaken { name: "ci".to_owned() }));
    assert_eq!(renamed(&record()).unwrap().record.name.as_str(), "CI");
}

#[test]
fn a_longest_life_set_later_binds_an_expiry_only_when_it_is_changed() {
    let (policy, most) = (Policy::default(), LongestLife::try_from(30).unwrap());
    let settings = TenantSettings { longest_life_days: Some(most), ..Default::default() };
    let rules = Rules { policy: &policy, settings: &settings };
    let edited = |json: &str| {
        let by = by("ada", Means::Session);
        edit(&record(), &change(json), &owner(), Others::default(), &by, rules, NOON).err()
    };
    assert_eq!(edited(r#"{"name":"deploy"}"#), None);
    let too_far = EditError::Terms(TermsError::ExpiryTooFar { most });
    assert_eq!(edited(r#"{"exp":1799999999}"#), Some(too_far));
    assert_eq!(edited(r#"{"exp":1795521601}"#), None);
    let before_start = EditError::Terms(TermsError::ExpiryBeforeStart);
    assert_eq!(edited(r#"{"exp":1795521601,"nbf":1795521602}"#), Some(before_start));
}

#[test]
fn an_edit_is_told_member_by_member() {
    let after = edited(&bounded(), r#"{"scope":"read","networks":{}}"#, &by("ada", Means::Session));
    let event = AuditEvent::new(Action::TokenChanged, Actor::Operator, Means::Session, NOON);
    let told = tell_edit(event, &bounded(), &after.unwrap().record).changes;
    let told: Vec<_> = told
        .iter()
        .map(|change| (change.field.as_str(), change.before.as_deref(), change.after.as_deref()))
        .collect();
    let networks = r#"{"in":["192.0.2.0/24"],"not_in":["192.0.2.7/32"]}"#;
    assert_eq!(
        told,
        [("scope", Some("read write"), Some("read")), ("networks", Some(networks), None)]
    );
}
