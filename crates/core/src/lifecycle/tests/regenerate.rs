#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::record::Predecessor;
use crate::settings::{LongestLife, MostLiveTokens};
use crate::standing::Verdict;
use crate::token::{Prefixes, SecretToken, TokenKind};
use crate::wire::{Overlap, RegenerateToken};

fn asking(overlap: Overlap, exp: Option<UnixSeconds>) -> RegenerateToken {
    RegenerateToken { overlap, exp }
}

fn regenerated(
    record: &TokenRecord,
    overlap: Overlap,
    exp: Option<UnixSeconds>,
    now: UnixSeconds,
) -> Result<Regenerated, RegenerateError> {
    let settings = TenantSettings::default();
    let (request, by) = (asking(overlap, exp), record.owner);
    regenerate(record, &token(2).identity(), &request, by, Others::default(), &settings, now)
}

fn expired() -> TokenRecord {
    TokenRecord { expires_at: Some(NOON - Seconds(1)), ..record() }
}

#[test]
fn a_token_made_again_has_the_same_id_and_another_secret() {
    let (first, keys) = (token(1), crate::samples::keys('a'));
    let again = SecretToken::reissue(
        &Prefixes::default(),
        TokenKind::User,
        first.id(),
        &keys,
        &crate::samples::entropy(2),
    );
    let again = again.unwrap();
    assert_eq!(again.id(), first.id());
    assert_ne!(again.digest(), first.digest());
    let read = SecretToken::parse(again.expose(), &Prefixes::default()).ok().unwrap();
    assert!(read.is_sealed(&keys) && read.digest() == again.digest());
}

#[test]
fn all_but_the_token_stays() {
    let before = record();
    let Regenerated { record: after, .. } = regenerated(&before, Overlap::Day, None, NOON).unwrap();
    assert_eq!(after.digest, token(2).digest());
    assert!(after.revision > before.revision);
    let predecessor = Some(Predecessor { digest: before.digest, until: NOON + Seconds::hours(24) });
    let expected =
        TokenRecord { digest: after.digest, revision: after.revision, predecessor, ..before };
    assert_eq!(after, expected);
}

#[test]
fn the_old_token_works_for_the_overlap_and_never_longer_than_it_would_have() {
    for (overlap, ends_at, until) in [
        (Overlap::None, None, NOON),
        (Overlap::Hour, None, NOON + Seconds(3_600)),
        (Overlap::Week, Some(NOON + Seconds(60)), NOON + Seconds(60)),
    ] {
        let before = TokenRecord { expires_at: ends_at, ..record() };
        let exp = ends_at.map(|_| NOON + Seconds::days(90));
        let regenerated = regenerated(&before, overlap, exp, NOON).unwrap();
        assert_eq!(regenerated.superseded, Predecessor { digest: before.digest, until });
        let retiring = regenerated.record.retiring(NOON);
        assert_eq!(retiring.map(|retiring| retiring.until), (until > NOON).then_some(until));
    }
}

#[test]
fn a_new_end_does_not_bring_back_a_token_that_retired_when_the_old_end_came() {
    let (soon, later) = (NOON + Seconds(60), Some(NOON + Seconds::days(7)));
    let once = regenerated(&record(), Overlap::Week, Some(soon), NOON).unwrap();
    assert!(soon < once.superseded.until);
    let again = regenerated(&once.record, Overlap::None, later, soon).unwrap();
    assert_eq!(again.ended, Some(once.superseded.digest));
}

#[test]
fn regenerating_again_ends_the_older_token_at_once() {
    let once = regenerated(&record(), Overlap::Week, None, NOON).unwrap().record;
    let settings = TenantSettings::default();
    let request = asking(Overlap::Hour, None);
    let third = token(3).identity();
    let twice = regenerate(&once, &third, &request, once.owner, Others::default(), &settings, NOON);
    let twice = twice.unwrap();
    assert_eq!(twice.ended, Some(record().digest));
    assert_eq!(twice.superseded.digest, token(2).digest());
    let working: Vec<_> =
        twice.record.working(NOON).into_iter().map(|(digest, _)| digest).collect();
    assert_eq!(working, [token(3).digest(), token(2).digest()]);
}

