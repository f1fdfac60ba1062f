//! What others say of themselves, as it is kept: an OpenID provider, or GitHub of its keys.

use std::collections::HashMap;

use crate::time::{Millis, UnixMillis};

/// How long what somebody said goes for what they say.
const FRESH: Millis = Millis::seconds(3600);

/// How long it goes on doing so while they cannot be asked.
const USABLE: Millis = Millis::seconds(24 * 3600);

/// How often at most they are asked because something is missing in what they said.
const REFETCH: Millis = Millis::seconds(10);

/// A document of somebody's, as bytes, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The document.
    pub bytes: Vec<u8>,
    /// When it came.
    pub fetched_at: UnixMillis,
    /// When they were last asked because something was missing in it, if ever.
    pub sought_at: Option<UnixMillis>,
}

impl Kept {
    fn age(&self, now: UnixMillis) -> Millis {
        now - self.fetched_at
    }

    /// Whether nobody needs to be asked.
    pub fn is_fresh(&self, now: UnixMillis) -> bool {
        self.age(now) < FRESH
    }

    /// Whether it still goes if nobody can be asked.
    pub fn is_usable(&self, now: UnixMillis) -> bool {
        self.age(now) < USABLE
    }

    /// Whether the provider may be asked again, should something be missing.
    pub fn may_be_refetched(&self, now: UnixMillis) -> bool {
        self.sought_at.is_none_or(|sought_at| now - sought_at >= REFETCH)
    }
}

/// The most documents that are kept at once: two of each OpenID provider.
const MOST_DOCUMENTS: usize = 200;

/// Documents, by their URLs.
#[derive(Debug, Default)]
pub struct Documents(HashMap<String, Kept>);

impl Documents {
    /// The one at this URL.
    pub fn find(&self, url: &str) -> Option<Kept> {
        self.0.get(url).cloned()
    }

    /// Keeps one, in place of the oldest if there are too many.
    pub fn insert(&mut self, url: &str, kept: Kept) {
        if self.0.len() >= MOST_DOCUMENTS && !self.0.contains_key(url) {
            let oldest = self.0.iter().min_by_key(|(_, kept)| kept.fetched_at);
            if let Some(oldest) = oldest.map(|(url, _)| url.clone()) {
                self.0.remove(&oldest);
            }
        }
        self.0.insert(url.to_owned(), kept);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn of_too_many_documents_the_oldest_is_forgotten() {
        let mut documents = Documents::default();
        for (url, at) in (0..=200).map(|at| (at.to_string(), UnixMillis(at))) {
            documents.insert(&url, Kept { bytes: vec![], fetched_at: at, sought_at: None });
        }
        assert_eq!(documents.find("0"), None);
        assert!(documents.find("1").is_some() && documents.find("200").is_some());
    }

    #[test]
    fn a_document_is_fresh_for_an_hour_and_goes_for_a_day_if_nobody_can_be_asked() {
        let kept = Kept { bytes: vec![], fetched_at: UnixMillis(0), sought_at: None };
        let at = |seconds: i64| UnixMillis(seconds * 1000);
        assert!(kept.is_fresh(at(3599)) && !kept.is_fresh(at(3600)));
        assert!(kept.is_usable(at(24 * 3600 - 1)) && !kept.is_usable(at(24 * 3600)));
        assert!(kept.may_be_refetched(at(0)));
        let kept = Kept { sought_at: Some(at(0)), ..kept };
        assert!(!kept.may_be_refetched(at(9)) && kept.may_be_refetched(at(10)));
    }
}
