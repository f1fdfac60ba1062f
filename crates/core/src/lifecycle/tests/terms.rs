#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::network::NetworkRule;
use crate::settings::LongestLife;
use crate::wire::IssueToken;

fn day(days: i64) -> Option<UnixSeconds> {
    Some(NOON + Seconds::days(days))
}

fn refused(request: &IssueToken, settings: &TenantSettings, live: u64) -> Option<IssueError> {
    let policy = Policy::default();
    let rules = Rules { policy: &policy, settings };
    let others = Others { namesake: None, live };
    let owner = user(Role::GLOBAL_ADMINISTRATOR);
    issue(token(1).identity(), request, &owner, others, rules, NOON).err()
}

fn span(nbf: Option<UnixSeconds>, exp: Option<UnixSeconds>) -> IssueToken {
    IssueToken { nbf, exp, ..request("ci") }
}

#[test]
fn a_token_expires_after_now_and_after_its_start() {
    let past = Some(UnixSeconds(-1));
    let far = Some(LAST_MOMENT + Seconds(1));
    for (asked, error) in [
        (span(None, None), None),
        (span(None, day(1)), None),
        (span(day(1), day(2)), None),
        (span(day(-1), day(1)), None),
        (span(None, Some(NOON)), Some(TermsError::ExpiryPassed)),
        (span(None, past), Some(TermsError::ExpiryPassed)),
        (span(None, far), Some(TermsError::ExpiryOutOfRange)),
        (span(day(1), day(1)), Some(TermsError::ExpiryBeforeStart)),
        (span(past, None), Some(TermsError::StartOutOfRange)),
        (span(far, None), Some(TermsError::StartOutOfRange)),
    ] {
        let error = error.map(IssueError::Terms);
        assert_eq!(refused(&asked, &TenantSettings::default(), 0), error, "{asked:?}");
    }
}

#[test]
fn a_tenants_longest_life_asks_for_an_expiry_within_it() {
    let most = LongestLife::try_from(30).unwrap();
    let settings = TenantSettings { longest_life_days: Some(most), ..Default::default() };
    for (exp, error) in [
        (None, Some(TermsError::ExpiryRequired { most })),
        (day(31), Some(TermsError::ExpiryTooFar { most })),
        (day(30), None),
    ] {
        let error = error.map(IssueError::Terms);
        assert_eq!(refused(&span(None, exp), &settings, 0), error, "{exp:?}");
    }
}

#[test]
fn a_rule_names_at_most_twenty_networks() {
    let networks = |count: usize| NetworkRule {
        inside: vec!["192.0.2.0/24".parse().unwrap(); count],
        outside: vec!["198.51.100.0/24".parse().unwrap()],
    };
    let asked = |count| IssueToken { networks: networks(count), ..request("ci") };
    let settings = TenantSettings::default();
    assert_eq!(refused(&asked(19), &settings, 0), None);
    let error = IssueError::Terms(TermsError::TooManyNetworks);
    assert_eq!(refused(&asked(20), &settings, 0), Some(error));
}

#[test]
fn a_user_has_as_many_live_tokens_as_the_tenant_allows() {
    let most = crate::settings::MostLiveTokens::try_from(3).unwrap();
    let settings = TenantSettings { most_live_tokens: most, ..Default::default() };
    assert_eq!(refused(&request("ci"), &settings, 2), None);
    assert_eq!(refused(&request("ci"), &settings, 3), Some(IssueError::TooMany { most }));
}
