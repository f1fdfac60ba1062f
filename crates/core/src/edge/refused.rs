//! Refused uses, as an isolate counts them.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::audit::{Action, Actor, AuditEvent, Means};
use crate::record::{Revision, TokenRecord};
use crate::refusal::{Refusal, Reported};
use crate::time::UnixSeconds;
use crate::token::TokenDigest;

/// The uses of one token that were refused for one reason since the last report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRefusal {
    /// Which token.
    pub digest: TokenDigest,
    /// Why they were refused.
    pub reason: Reported,
    /// The revision that the last one was refused by.
    pub revision: Revision,
    /// How many.
    pub count: u64,
    /// When the first was.
    pub first_at: UnixSeconds,
    /// When the last was.
    pub last_at: UnixSeconds,
    /// Where the last came from, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_from: Option<IpAddr>,
}

impl TokenRefusal {
    /// One refused use, if it is one that its registry is told of.
    pub fn once(
        digest: TokenDigest,
        revision: Revision,
        refusal: &Refusal,
        from: Option<IpAddr>,
        now: UnixSeconds,
    ) -> Option<Self> {
        let reason = refusal.reported()?;
        let (count, first_at, last_at, last_from) = (1, now, now, from);
        Some(Self { digest, reason, revision, count, first_at, last_at, last_from })
    }

    /// Both as one: as the later was.
    pub(super) fn and(self, other: Self) -> Self {
        let later = if other.last_at >= self.last_at { other } else { self };
        Self {
            revision: self.revision.max(other.revision),
            count: self.count.saturating_add(other.count),
            first_at: self.first_at.min(other.first_at),
            ..later
        }
    }

    /// What the edge has to be told: how the token stands at `present`, if that is later than what
    /// the edge refused it by. So a token that is good again is taken without waiting for the
    /// refusal to be forgotten.
    pub fn correction(&self, present: Answer) -> Option<(TokenDigest, Answer)> {
        let is_later = matches!(&present, Answer::Known(standing)
            if standing.revision > self.revision);
        is_later.then_some((self.digest, present))
    }

    /// The same by the registry's clock: no edge can have seen what is still to come.
    pub fn seen_by(self, now: UnixSeconds) -> Self {
        Self { first_at: self.first_at.min(now), last_at: self.last_at.min(now), ..self }
    }

    /// The uses as one audit event.
    pub fn event(&self, record: &TokenRecord) -> AuditEvent {
        let by = Means::Token(record.id);
        let event = AuditEvent::new(Action::TokenRefused, Actor::Unknown, by, self.last_at)
            .from_address(self.last_from)
            .on(record)
            .changing("reason", None, Some(self.reason.as_str()));
        let since = (self.first_at < self.last_at).then_some(self.first_at);
        AuditEvent { count: self.count, since, ..event }
    }
}
