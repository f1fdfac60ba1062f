#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[test]
fn at_most_twenty_calls_of_a_tenant_are_under_way_at_once() {
    let mut asking = Asking::default();
    let leaves: Vec<_> = (0..MOST_ASKING).map(|_| asking.take(tenant(), START).unwrap()).collect();
    assert_eq!(asking.take(tenant(), START), None);
    assert!(asking.take("others".parse::<crate::id::TenantId>().unwrap(), START).is_some());
    asking.give_back(leaves[7]);
    assert!(asking.take(tenant(), START).is_some());
    assert_eq!(asking.take(tenant(), START), None);
}

#[test]
fn a_flood_of_host_names_has_few_calls_to_the_directory_under_way() {
    let mut asking = Asking::default();
    for _ in 0..MOST_ASKING_THE_DIRECTORY {
        asking.take(Asked::Directory, START).unwrap();
    }
    assert_eq!(asking.take(Asked::Directory, START), None);
    assert!(asking.take(tenant(), START).is_some());
}

#[test]
fn a_call_whose_caller_hung_up_holds_its_place_no_longer_than_an_answer_may_take() {
    let mut asking = Asking::default();
    for _ in 0..MOST_ASKING {
        asking.take(tenant(), START).unwrap();
    }
    assert_eq!(asking.take(tenant(), START + ASK_PATIENCE), None);
    assert!(asking.take(tenant(), START + ASK_PATIENCE + Millis::seconds(2)).is_some());
}
