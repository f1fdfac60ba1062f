//! Using a token.

use crate::record::TokenRecord;
use crate::status::Status;
use crate::time::{Seconds, UnixSeconds};

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