#[test]
fn only_its_owner_regenerates_a_token_and_none_that_was_revoked() {
    let settings = TenantSettings::default();
    let (request, token) = (asking(Overlap::None, None), token(2).identity());
    let by = |record: &TokenRecord, by: &str| {
        regenerate(record, &token, &request, subject(by), Others::default(), &settings, NOON).err()
    };
    assert_eq!(by(&record(), "boss"), Some(RegenerateError::NotOwner));
    assert_eq!(by(&revoked(), "ada"), Some(RegenerateError::Revoked));
    assert_eq!(by(&record(), "ada"), None);
}

#[test]
fn an_expired_token_needs_a_new_expiry_and_the_one_that_expired_stays_dead() {
    let end = Some(NOON + Seconds::days(7));
    let needed = regenerated(&expired(), Overlap::Week, None, NOON);
    assert_eq!(needed, Err(RegenerateError::ExpiryNeeded));
    let passed = regenerated(&expired(), Overlap::Week, Some(NOON), NOON);
    assert_eq!(passed, Err(RegenerateError::Terms(TermsError::ExpiryPassed)));
    let Regenerated { record: after, superseded, .. } =
        regenerated(&expired(), Overlap::Week, end, NOON).unwrap();
    assert_eq!((after.expires_at, after.retiring(NOON)), (end, None));
    assert_eq!(superseded.until, NOON - Seconds(1));
    assert!(after.is_live(NOON));
}

#[test]
fn an_expired_token_comes_back_only_where_there_is_room_for_it_and_its_name() {
    let other = record();
    let most = MostLiveTokens::try_from(1).unwrap();
    let settings = TenantSettings { most_live_tokens: most, ..Default::default() };
    let request = asking(Overlap::None, Some(NOON + Seconds(60)));
    let again = |record: &TokenRecord, others: Others<'_>| {
        let token = token(2).identity();
        regenerate(record, &token, &request, record.owner, others, &settings, NOON).err()
    };
    let retaken = Others { namesake: Some(&other), live: 1 };
    let taken = RegenerateError::NameTaken { name: "ci".to_owned() };
    assert_eq!(again(&expired(), retaken), Some(taken));
    let full = Others { namesake: None, live: 1 };
    assert_eq!(again(&expired(), full), Some(RegenerateError::TooMany { most }));
    // One that works takes no more room than it had.
    assert_eq!(again(&record(), full), None);
}

#[test]
fn a_new_expiry_keeps_within_the_tenants_longest_life() {
    let most = LongestLife::try_from(7).unwrap();
    let settings = TenantSettings { longest_life_days: Some(most), ..Default::default() };
    let request = asking(Overlap::None, Some(NOON + Seconds::days(8)));
    let (token, record) = (token(2).identity(), record());
    let refused =
        regenerate(&record, &token, &request, record.owner, Others::default(), &settings, NOON);
    assert_eq!(refused, Err(RegenerateError::Terms(TermsError::ExpiryTooFar { most })));
}

#[test]
fn a_token_that_retires_ends_with_its_record_at_the_latest() {
    let end = NOON + Seconds(60);
    let (record, owner) =
        (TokenRecord { expires_at: Some(end), ..record() }, user(Role::GLOBAL_ADMINISTRATOR));
    let retiring = Generation::Superseded { until: NOON + Seconds(3_600) };
    let standing = Standing::of(&record, retiring, &owner, NOON);
    let Verdict::Granted(grant) = standing.verdict else { panic!("{standing:?}") };
    assert_eq!(grant.exp, Some(end));
    let standing = Standing::of(&record, retiring, &owner, end);
    assert_eq!(standing.ended_for(), Some(Withheld::Expired));
}
