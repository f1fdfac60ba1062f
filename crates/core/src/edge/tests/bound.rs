use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Whatever answers come in whatever order, from a KV as late as it likes: once a revocation was
    /// learned, the token is not granted for as long as a refusal is remembered.
    #[test]
    fn a_learned_revocation_is_final(
        answers in proptest::collection::vec((0_u64..6, 0_usize..4, 0_i64..500_000), 0..40),
    ) {
        let mut cache = cache_with(withheld(3, Withheld::Revoked));
        let mut now = START;
        for (revision, kind, elapsed) in answers {
            now = (now + Millis(elapsed / 40)).min(START + Millis(599_999));
            let answer = match kind {
                0 => granted(revision),
                1 => withheld(revision, Withheld::OwnerDeprovisioned),
                2 => Answer::Unknown,
                _ => withheld(revision, Withheld::Revoked),
            };
            cache.learn(digest(), answer, Source::Kv, now, now);
            let is_revoked = matches!(
                cache.find(&digest(), now), Some(Answer::Known(standing)) if standing.is_revoked()
            );
            prop_assert!(is_revoked);
        }
    }
}
