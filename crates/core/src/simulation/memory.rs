//! What an isolate remembers: by Gatepass's own cache, and by two naive ones that this simulation has
//! to tell from it.

use std::collections::HashMap;

use crate::edge::{
    Answer, EdgeCache, GRANT_LIFE, REFUSAL_LIFE, Source, UNKNOWN_LIFE, UsageReply, UsageReport,
};
use crate::standing::Verdict;
use crate::time::UnixMillis;
use crate::token::TokenDigest;

/// Which cache it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CacheKind {
    /// Gatepass's own.
    Gatepass,
    /// Naive: it keeps what it learned for its time, and hears no corrections.
    Deaf,
    /// Naive: it hears corrections, and believes whatever it heard last.
    Gullible,
}

/// A cache.
pub(super) enum Memory {
    Gatepass(EdgeCache),
    Naive { is_deaf: bool, entries: HashMap<TokenDigest, (Answer, UnixMillis)> },
}

impl Memory {
    pub(super) fn new(kind: CacheKind) -> Self {
        match kind {
            CacheKind::Gatepass => Self::Gatepass(EdgeCache::default()),
            CacheKind::Deaf => Self::Naive { is_deaf: true, entries: HashMap::new() },
            CacheKind::Gullible => Self::Naive { is_deaf: false, entries: HashMap::new() },
        }
    }

    pub(super) fn find(&mut self, digest: &TokenDigest, now: UnixMillis) -> Option<Answer> {
        match self {
            Self::Gatepass(cache) => cache.find(digest, now).cloned(),
            Self::Naive { entries, .. } => {
                let entry = entries.get(digest).filter(|(_, until)| now < *until);
                entry.map(|(answer, _)| answer.clone())
            }
        }
    }

    pub(super) fn learn(
        &mut self,
        digest: TokenDigest,
        answer: Answer,
        source: Source,
        asked_at: UnixMillis,
        now: UnixMillis,
    ) -> Option<Answer> {
        match self {
            Self::Gatepass(cache) => cache.learn(digest, answer, source, asked_at, now).cloned(),
            Self::Naive { entries, .. } => {
                entries.insert(digest, (answer.clone(), asked_at + life(&answer)));
                Some(answer)
            }
        }
    }

    pub(super) fn apply(
        &mut self,
        reply: UsageReply,
        report: &UsageReport,
        sent_at: UnixMillis,
        now: UnixMillis,
    ) {
        match self {
            Self::Gatepass(cache) => reply.apply(report, cache, sent_at, now),
            Self::Naive { is_deaf: true, .. } => {}
            Self::Naive { is_deaf: false, entries } => {
                for used in &report.uses {
                    if let Some((answer, until)) = entries.get_mut(&used.digest) {
                        *until = sent_at + life(answer);
                    }
                }
                for (digest, answer) in reply.corrections {
                    let until = sent_at + life(&answer);
                    entries.insert(digest, (answer, until));
                }
            }
        }
    }
}

fn life(answer: &Answer) -> crate::time::Millis {
    match answer {
        Answer::Known(standing) => match &standing.verdict {
            Verdict::Granted(_) => GRANT_LIFE,
            Verdict::Withheld(_) => REFUSAL_LIFE,
        },
        Answer::Unknown => UNKNOWN_LIFE,
    }
}
