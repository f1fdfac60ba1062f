#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::samples::NOON;

#[test]
fn a_token_never_used_is_generated_whatever_its_age() {
    assert_eq!(Status::at(None, NOON), Status::Generated);
    assert_eq!(Status::at(None, UnixSeconds(i64::MAX)), Status::Generated);
}

#[test]
fn seven_days_are_exact_to_the_second() {
    let used = Some(NOON);
    assert_eq!(Status::at(used, NOON), Status::Active);
    assert_eq!(Status::at(used, NOON + Seconds(604_800)), Status::Active);
    assert_eq!(Status::at(used, NOON + Seconds(604_801)), Status::Inactive);
}

#[test]
fn a_clock_that_runs_backwards_leaves_a_used_token_active() {
    assert_eq!(Status::at(Some(NOON), NOON - Seconds(3600)), Status::Active);
    assert_eq!(Status::at(Some(NOON), UnixSeconds(i64::MIN)), Status::Active);
}
