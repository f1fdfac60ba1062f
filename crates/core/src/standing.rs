//! The token as KV and the edge know it.

use serde::{Deserialize, Serialize};

use crate::id::{Subject, TokenId};
use crate::network::NetworkRule;
use crate::person::User;
use crate::policy::Role;
use crate::record::{Generation, Revision, TokenRecord};
use crate::scope::ScopeSet;
use crate::time::{Seconds, UnixSeconds};
use crate::token::{TokenDigest, TokenKind};

/// How long a tombstone is kept. The grant that it outranks is deleted right after it is written.
pub const TOMBSTONE_LIFE: Seconds = Seconds::days(30);

/// What a token is good for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The token's public id, its tenant's in it. RFC 7519 §4.1.7.
    #[serde(rename = "jti")]
    pub id: TokenId,
    /// Whose program it is made for.
    pub kind: TokenKind,
    /// Whom it was issued for.
    pub sub: Subject,
    /// What it was given.
    pub scope: ScopeSet,
    /// Its owner's role: what it may do is its scopes ∩ what the policy gives this role.
    pub role: Role,
    /// From when on it is valid, if not at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<UnixSeconds>,
    /// From when on it is not valid any more, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<UnixSeconds>,
    /// Where it may be used from.
    #[serde(default, skip_serializing_if = "NetworkRule::is_open")]
    pub networks: NetworkRule,
}

/// Why a token that was issued here is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withheld {
    /// It was revoked: for good.
    Revoked,
    /// Its time ran out: for good, as no edit pushes an end out that has passed.
    Expired,
    /// Another took its place, and its own time is over: for good.
    Superseded,
    /// Its owner was deprovisioned: until, perhaps, the owner comes back.
    OwnerDeprovisioned,
}

/// Whether a token is good for anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is, for this.
    Granted(Grant),
    /// It is not, for this reason.
    Withheld(Withheld),
}

/// How a token stands, as of its revision: the value of KV's `t:` and `r:` keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredStanding")]
pub struct Standing {
    /// Of two standings of one token, the one with the greater revision is the later.
    pub revision: Revision,
    /// Whether it is good for anything.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// The same, as it is read: what serde flattens it first gathers in memory, member by member.
#[derive(Deserialize)]
struct StoredStanding {
    revision: Revision,
    granted: Option<Grant>,
    withheld: Option<Withheld>,
}

/// A standing that says neither or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a standing is either granted or withheld")]
struct VerdictError;

impl TryFrom<StoredStanding> for Standing {
    type Error = VerdictError;

    fn try_from(stored: StoredStanding) -> Result<Self, VerdictError> {
        let verdict = match (stored.granted, stored.withheld) {
            (Some(grant), None) => Verdict::Granted(grant),
            (None, Some(reason)) => Verdict::Withheld(reason),
            (Some(_), Some(_)) | (None, None) => return Err(VerdictError),
        };
        Ok(Self { revision: stored.revision, verdict })
    }
}

impl Withheld {
    /// Whether the token will never be good for anything again.
    pub fn is_final(self) -> bool {
        match self {
            Self::Revoked | Self::Expired | Self::Superseded => true,
            Self::OwnerDeprovisioned => false,
        }
    }
}

impl Standing {
    /// How one of the record's tokens stands at `now`, given its owner as known now.
    pub fn of(
        record: &TokenRecord,
        generation: Generation,
        owner: &User,
        now: UnixSeconds,
    ) -> Self {
        let verdict = match final_reason(record, generation, now) {
            Some(reason) => Verdict::Withheld(reason),
            None if owner.deprovisioned_at.is_some() => {
                Verdict::Withheld(Withheld::OwnerDeprovisioned)
            }
            None => Verdict::Granted(Grant {
                id: record.id,
                kind: record.kind,
                sub: record.owner,
                scope: record.scopes.clone(),
                role: owner.role.clone(),
                nbf: record.not_before,
                exp: record.valid_until(generation),
                networks: record.networks.clone(),
            }),
        };
        Self { revision: record.revision, verdict }
    }

