//! Looks for parts of secrets in all that was kept or said.

use std::collections::HashMap;

/// How many characters of a secret in a row are too many.
const TOO_MANY: usize = 12;

type Part = [u8; TOO_MANY];

/// Secrets, in all of their parts that are long enough to be known by.
#[derive(Default)]
pub(super) struct Hunt {
    /// Each with the name of the secret that it is a part of.
    parts: HashMap<Part, &'static str>,
    secrets: usize,
}

impl Hunt {
    /// Looks for this too.
    pub(super) fn add(&mut self, what: &'static str, secret: &str) {
        assert!(secret.len() >= TOO_MANY, "{what} is too short to be known by a part");
        assert!(
            secret.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{what} is of other signs"
        );
        self.secrets += 1;
        let parts = secret.as_bytes().windows(TOO_MANY);
        let parts = parts.map(|part| Part::try_from(part).expect("it is as long as a part"));
        self.parts.extend(parts.map(|part| (part, what)));
    }

    /// Looks for a token too: for what follows its id, which is no secret.
    pub(super) fn add_token(&mut self, token: &str) {
        let (_, body) = token.split_once('_').expect("it is a token");
        self.add("a token", &body[16..]);
    }

    /// Looks for a session or a sign-in link too: for what follows its tenant's id.
    pub(super) fn add_reference(&mut self, what: &'static str, reference: &str) {
        let (_, body) = reference.split_once('_').expect("it is a reference");
        self.add(what, &body[6..]);
    }

    /// How many secrets are looked for.
    pub(super) fn secrets(&self) -> usize {
        self.secrets
    }

    /// Of which secret a part is in here, if one is.
    pub(super) fn find(&self, kept: &[u8]) -> Option<&'static str> {
        // A secret has letters and digits alone, so only runs of these are looked at.
        let runs = kept.split(|byte| !byte.is_ascii_alphanumeric());
        let mut parts = runs.flat_map(|run| run.windows(TOO_MANY));
        parts.find_map(|part| self.parts.get(part).copied())
    }
}

#[test]
fn a_part_is_found_wherever_it_begins_and_a_shorter_one_is_none() {
    let secret = "abcdefghijklmnopqrstuvwxyz012345";
    let mut hunt = Hunt::default();
    hunt.add("it", secret);
    for start in 0..=secret.len() - TOO_MANY {
        let part = &secret[start..start + TOO_MANY];
        for kept in [part.to_owned(), format!("\0x{part}y\n"), format!("{part}{part}")] {
            assert_eq!(hunt.find(kept.as_bytes()), Some("it"), "{kept:?}");
        }
        assert_eq!(hunt.find(&part.as_bytes()[1..]), None);
    }
    assert_eq!(hunt.find(secret.to_uppercase().as_bytes()), None);
    assert_eq!(hunt.find(b""), None);
}
