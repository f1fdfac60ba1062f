#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::policy::Role;
use crate::record::{Revision, Revocation};
use crate::route::RegistryName;
use crate::samples::{NOON, record, user};
use crate::tenant::Region;
use crate::time::{Seconds, UnixMillis};

fn owner() -> User {
    user(Role::GLOBAL_ADMINISTRATOR)
}

fn revoked() -> TokenRecord {
    let revoked = Some(Revocation { at: NOON, by: owner().subject });
    TokenRecord { revoked, revision: Revision(2), ..record() }
}

fn expired() -> TokenRecord {
    TokenRecord { expires_at: Some(NOON), ..record() }
}

/// What KV holds under a token's two keys after it was told all of this.
fn told(writes: &[KvWrite]) -> [Option<String>; 2] {
    let digest = record().digest;
    [standing_key(&digest), tombstone_key(&digest)].map(|wanted| {
        writes.iter().fold(None, |held, write| match write {
            KvWrite::Put { key, value, .. } | KvWrite::PutRepeatedly { key, value } => {
                if *key == wanted { Some(value.clone()) } else { held }
            }
            KvWrite::Delete { key } => held.filter(|_| *key != wanted),
        })
    })
}

fn with<T>(record: &TokenRecord, owner: &User, ask: impl FnOnce(&TokenFacts<'_>) -> T) -> T {
    let generation = Generation::Current;
    ask(&TokenFacts { digest: record.digest, record, generation, owner })
}

fn drifts(record: &TokenRecord, held: &[Option<String>; 2], now: UnixSeconds) -> Vec<Drift> {
    let expected = with(record, &owner(), |token| Expected::of_token(token, false, now));
    let found = expected.iter().zip(held);
    found.filter_map(|(expected, held)| expected.drift(held.as_deref())).collect()
}

fn restored(record: &TokenRecord, lane: &[Place], extra: &[String]) -> Vec<KvWrite> {
    with(record, &owner(), |token| token.to_restore(lane, extra, NOON))
}

fn repeat() -> Place {
    Place { sequence: 1, deliveries: 1, due_at: UnixMillis::from(NOON) }
}

fn both_keys() -> Vec<String> {
    vec![standing_key(&record().digest), tombstone_key(&record().digest)]
}

#[test]
fn what_every_change_tells_is_no_drift() {
    let (live, revoked) = (record(), revoked());
    let projected = live.to_projection(&owner(), Effect::Begins, NOON);
    assert_eq!(drifts(&live, &told(&projected[0].writes), NOON), []);
    assert_eq!(drifts(&revoked, &told(&revoked.to_withdrawal()[0].writes), NOON), []);
    let ended = expired().to_end(&record().digest, Withheld::Expired);
    assert_eq!(drifts(&expired(), &told(&ended.writes), NOON), []);
}

#[test]
fn what_is_restored_is_no_drift_whatever_there_was() {
    let grant = told(&record().to_projection(&owner(), Effect::Begins, NOON)[0].writes);
    for token in [record(), revoked(), expired()] {
        for lane in [vec![], vec![repeat()]] {
            let held = told(&restored(&token, &lane, &both_keys()));
            assert_eq!(drifts(&token, &held, NOON), [], "{token:?} {held:?}");
        }
        // On an empty KV nothing is seen that is to be gone.
        assert_eq!(drifts(&token, &told(&restored(&token, &[], &[])), NOON), []);
    }
    assert_eq!(drifts(&revoked(), &grant, NOON), [Drift::Extra, Drift::Missing]);
}

#[test]
fn a_key_that_is_missing_is_different_or_is_to_be_gone_is_told_from_what_is_right() {
    let [grant, _] = told(&record().to_projection(&owner(), Effect::Begins, NOON)[0].writes);
    let [_, tombstone] = told(&revoked().to_withdrawal()[0].writes);
    let other = grant.as_ref().map(|grant| grant.replace("\"revision\":1", "\"revision\":3"));
    assert_ne!(other, grant);
    let garbage = Some("garbage".to_owned());
    for (record, held, expected) in [
        (record(), [None, None], vec![Drift::Missing]),
        (record(), [other, None], vec![Drift::Different]),
        (record(), [garbage.clone(), None], vec![Drift::Different]),
        (record(), [grant.clone(), tombstone.clone()], vec![Drift::Extra]),
        (revoked(), [None, None], vec![Drift::Missing]),
        (revoked(), [grant.clone(), tombstone.clone()], vec![Drift::Extra]),
        (revoked(), [None, grant.clone()], vec![Drift::Different]),
        (expired(), [grant.clone(), None], vec![Drift::Extra]),
        (expired(), [None, grant], vec![Drift::Extra]),
        (expired(), [None, tombstone], vec![]),
        (expired(), [None, None], vec![]),
    ] {
        assert_eq!(drifts(&record, &held, NOON), expected, "{record:?} {held:?}");
    }
}

#[test]
fn a_tombstone_need_not_be_there_once_its_time_is_over() {
    let (end, second) = (NOON + TOMBSTONE_LIFE, Seconds(1));
    let none = [None, None];
    assert_eq!(drifts(&revoked(), &none, end - second), [Drift::Missing]);
    assert_eq!(drifts(&revoked(), &none, end), []);
    let later = with(&revoked(), &owner(), |token| token.to_restore(&[], &[], end));
    assert_eq!(later, []);
}

#[test]
fn a_token_of_somebody_who_was_deprovisioned_is_withheld_and_that_is_told() {
    let gone = User { deprovisioned_at: Some(NOON), ..owner() };
    let writes = with(&record(), &gone, |token| token.to_restore(&[], &[], NOON));
    let [standing, tombstone] = told(&writes);
    assert!(standing.is_some_and(|standing| standing.contains("owner_deprovisioned")));
    assert_eq!(tombstone, None);
}

#[test]
fn what_kv_is_still_to_be_told_of_is_no_drift() {
    let expected = with(&record(), &owner(), |token| Expected::of_token(token, true, NOON));
    let found = expected.iter().filter_map(|expected| expected.drift(None));
    assert_eq!(found.count(), 0);
    assert_eq!(expected[1].drift(Some("garbage")), None);
}

#[test]
fn beside_a_repetition_what_is_told_again_is_repeated_too() {
    let is_repeated = |write: &KvWrite| match write {
        KvWrite::Put { .. } => false,
        KvWrite::PutRepeatedly { .. } | KvWrite::Delete { .. } => true,
    };
    assert!(!is_repeated(&restored(&record(), &[], &[])[0]));
    assert!(is_repeated(&restored(&record(), &[repeat()], &[])[0]));
    assert!(restored(&revoked(), &[repeat()], &[]).iter().any(is_repeated));
}

#[test]
fn a_token_that_was_revoked_is_never_told_of_as_good() {
    for lane in [vec![], vec![repeat()]] {
        for extra in [vec![], both_keys()] {
            let writes = restored(&revoked(), &lane, &extra);
            let first = writes.first().map(|write| format!("{write:?}")).unwrap_or_default();
            assert!(first.contains("r:") && first.contains("revoked"), "{writes:?}");
            assert!(!format!("{writes:?}").contains("granted"), "{writes:?}");
        }
    }
}

#[test]
fn a_label_leads_to_its_tenant_and_nowhere_else() {
    let tenant = Tenant {
        id: crate::samples::tenant(),
        label: "contoso".parse().unwrap(),
        region: Region::Eu,
        created_at: NOON,
    };
    let elsewhere = Tenant { region: Region::Us, ..tenant.clone() };
    let expected = Expected::of_tenant(&tenant, false);
    let json = |tenant| serde_json::to_string(tenant).unwrap();
    assert_eq!(expected.drift(Some(&json(&tenant))), None);
    assert_eq!(expected.drift(Some(&json(&elsewhere))), Some(Drift::Different));
    assert_eq!(expected.drift(None), Some(Drift::Missing));
}

#[test]
fn an_outbox_never_gets_more_than_it_has_room_for() {
    for (waiting, room_left) in
        [(0, Some(500)), (1, Some(499)), (250, Some(250)), (251, None), (u64::MAX, None)]
    {
        assert_eq!(room(waiting), room_left, "{waiting}");
    }
}

#[test]
fn a_place_is_read_as_it_is_written_and_belongs_to_its_registry() {
    let directory = RegistryName::Directory;
    let contoso = RegistryName::Tenant("contoso".parse().unwrap());
    let digest = record().digest;
    for (text, of_directory, of_tenant) in [
        ("tokens", false, true),
        ("tokens:0000000000", false, true),
        ("superseded", false, true),
        (&format!("superseded:{digest}"), false, true),
        ("tenants", true, false),
        ("tenants:contoso", true, false),
        ("end", true, true),
    ] {
        let place: RebuildPlace = text.parse().unwrap();
        assert_eq!(place.to_string(), text);
        assert_eq!((place.is_of(&directory), place.is_of(&contoso)), (of_directory, of_tenant));
    }
    for text in ["", "end:", "end:x", "tokens:", "tokens:x", "superseded:x", "tenants:X", "Tokens"]
    {
        assert_eq!(text.parse::<RebuildPlace>(), Err(ParseRebuildPlaceError), "{text}");
    }
}

#[test]
fn every_place_leads_to_the_end() {
    for name in [RegistryName::Directory, RegistryName::Tenant("contoso".parse().unwrap())] {
        let mut place = RebuildPlace::first(&name);
        for _ in 0..2 {
            assert!(place.is_of(&name));
            place = place.next_kind();
        }
        assert_eq!(place, RebuildPlace::End);
    }
}
