//! What chance decides, from a seed alone.

use std::ops::RangeInclusive;

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

use crate::time::Millis;
use crate::token::TokenDigest;

/// A stream of decisions, the same for the same seed and purpose.
pub(super) struct Chance(TestRng);

impl Chance {
    pub(super) fn of(seed: u64, purpose: &str) -> Self {
        let digest = TokenDigest::of(format!("{seed}/{purpose}").as_bytes()).to_string();
        let bytes = &digest.as_bytes()[..16];
        Self(TestRng::from_seed(RngAlgorithm::XorShift, bytes))
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.0.next_u64() % bound as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub(super) fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn millis(&mut self, range: RangeInclusive<i64>) -> Millis {
        let width = range.end() - range.start() + 1;
        Millis(range.start() + self.below(width as usize) as i64)
    }

    pub(super) fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}
