//! Using a token.

use super::project::Told;
use super::revoke::needs_withdrawal_again;
use crate::edge::{Answer, TokenUse};
use crate::person::User;
use crate::record::{Generation, TokenRecord};
use crate::standing::Standing;
use crate::status::Status;
use crate::time::{Seconds, UnixSeconds};
use crate::token::TokenDigest;

/// How much later a use has to be than the one recorded, to be worth a write.
pub const USE_RESOLUTION: Seconds = Seconds(30);

/// The record with a use at `used_at` noted, or nothing if that would tell nothing new: an earlier
/// use, or one so soon after the last that neither its moment nor its status matters.
///
/// A use in the future, by an edge whose clock runs ahead, counts as one now.
pub fn used(record: &TokenRecord, used_at: UnixSeconds, now: UnixSeconds) -> Option<TokenRecord> {
    let used_at = used_at.min(now);
    let is_news = match record.last_used_at {
        None => true,
        Some(last) => {
            let status_changes = Status::at(Some(last), now) != Status::at(Some(used_at), now);
            used_at > last && (used_at - last >= USE_RESOLUTION || status_changes)
        }
    };
    is_news.then(|| TokenRecord { last_used_at: Some(used_at), ..record.clone() })
}

/// What a registry makes of uses of a token that an edge reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedUse {
    /// The record with the last of them noted, if that tells anything new.
    pub record: Option<TokenRecord>,
    /// What the edge has to be told, if it acted on what is no longer so.
    pub correction: Option<(TokenDigest, Answer)>,
    /// What KV has to be told again, unless it is about to be: it should have known that the token has
    /// ended.
    pub withdrawal: Option<Told>,
}

/// Notes uses of one of the record's tokens, given its owner as known now.
pub fn note_use(
    token: &TokenUse,
    record: &TokenRecord,
    generation: Generation,
    owner: &User,
    now: UnixSeconds,
) -> NotedUse {
    let standing = Standing::of(record, generation, owner, now);
    let ended_for =
        standing.ended_for().filter(|_| needs_withdrawal_again(record, generation, now));
    NotedUse {
        record: used(record, token.last_used_at, now),
        withdrawal: ended_for.map(|reason| record.to_end(&token.digest, reason)),
        correction: token.correction(Answer::Known(standing)),
    }
}
