//! The cache of one isolate: grants for seconds, refusals for minutes.

use serde::{Deserialize, Serialize};

use super::generations::Generations;
use crate::record::Revision;
use crate::standing::{Standing, Verdict};
use crate::time::{Millis, UnixMillis};
use crate::token::TokenDigest;

/// How long a grant counts from its last confirmation. A revoked token in steady use dies within
/// this time.
pub const GRANT_LIFE: Millis = Millis::seconds(10);

/// How long a refusal is remembered.
pub const REFUSAL_LIFE: Millis = Millis::seconds(600);

/// How long it is remembered that no registry knows a token.
pub const UNKNOWN_LIFE: Millis = Millis::seconds(5);

/// The most grants that are remembered, and the most refusals.
pub const CACHED_GRANTS: usize = 10_000;

/// What KV or a registry says of a token. An error is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It stands so.
    Known(Standing),
    /// No such token was ever issued, or it is long gone.
    Unknown,
}

/// Who gave an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// KV, which may tell of long ago at any time.
    Kv,
    /// The token's registry, which is the truth as of when it was asked.
    Registry,
}

struct Entry {
    answer: Answer,
    until: UnixMillis,
}

impl Entry {
    /// Whether it holds its own against a later answer. Against KV also when its time is over: what
    /// was known of a token is known, and only its registry can say that it changed.
    fn stands_against(&self, answer: &Answer, source: Source, now: UnixMillis) -> bool {
        let counts = match (source, &self.answer) {
            (Source::Kv, Answer::Known(_)) => true,
            (Source::Kv, Answer::Unknown) | (Source::Registry, _) => now < self.until,
        };
        counts && !replaces(answer, &self.answer)
    }
}

/// What one isolate remembers of the tokens that it saw.
pub struct EdgeCache {
    granted: Generations<TokenDigest, Entry>,
    refused: Generations<TokenDigest, Entry>,
}

impl Default for EdgeCache {
    fn default() -> Self {
        Self::with_capacity(CACHED_GRANTS)
    }
}

impl EdgeCache {
    /// A cache of at most `capacity` grants and as many refusals.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { granted: Generations::new(capacity), refused: Generations::new(capacity) }
    }

    /// What is remembered of a token and still counts at `now`.
    pub fn find(&mut self, digest: &TokenDigest, now: UnixMillis) -> Option<&Answer> {
        // A refusal outranks a grant, so it is asked for first.
        if self.refused.find(digest).is_some_and(|entry| now < entry.until) {
            return self.refused.find(digest).map(|entry| &entry.answer);
        }
        let entry = self.granted.find(digest)?;
        (now < entry.until).then_some(&entry.answer)
    }

    /// Takes in an answer to a question asked at `asked_at`, and says what counts from then on. That
    /// is nothing where the answer is older than what was known and that has ended: then somebody
    /// who knows better has to be asked.
    pub fn learn(
        &mut self,
        digest: TokenDigest,
        answer: Answer,
        source: Source,
        asked_at: UnixMillis,
        now: UnixMillis,
    ) -> Option<&Answer> {
        let stands = |entry: &mut Entry| entry.stands_against(&answer, source, now);
        let is_outranked = self.refused.find(&digest).is_some_and(stands)
            || self.granted.find(&digest).is_some_and(stands);
        if !is_outranked {
            self.remember(digest, answer, asked_at);
        }
        self.find(&digest, now)
    }

    fn remember(&mut self, digest: TokenDigest, answer: Answer, asked_at: UnixMillis) {
        match &answer {
            Answer::Known(Standing { verdict: Verdict::Granted(_), .. }) => {
                self.refused.remove(&digest);
                self.granted.insert(digest, Entry { answer, until: asked_at + GRANT_LIFE });
            }
            Answer::Known(Standing { verdict: Verdict::Withheld(_), .. }) => {
                self.granted.remove(&digest);
                self.refused.insert(digest, Entry { answer, until: asked_at + REFUSAL_LIFE });
            }
            Answer::Unknown => {
                self.granted.remove(&digest);
                self.refused.insert(digest, Entry { answer, until: asked_at + UNKNOWN_LIFE });
            }
        }
    }

    /// The registry still has the token at `revision`, as of a report sent at `asked_at`.
    pub fn confirm(&mut self, digest: &TokenDigest, revision: Revision, asked_at: UnixMillis) {
        if let Some(entry) = self.granted.find(digest)
            && revision_of(&entry.answer) == Some(revision)
        {
            entry.until = entry.until.max(asked_at + GRANT_LIFE);
        }
    }
}

fn revision_of(answer: &Answer) -> Option<Revision> {
    match answer {
        Answer::Known(standing) => Some(standing.revision),
        Answer::Unknown => None,
    }
}

/// Whether the new answer counts more than the old one: nothing replaces an end for good, nothing of a
/// lower revision replaces anything, and of equal revisions a refusal outranks a grant.
fn replaces(new: &Answer, old: &Answer) -> bool {
    match (new, old) {
        (Answer::Unknown, Answer::Known(old)) => !old.is_final(),
        (_, Answer::Unknown) => true,
        (Answer::Known(new), Answer::Known(old)) => {
            let is_refusal = matches!(new.verdict, Verdict::Withheld(_));
            let was_refusal = matches!(old.verdict, Verdict::Withheld(_));
            if old.is_final() {
                return new.is_final();
            }
            new.revision > old.revision
                || (new.revision == old.revision && (is_refusal || !was_refusal))
        }
    }
}
