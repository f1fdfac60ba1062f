use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[test]
fn every_way_of_being_wrong_has_a_sentence() {
    for (text, sentence) in [
        ("", "Enter a name."),
        (" \t\u{a0} ", "Enter a name."),
        (&"x".repeat(101), "Use at most 100 characters; this has 101."),
        ("a\nb", "Remove the control character at position 2."),
        ("ab\u{7f}", "Remove the control character at position 3."),
        ("safe\u{202e}exe", "Remove the invisible character at position 5."),
        ("\u{200b}ci", "Remove the invisible character at position 1."),
    ] {
        let error = text.parse::<TokenName>().unwrap_err();
        assert_eq!(error.to_string(), sentence, "{text:?}");
    }
}

#[test]
fn a_name_is_trimmed() {
    assert_eq!("  ci deploy ".parse::<TokenName>().unwrap().as_str(), "ci deploy");
}

#[test]
fn a_name_has_1_to_100_characters_of_any_script() {
    for name in ["x", &"é".repeat(100), "日本語", "Ci 🚀", "می\u{200c}خواهم"] {
        assert!(name.parse::<TokenName>().is_ok(), "{name:?}");
    }
}

#[test]
fn names_that_differ_in_case_alone_have_one_key() {
    let key = |name: &str| name.parse::<TokenName>().unwrap().to_key();
    assert_eq!(key("ÉCOLE Ci"), key("école cI"));
}

#[test]
fn a_bad_name_is_refused_where_it_arrives_as_json() {
    assert!(serde_json::from_str::<TokenName>("\"  \"").is_err());
    assert_eq!(serde_json::to_string(&"ci".parse::<TokenName>().unwrap()).unwrap(), "\"ci\"");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_parses_parses_again_to_the_same(text in any::<String>()) {
        if let Ok(name) = text.parse::<TokenName>() {
            prop_assert_eq!(name.as_str().parse(), Ok(name.clone()));
        }
    }
}
