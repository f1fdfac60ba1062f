mod edit;
mod history;
mod regenerate;
mod terms;

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::edge::{Answer, TokenUse};
use crate::outbox::KvWrite;
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::record::{Generation, Predecessor, Revision, TokenRecord};
use crate::samples::{NOON, issued, record, request, subject, token, user};
use crate::scope::Scope;
use crate::settings::TenantSettings;
use crate::standing::{Standing, Verdict, Withheld};
use crate::status::Status;
use crate::time::{Seconds, UnixSeconds};

#[test]
fn an_issued_token_is_generated_and_never_used() {
    let record = record();
    assert_eq!(record.last_used_at, None);
    assert_eq!(Status::at(record.last_used_at, NOON), Status::Generated);
}

#[test]
fn a_token_gets_reading_and_writing_as_far_as_the_role_goes() {
    for (role, scopes) in [
        (Role::GLOBAL_ADMINISTRATOR, "read write"),
        (Role::SECURITY_OPERATOR, "read write"),
        (Role::SECURITY_READER, "read"),
    ] {
        let record = issued(&request("ci"), &user(role)).unwrap();
        assert_eq!(record.scopes.to_string(), scopes);
    }
}

#[test]
fn a_security_reader_cannot_issue_a_token_that_alters_data() {
    let mut request = request("ci");
    request.scope = Some("read write".parse().unwrap());
    let reader = user(Role::SECURITY_READER);
    assert_eq!(issued(&request, &reader), Err(IssueError::ScopeBeyondRole { scope: Scope::WRITE }));
}

#[test]
fn a_token_that_is_good_for_nothing_is_not_issued() {
    let mut request = request("ci");
    request.scope = Some("".parse().unwrap());
    let owner = user(Role::SECURITY_READER);
    assert_eq!(issued(&request, &owner), Err(IssueError::NoScope));
}

#[test]
fn a_name_that_its_owner_uses_already_is_refused() {
    let (policy, settings) = (Policy::default(), TenantSettings::default());
    let (rules, owner) =
        (Rules { policy: &policy, settings: &settings }, user(Role::SECURITY_READER));
    let namesake = record();
    let others = Others { namesake: Some(&namesake), live: 1 };
    assert_eq!(
        issue(token(2).identity(), &request("CI"), &owner, others, rules, NOON),
        Err(IssueError::NameTaken { name: "ci".to_owned() })
    );
}

#[test]
fn who_was_deprovisioned_issues_nothing() {
    let mut owner = user(Role::GLOBAL_ADMINISTRATOR);
    owner.deprovisioned_at = Some(NOON);
    assert_eq!(issued(&request("ci"), &owner), Err(IssueError::OwnerDeprovisioned));
}

fn revoked() -> TokenRecord {
    revoke(&record(), subject("ada"), NOON).unwrap()
}

#[test]
fn revoking_twice_keeps_the_first_time_and_the_first_person() {
    assert_eq!(revoke(&revoked(), subject("bob"), NOON + Seconds(60)), None);
    assert_eq!(revoked().revoked.unwrap().at, NOON);
}

#[test]
fn a_revocation_raises_the_revision() {
    assert!(revoked().revision > record().revision);
}

#[test]
fn a_revoked_record_stands_as_revoked_whoever_owns_it() {
    let mut owner = user(Role::GLOBAL_ADMINISTRATOR);
    owner.deprovisioned_at = Some(NOON);
    assert!(Standing::of(&revoked(), Generation::Current, &owner, NOON).is_revoked());
}

fn a_use(record: &TokenRecord) -> TokenUse {
    let (digest, revision) = (record.digest, record.revision);
    TokenUse { digest, revision, count: 1, last_used_at: NOON }
}

#[test]
fn a_reported_use_is_noted_and_what_the_edge_went_by_is_confirmed_or_corrected() {
    let (record, mut owner) = (record(), user(Role::GLOBAL_ADMINISTRATOR));
    let noted = |owner: &User| {
        note_use(&a_use(&record), &record, Generation::Current, owner, NOON + Seconds(1))
    };
    let confirmed = noted(&owner);
    assert_eq!(confirmed.record.and_then(|record| record.last_used_at), Some(NOON));
    assert_eq!((confirmed.correction, confirmed.withdrawal), (None, None));
    owner.deprovisioned_at = Some(NOON);
    let (digest, answer) = noted(&owner).correction.unwrap();
    let verdict = Verdict::Withheld(Withheld::OwnerDeprovisioned);
    assert_eq!(digest, record.digest);
    assert_eq!(answer, Answer::Known(Standing { revision: record.revision, verdict }));
}

#[test]
fn kv_is_told_again_where_an_edge_still_takes_a_token_long_after_its_end() {
    let (current, superseded) = (Generation::Current, Generation::Superseded { until: NOON });
    let needed = |record: &TokenRecord, generation, after| {
        let (owner, now) = (user(Role::GLOBAL_ADMINISTRATOR), NOON + Seconds(after));
        let noted = note_use(&a_use(record), record, generation, &owner, now);
        noted.withdrawal.is_some()
    };
    assert!(!needed(&record(), current, 4_000_000));
    assert!(!needed(&revoked(), current, 900) && needed(&revoked(), current, 901));
    assert!(!needed(&record(), superseded, 900) && needed(&record(), superseded, 901));
}

