//! What KV has to be told of a record's tokens.

use crate::outbox::{Effect, KvWrite};
use crate::person::User;
use crate::record::{Generation, Revision, TokenRecord};
use crate::standing::{Standing, Verdict, Withheld};
use crate::time::UnixSeconds;
use crate::token::TokenDigest;

/// What KV has to be told of one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which token.
    pub digest: TokenDigest,
    /// The writes, in their order.
    pub writes: Vec<KvWrite>,
    /// When what KV holds of it then is to be taken out again, if ever.
    pub ends_at: Option<UnixSeconds>,
}

impl TokenRecord {
    /// The tokens of the record that work at `now`, each with its generation: the present one, and
    /// one that retires.
    pub fn working(&self, now: UnixSeconds) -> Vec<(TokenDigest, Generation)> {
        let current = self.is_live(now).then_some((self.digest, Generation::Current));
        let retiring = self
            .retiring(now)
            .map(|retiring| (retiring.digest, Generation::Superseded { until: retiring.until }));
        current.into_iter().chain(retiring).collect()
    }

    /// What KV has to be told after a change of this effect of a record that is not revoked.
    pub fn to_projection(&self, owner: &User, effect: Effect, now: UnixSeconds) -> Vec<Told> {
        let told = |(digest, generation)| {
            let standing = Standing::of(self, generation, owner, now);
            let writes = vec![KvWrite::put_standing(&digest, &standing, effect)];
            Told { digest, writes, ends_at: self.valid_until(generation) }
        };
        self.working(now).into_iter().map(told).collect()
    }

    /// What KV has to be told of a record that was just revoked.
    pub fn to_withdrawal(&self) -> Vec<Told> {
        let retiring = self.predecessor.filter(|predecessor| {
            self.revoked.is_none_or(|revocation| revocation.at < predecessor.until)
        });
        let digests = std::iter::once(self.digest).chain(retiring.map(|retiring| retiring.digest));
        digests.map(|digest| self.to_end(&digest, Withheld::Revoked)).collect()
    }

    /// What KV has to be told of one of the record's tokens, once it has ended for good for this
    /// reason. In this order: the tombstone, which outranks the standing from then on, and after it
    /// the end of the standing. What ran out as it was issued has its end in the one standing that was
    /// ever written, and needs no tombstone.
    pub fn to_end(&self, digest: &TokenDigest, reason: Withheld) -> Told {
        let standing = Standing { revision: self.revision, verdict: Verdict::Withheld(reason) };
        let writes = match reason {
            Withheld::Expired if self.revision == Revision::FIRST => {
                vec![KvWrite::delete_standing(digest)]
            }
            Withheld::Revoked
            | Withheld::Superseded
            | Withheld::OwnerDeprovisioned
            | Withheld::Expired => {
                vec![KvWrite::put_tombstone(digest, &standing), KvWrite::delete_standing(digest)]
            }
        };
        Told { digest: *digest, writes, ends_at: None }
    }
}
