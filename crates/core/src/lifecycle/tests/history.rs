//! Whatever is done to a token, in whatever order.

use std::collections::HashMap;

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::edit::by;
use super::*;
use crate::audit::Means;
use crate::outbox::Effect;
use crate::person::User;
use crate::standing::Verdict;
use crate::token::TokenDigest;
use crate::wire::{EditToken, Overlap, RegenerateToken};

#[derive(Debug, Clone)]
enum Step {
    Edit { scope: u8, exp: Option<Option<i64>>, by_token: bool },
    Regenerate { overlap: Overlap, exp: Option<i64> },
    Revoke,
    Deprovision,
    Reprovision,
    Wait(i64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let day = 86_400_i64;
    let exp = proptest::option::of(1..20 * day);
    prop_oneof![
        (0_u8..8, proptest::option::of(exp.clone()), any::<bool>())
            .prop_map(|(scope, exp, by_token)| Step::Edit { scope, exp, by_token }),
        (0_usize..4, exp)
            .prop_map(|(overlap, exp)| Step::Regenerate { overlap: Overlap::ALL[overlap], exp }),
        Just(Step::Revoke),
        Just(Step::Deprovision),
        Just(Step::Reprovision),
        (0..10 * day).prop_map(Step::Wait),
        (0..10 * day).prop_map(Step::Wait),
    ]
}

/// A record with all the tokens that it ever had, as the registry keeps them.
struct History {
    record: TokenRecord,
    owner: User,
    superseded: HashMap<TokenDigest, UnixSeconds>,
    next: u8,
}

impl History {
    fn new() -> Self {
        let owner = user(Role::GLOBAL_ADMINISTRATOR);
        Self { record: record(), owner, superseded: HashMap::new(), next: 2 }
    }

    fn take(&mut self, step: &Step, now: UnixSeconds) {
        let (policy, settings) = (Policy::default(), TenantSettings::default());
        let rules = Rules { policy: &policy, settings: &settings };
        match step {
            Step::Edit { scope, exp, by_token } => {
                let scopes = [Scope::READ, Scope::WRITE, Scope::MANAGE];
                let chosen = scopes.into_iter().enumerate().filter(|(at, _)| scope >> at & 1 == 1);
                let change = EditToken {
                    scope: Some(chosen.map(|(_, scope)| scope).collect()),
                    exp: exp.map(|exp| exp.map(|after| now + Seconds(after))),
                    ..EditToken::default()
                };
                let means = if *by_token { Means::Token(self.record.id) } else { Means::Session };
                let by = by("ada", means);
                let others = Others::default();
                let edited = edit(&self.record, &change, &self.owner, others, &by, rules, now);
                if let Ok(edited) = edited {
                    assert!(!by_token || !widens(&self.record, &edited.record), "{change:?}");
                    self.record = edited.record;
                }
            }
            Step::Regenerate { overlap, exp } => {
                let exp = exp.map(|after| now + Seconds(after));
                let request = RegenerateToken { overlap: *overlap, exp };
                let new = token(self.next).identity();
                let (by, others) = (self.record.owner, Others::default());
                let done = regenerate(&self.record, &new, &request, by, others, &settings, now);
                if let Ok(done) = done {
                    self.next += 1;
                    if let Some(ended) = done.ended {
                        self.superseded.insert(ended, now);
                    }
                    self.superseded.insert(done.superseded.digest, done.superseded.until);
                    self.record = done.record;
                }
            }
            Step::Revoke => {
                self.record = revoke(&self.record, subject("ada"), now)
                    .unwrap_or_else(|| self.record.clone());
            }
            Step::Deprovision => self.owner.deprovisioned_at = Some(now),
            Step::Reprovision => self.owner.deprovisioned_at = None,
            Step::Wait(_) => {}
        }
    }

    /// The tokens that are good at `now`, as an edge that asks is told.
    fn good(&self, now: UnixSeconds) -> Vec<TokenDigest> {
        let superseded = self
            .superseded
            .iter()
            .map(|(digest, until)| (*digest, Generation::Superseded { until: *until }));
        std::iter::once((self.record.digest, Generation::Current))
            .chain(superseded)
            .filter(|(_, generation)| {
                let standing = Standing::of(&self.record, *generation, &self.owner, now);
                matches!(standing.verdict, Verdict::Granted(grant)
                    if grant.exp.is_none_or(|end| now < end))
            })
            .map(|(digest, _)| digest)
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn at_most_two_tokens_of_a_record_are_good_and_none_that_has_ended_comes_back(
        steps in proptest::collection::vec(any_step(), 1..40)
    ) {
        let (mut history, mut now) = (History::new(), NOON);
        // When each token that was superseded was first to end: that only ever comes nearer.
        let mut ends: HashMap<TokenDigest, UnixSeconds> = HashMap::new();
        let mut was_revoked = false;
        for step in &steps {
            if let Step::Wait(seconds) = step {
                now = now + Seconds(*seconds);
            }
            history.take(step, now);
            let good = history.good(now);
            prop_assert!(good.len() <= 2, "{good:?}");
            for (digest, until) in &history.superseded {
                let first = *ends.entry(*digest).or_insert(*until);
                prop_assert!(*until <= first, "{digest} ends later than was said");
                prop_assert!(now < first || !good.contains(digest), "{digest} outlives its end");
            }
            was_revoked |= history.record.revoked.is_some();
            prop_assert!(!was_revoked || good.is_empty());
            prop_assert!(history.owner.deprovisioned_at.is_none() || good.is_empty());
            // What is told to KV is told of the very tokens that work.
            if history.record.revoked.is_none() {
                let told = history.record.to_projection(&history.owner, Effect::Gives, now);
                let told: Vec<_> = told.into_iter().map(|told| told.digest).collect();
                prop_assert!(good.iter().all(|digest| told.contains(digest)));
                prop_assert!(told.len() <= 2);
            }
        }
    }
}
