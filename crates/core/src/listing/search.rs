//! What a search looks for, and how it is found without looking at every token.

use std::collections::BTreeSet;

use crate::name::{Description, TokenName};

/// How many characters stand together in the index: of every text, each run of so many that follow
/// each other. Source: SQLite docs, FTS5, "The Trigram Tokenizer".
pub const RUN: usize = 3;

/// The most runs of a text that are looked up; what they find is held against the text itself.
const MOST_RUNS: usize = 32;

/// What of a token is searched: its name, then its description, without regard to case. No text that
/// is searched for spans both, since none has a line break in it.
pub fn search_key(name: &TokenName, description: Option<&Description>) -> String {
    let description = description.map(Description::as_str).unwrap_or_default();
    format!("{}\n{}", name.to_key(), description.to_lowercase())
}

/// A text to search for, without regard to case and to white space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search(String);

/// How the tokens that may have a text in them are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// By these runs: all of them stand in what has the text in it.
    Runs(Vec<String>),
    /// By the runs that begin with the text, which is shorter than one.
    RunsFrom(String),
}

impl Search {
    /// The text to search for; nothing, where only white space was given.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        (!text.is_empty()).then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a token with this [`search_key`] is found.
    pub fn finds(&self, search_key: &str) -> bool {
        search_key.contains(&self.0)
    }

    /// How it is found; nothing, where no token can have it: neither a name nor a description has a
    /// control character in it.
    pub fn lookup(&self) -> Option<Lookup> {
        if self.0.chars().any(char::is_control) {
            return None;
        }
        let characters: Vec<char> = self.0.chars().collect();
        if characters.len() < RUN {
            return Some(Lookup::RunsFrom(self.0.clone()));
        }
        let runs: BTreeSet<String> =
            characters.windows(RUN).take(MOST_RUNS).map(String::from_iter).collect();
        Some(Lookup::Runs(runs.into_iter().collect()))
    }
}

/// How many tokens are sorted at most to answer with `wanted` of those that match, where `listed`
/// would be listed otherwise.
///
/// Where more match, the list is gone through in its order until enough of them are found: that is
/// `wanted × listed ÷ matches` tokens if they are spread evenly, and so no more than this either.
pub fn most_sorted(listed: u64, wanted: u32) -> u64 {
    listed.saturating_mul(u64::from(wanted)).isqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn search(text: &str) -> Search {
        Search::new(text).unwrap()
    }

    #[test]
    fn names_and_descriptions_are_searched_without_regard_to_case() {
        let (name, description) = ("Nightly ÜBUNG".parse().unwrap(), "For Kiel".parse().unwrap());
        let key = search_key(&name, Some(&description));
        for text in ["night", "ÜB", "übung", " kiel ", "R K", "y"] {
            assert!(search(text).finds(&key), "{text}");
        }
        for text in ["ung for", "kiel nightly", "x", "übung\nfor"] {
            assert!(!search(text).finds(&key) || search(text).lookup().is_none(), "{text}");
        }
        assert_eq!(search_key(&name, None), "nightly übung\n");
    }

    #[test]
    fn a_text_is_looked_up_by_all_its_runs_and_a_short_one_by_those_it_begins() {
        let runs = |texts: &[&str]| {
            Some(Lookup::Runs(texts.iter().map(|text| (*text).to_owned()).collect()))
        };
        assert_eq!(search("übu").lookup(), runs(&["übu"]));
        assert_eq!(search("aaaab").lookup(), runs(&["aaa", "aab"]));
        assert_eq!(search("Ü").lookup(), Some(Lookup::RunsFrom("ü".to_owned())));
        assert_eq!(search("ab").lookup(), Some(Lookup::RunsFrom("ab".to_owned())));
    }

    #[test]
    fn a_long_text_is_looked_up_by_its_beginning() {
        let long: String = ('a'..='z').cycle().take(400).collect();
        let Some(Lookup::Runs(runs)) = search(&long).lookup() else { panic!("it is long") };
        assert!(runs.len() <= MOST_RUNS);
    }

    #[test]
    fn nothing_is_searched_for_white_space_and_nothing_found_by_a_control_character() {
        assert_eq!(Search::new(" \t\u{3000} "), None);
        for text in ["a\0b", "\u{1}", "a\nb", "x\u{85}y"] {
            assert_eq!(search(text).lookup(), None, "{text:?}");
        }
    }

    #[test]
    fn few_matches_are_sorted_and_many_looked_for_in_order() {
        for (listed, most) in [(0, 0), (100, 71), (100_000, 2_258)] {
            assert_eq!(most_sorted(listed, 51), most, "{listed}");
        }
    }

    proptest! {
        #[test]
        fn what_has_a_text_in_it_has_all_its_runs(before in ".{0,9}", text in ".{1,40}", after in ".{0,9}") {
            let Some(search) = Search::new(&text) else { return Ok(()) };
            let key = format!("{before}{}{after}", search.as_str());
            match search.lookup() {
                Some(Lookup::Runs(runs)) => prop_assert!(runs.iter().all(|run| key.contains(run))),
                Some(Lookup::RunsFrom(text)) => prop_assert!(key.contains(&text)),
                None => prop_assert!(text.to_lowercase().chars().any(char::is_control)),
            }
        }
    }
}