#[test]
fn the_bound_of_a_revocation_is_the_life_of_a_cached_grant() {
    assert_eq!(REFUSED_IN_USE_WITHIN, Seconds(10));
}

#[test]
fn the_tombstone_is_written_before_the_standing_is_deleted() {
    let record = revoked();
    let told = record.to_withdrawal();
    let [Told { digest, writes, ends_at: None }] = told.as_slice() else { panic!("{told:?}") };
    let [KvWrite::Put { key: first, life, value }, KvWrite::Delete { key: second }] =
        writes.as_slice()
    else {
        panic!("{writes:?}");
    };
    assert_eq!((digest, first), (&record.digest, &format!("r:{}", record.digest)));
    assert_eq!(*second, format!("t:{}", record.digest));
    assert_eq!(*life, Some(Seconds::days(30)));
    let standing: Standing = serde_json::from_str(value).unwrap();
    assert!(standing.is_revoked());
}

#[test]
fn a_revocation_withdraws_the_token_that_retires_too() {
    let retiring = |until| {
        let predecessor = Some(Predecessor { digest: token(2).digest(), until });
        let record = TokenRecord { predecessor, ..record() };
        let told = revoke(&record, subject("ada"), NOON).unwrap().to_withdrawal();
        told.into_iter().map(|told| told.digest).collect::<Vec<_>>()
    };
    assert_eq!(retiring(NOON + Seconds(1)), [token(1).digest(), token(2).digest()]);
    assert_eq!(retiring(NOON), [token(1).digest()]);
}

#[test]
fn what_expired_leaves_a_tombstone_if_an_earlier_standing_without_that_end_may_be_written_late() {
    let digest = record().digest;
    let leaves = |revision| {
        let record = TokenRecord { revision: Revision(revision), ..record() };
        record.to_end(&digest, Withheld::Expired).writes
    };
    assert_eq!(leaves(1), [KvWrite::delete_standing(&digest)]);
    let verdict = Verdict::Withheld(Withheld::Expired);
    let standing = Standing { revision: Revision(2), verdict };
    let tombstone = KvWrite::put_tombstone(&digest, &standing);
    assert_eq!(leaves(2), [tombstone, KvWrite::delete_standing(&digest)]);
}

#[test]
fn the_tokens_of_a_deprovisioned_owner_are_withheld() {
    let mut owner = user(Role::GLOBAL_ADMINISTRATOR);
    owner.deprovisioned_at = Some(NOON);
    let standing = Standing::of(&record(), Generation::Current, &owner, NOON);
    assert_eq!(standing.verdict, crate::standing::Verdict::Withheld(Withheld::OwnerDeprovisioned));
}

fn used_at(record: &TokenRecord, at: UnixSeconds, now: UnixSeconds) -> Option<UnixSeconds> {
    used(record, at, now).and_then(|record| record.last_used_at)
}

#[test]
fn the_first_use_is_noted_at_once() {
    assert_eq!(used_at(&record(), NOON, NOON), Some(NOON));
}

#[test]
fn a_use_soon_after_the_last_costs_no_write() {
    let record = used(&record(), NOON, NOON).unwrap();
    let soon = NOON + Seconds(29);
    assert_eq!(used_at(&record, soon, soon), None);
    let later = NOON + Seconds(30);
    assert_eq!(used_at(&record, later, later), Some(later));
}

#[test]
fn a_use_that_makes_a_token_active_again_is_noted_however_soon() {
    let record = used(&record(), NOON, NOON).unwrap();
    let now = NOON + crate::status::ACTIVE_FOR + Seconds(1);
    assert_eq!(used_at(&record, NOON + Seconds(2), now), Some(NOON + Seconds(2)));
}

#[test]
fn an_earlier_use_never_replaces_a_later_one() {
    let record = used(&record(), NOON, NOON).unwrap();
    assert_eq!(used_at(&record, NOON - Seconds(600), NOON), None);
}

#[test]
fn a_use_in_the_future_counts_as_one_now() {
    assert_eq!(used_at(&record(), NOON + Seconds(3600), NOON), Some(NOON));
}

#[test]
fn a_use_never_touches_the_revision() {
    assert_eq!(used(&record(), NOON, NOON).unwrap().revision, Revision(1));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn last_use_only_grows(uses in proptest::collection::vec((0_i64..10_000_000, 0_i64..10_000_000), 1..20)) {
        let mut record = record();
        for (at, now) in uses {
            let before = record.last_used_at;
            if let Some(noted) = used(&record, UnixSeconds(at), UnixSeconds(now)) {
                record = noted;
            }
            prop_assert!(record.last_used_at >= before);
        }
    }

    #[test]
    fn a_used_token_is_never_generated_again(used in any::<i64>(), now in any::<i64>()) {
        let status = Status::at(Some(UnixSeconds(used)), UnixSeconds(now));
        prop_assert_ne!(status, Status::Generated);
    }
}