    /// Whether the token was revoked.
    pub fn is_revoked(&self) -> bool {
        self.verdict == Verdict::Withheld(Withheld::Revoked)
    }

    /// Whether the token is good for something from some addresses only.
    pub fn is_for_some_addresses(&self) -> bool {
        match &self.verdict {
            Verdict::Granted(grant) => !grant.networks.is_open(),
            Verdict::Withheld(_) => false,
        }
    }

    /// Why the token will never be good for anything again, if so.
    pub fn ended_for(&self) -> Option<Withheld> {
        match self.verdict {
            Verdict::Granted(_) => None,
            Verdict::Withheld(reason) => reason.is_final().then_some(reason),
        }
    }

    /// Whether the token will never be good for anything again.
    pub fn is_final(&self) -> bool {
        self.ended_for().is_some()
    }
}

/// Why one of the record's tokens has ended for good, if it has.
fn final_reason(
    record: &TokenRecord,
    generation: Generation,
    now: UnixSeconds,
) -> Option<Withheld> {
    if record.revoked.is_some() {
        return Some(Withheld::Revoked);
    }
    match generation {
        Generation::Superseded { until } if now >= until => Some(Withheld::Superseded),
        Generation::Current | Generation::Superseded { .. } => {
            record.has_expired(now).then_some(Withheld::Expired)
        }
    }
}

/// The KV key of a token's standing.
pub fn standing_key(digest: &TokenDigest) -> String {
    format!("t:{digest}")
}

/// The KV key of a token's tombstone: written once, on revocation, so that no late or repeated write
/// of the standing brings the token back.
pub fn tombstone_key(digest: &TokenDigest) -> String {
    format!("r:{digest}")
}

/// Of what KV has of a token, what counts: the tombstone, if there is one, outranks all.
pub fn outranking(standing: Option<Standing>, tombstone: Option<Standing>) -> Option<Standing> {
    tombstone.or(standing)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::record::Revocation;
    use crate::samples::{NOON, record, user};

    #[test]
    fn the_json_in_kv_is_pinned_and_read_as_it_was_written() {
        let owner = user(Role::SECURITY_READER);
        let granted = Standing::of(&record(), Generation::Current, &owner, NOON);
        let withheld =
            Standing { revision: Revision(7), verdict: Verdict::Withheld(Withheld::Revoked) };
        let Verdict::Granted(grant) = &granted.verdict else { panic!("it is granted") };
        let grant = serde_json::to_string(grant).unwrap();
        for (standing, json) in [
            (&granted, format!(r#"{{"revision":{},"granted":{grant}}}"#, granted.revision.0)),
            (&withheld, r#"{"revision":7,"withheld":"revoked"}"#.to_owned()),
        ] {
            assert_eq!(serde_json::to_string(standing).unwrap(), json);
            assert_eq!(&serde_json::from_str::<Standing>(&json).unwrap(), standing);
            let later = json.replacen('{', r#"{"of a later version":1,"#, 1);
            assert_eq!(&serde_json::from_str::<Standing>(&later).unwrap(), standing);
        }
    }

    #[test]
    fn what_is_neither_granted_nor_withheld_or_both_is_no_standing() {
        let owner = user(Role::SECURITY_READER);
        let granted = Standing::of(&record(), Generation::Current, &owner, NOON);
        let mut both = serde_json::to_value(granted).unwrap();
        both["withheld"] = "revoked".into();
        for json in [both.to_string(), r#"{"revision":7}"#.to_owned(), "{}".to_owned()] {
            assert!(serde_json::from_str::<Standing>(&json).is_err(), "{json}");
        }
    }

    #[test]
    fn only_a_grant_for_some_networks_turns_on_the_address() {
        let owner = user(Role::SECURITY_READER);
        let mut record = record();
        let turns = |record: &TokenRecord| {
            Standing::of(record, Generation::Current, &owner, NOON).is_for_some_addresses()
        };
        assert!(!turns(&record));
        record.networks = serde_json::from_str(r#"{"in":["192.0.2.0/24"]}"#).unwrap();
        assert!(turns(&record));
        record.revoked = Some(Revocation { at: NOON, by: owner.subject });
        assert!(!turns(&record));
    }
}
