//! What people do to tokens and to their owner.

use super::schedule::Schedule;
use crate::network::NetworkRule;
use crate::policy::Role;
use crate::samples::request;
use crate::scope::{Scope, ScopeSet};
use crate::time::{Seconds, UnixSeconds};
use crate::token::TokenIdentity;
use crate::wire::{EditToken, IssueToken, Overlap, RegenerateToken};

impl Schedule<'_> {
    pub(super) fn change(&mut self) {
        if self.world.is_registry_away {
            return;
        }
        let now = self.world.now;
        for (digest, end) in self.world.registry.expired(now) {
            self.world.truth.end(digest, end);
        }
        let is_gone = self.world.registry.owner.deprovisioned_at.is_some();
        match self.chance.below(22) {
            20.. => self.world.registry.rebuild(&self.world.digests, now),
            0..8 if is_gone => self.world.registry.reprovision(now),
            0..10 if self.good_tokens().is_empty() => self.issue(),
            0..2 => self.issue(),
            2..6 => self.revoke(),
            6..10 => self.regenerate(),
            10..14 => self.edit(),
            14..18 => self.change_role(),
            _ => self.world.registry.deprovision(now),
        }
        self.world.commit();
    }

    fn new_token(&mut self) -> Option<TokenIdentity> {
        let token = *self.world.tokens.get(self.made)?;
        self.made += 1;
        Some(token)
    }

    pub(super) fn issue(&mut self) {
        let Some(token) = self.new_token() else { return };
        let now = self.world.now;
        let asked = IssueToken {
            scope: Some(self.scopes()),
            nbf: self.chance.hits(15).then(|| self.soon()),
            exp: self.chance.hits(30).then(|| self.soon() + Seconds(90)),
            networks: self.networks(),
            ..request("ci")
        };
        let before = self.world.registry.records.len();
        self.world.registry.issue(token, &asked, now);
        if self.world.registry.records.len() > before {
            self.world.digests.push(token.digest);
        } else {
            self.made -= 1;
        }
        self.world.commit();
    }

    fn scopes(&mut self) -> ScopeSet {
        let all = [Scope::READ, Scope::WRITE, Scope::MANAGE];
        all.into_iter().filter(|_| self.chance.hits(70)).collect()
    }

    fn networks(&mut self) -> NetworkRule {
        let office = || vec!["192.0.2.0/24".parse().unwrap()];
        match self.chance.below(4) {
            0 => NetworkRule { inside: office(), ..NetworkRule::default() },
            1 if self.chance.hits(40) => {
                NetworkRule { outside: office(), ..NetworkRule::default() }
            }
            _ => NetworkRule::default(),
        }
    }

    fn soon(&mut self) -> UnixSeconds {
        let spans = [5..=20, 20..=90, 60..=600, 3_000..=100_000];
        let span = spans[self.chance.below(spans.len())].clone();
        self.world.now.to_seconds() + Seconds(self.chance.millis(span).0)
    }

    /// A record, more often than not one that is good for something.
    fn any_record(&mut self) -> Option<usize> {
        let digest = self.any_token();
        self.world.registry.presented(&digest).map(|(at, _)| at)
    }

    fn revoke(&mut self) {
        let Some(at) = self.any_record() else { return };
        let world = &mut self.world;
        world.registry.revoke(at, world.now);
        for digest in world.digests.clone() {
            if world.registry.presented(&digest).is_some_and(|(of, _)| of == at) {
                world.truth.end(digest, world.now.to_seconds());
            }
        }
    }

    fn regenerate(&mut self) {
        let (Some(at), Some(token)) = (self.any_record(), self.new_token()) else { return };
        let overlap =
            self.chance.pick(&[Overlap::None, Overlap::None, Overlap::Hour, Overlap::Day]);
        let exp = self.chance.hits(30).then(|| self.soon());
        let world = &mut self.world;
        let (before, now) = (world.registry.records[at].clone(), world.now.to_seconds());
        let asked = RegenerateToken { overlap, exp };
        world.registry.regenerate(at, &token, &asked, world.now);
        if world.registry.records[at] == before {
            self.made -= 1;
            return;
        }
        world.digests.push(token.digest);
        world.truth.end(before.digest, now + overlap.span());
        if let Some(older) = before.predecessor {
            world.truth.end(older.digest, now);
        }
    }

    fn edit(&mut self) {
        let Some(at) = self.any_record() else { return };
        let change = EditToken {
            scope: self.chance.hits(50).then(|| self.scopes()),
            nbf: self.chance.hits(15).then(|| self.chance.hits(50).then(|| self.soon())),
            exp: self.chance.hits(30).then(|| self.chance.hits(60).then(|| self.soon())),
            networks: self.chance.hits(50).then(|| self.networks()),
            ..EditToken::default()
        };
        self.world.registry.edit(at, &change, self.world.now);
    }

    fn change_role(&mut self) {
        let roles = [Role::SECURITY_ADMINISTRATOR, Role::SECURITY_OPERATOR, Role::SECURITY_READER];
        let role = self.chance.pick(&roles);
        self.world.registry.change_role(role, self.world.now);
    }
}
