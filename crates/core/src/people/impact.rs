//! What a change of a user would do to their tokens, told before it is done.

use std::collections::BTreeMap;

use super::may_do;
use crate::person::User;
use crate::policy::Policy;
use crate::record::TokenRecord;
use crate::scope::ScopeSet;
use crate::time::{Seconds, UnixSeconds};
use crate::wire::{Impact, Share};

/// How long ago a use was at most that makes a token one "used lately".
pub const LATELY: Seconds = Seconds::hours(1);

/// What would become of the tokens, none of which is revoked, if their owner changed from `before` to
/// `after`. Those that have expired count for nothing.
pub fn impact(
    tokens: &[TokenRecord],
    before: &User,
    after: &User,
    policy: &Policy,
    now: UnixSeconds,
) -> Impact {
    let (mut loses, mut regains) = (BTreeMap::new(), BTreeMap::new());
    let mut impact = Impact { now, ..Impact::default() };
    for token in tokens.iter().filter(|token| token.expires_at.is_none_or(|end| end > now)) {
        let (had, has) = (may_do(token, before, policy), may_do(token, after, policy));
        impact.tokens += 1;
        count(&mut regains, has.difference(&had));
        if had.first_beyond(&has).is_none() {
            continue;
        }
        count(&mut loses, had.difference(&has));
        impact.affected += 1;
        if let Some(used_at) = token.last_used_at {
            impact.used_lately += u64::from(used_at + LATELY >= now);
            impact.last_used_at = impact.last_used_at.max(Some(used_at));
        }
    }
    impact.loses = shares(loses);
    impact.regains = shares(regains);
    impact
}

fn count(counts: &mut BTreeMap<String, Share>, scope: ScopeSet) {
    if !scope.is_empty() {
        let share = Share { scope: scope.clone(), tokens: 0 };
        counts.entry(scope.to_string()).or_insert(share).tokens += 1;
    }
}

/// Those of the most tokens first.
fn shares(counts: BTreeMap<String, Share>) -> Vec<Share> {
    let mut shares: Vec<Share> = counts.into_values().collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.tokens));
    shares
}
