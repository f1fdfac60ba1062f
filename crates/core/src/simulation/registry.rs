//! The registry of one tenant: records and outbox, with core's rules between them as the Worker's
//! commands have them.

use std::collections::HashMap;

use super::outbox::{Outbox, OutboxKind};
use crate::audit::Means;
use crate::authority::Authority;
use crate::edge::{Answer, UsageReply, UsageReport};
use crate::lifecycle::{Others, Rules, Told, edit, issue, note_use, regenerate, revoke};
use crate::outbox::{Drain, Effect, SHORTEST_WAIT};
use crate::people::{change, deprovision, follow, reprovision};
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::rebuild::TokenFacts;
use crate::record::{Generation, Predecessor, TokenRecord};
use crate::samples::{subject, user};
use crate::settings::TenantSettings;
use crate::standing::{Standing, Withheld};
use crate::time::{Millis, UnixMillis, UnixSeconds};
use crate::token::{TokenDigest, TokenIdentity};
use crate::upkeep::due_at;
use crate::wire::{EditToken, EditUser, IssueToken, RegenerateToken};

/// One instance at a time, with what it has stored.
pub(super) struct Registry {
    policy: Policy,
    settings: TenantSettings,
    administrator: User,
    pub(super) owner: User,
    pub(super) records: Vec<TokenRecord>,
    superseded: HashMap<TokenDigest, (usize, UnixSeconds)>,
    grant_ends: HashMap<TokenDigest, UnixSeconds>,
    pub(super) outbox: Outbox,
    upkeep_done_at: Option<UnixSeconds>,
    pub(super) drain: Drain,
    pub(super) instance: u32,
    pub(super) alarm: Option<UnixMillis>,
}

impl Registry {
    pub(super) fn new(kind: OutboxKind, now: UnixMillis) -> Self {
        Self {
            policy: Policy::default(),
            settings: TenantSettings::default(),
            administrator: User { subject: subject("grace"), ..user(Role::GLOBAL_ADMINISTRATOR) },
            owner: user(Role::SECURITY_ADMINISTRATOR),
            records: Vec::new(),
            superseded: HashMap::new(),
            grant_ends: HashMap::new(),
            outbox: Outbox::new(kind),
            upkeep_done_at: Some(now.to_seconds()),
            drain: Drain::default(),
            instance: 0,
            alarm: None,
        }
    }

    /// The instance ends, and what it had in memory with it.
    pub(super) fn restart(&mut self) {
        self.instance += 1;
        self.drain = Drain::default();
    }

    /// The record and generation of a token that was presented.
    pub(super) fn presented(&self, digest: &TokenDigest) -> Option<(usize, Generation)> {
        let current = self.records.iter().position(|record| record.digest == *digest);
        let superseded = || {
            let (at, until) = *self.superseded.get(digest)?;
            Some((at, Generation::Superseded { until }))
        };
        current.map(|at| (at, Generation::Current)).or_else(superseded)
    }

    /// The tokens whose time has run out by now, each with its end.
    pub(super) fn expired(&self, now: UnixMillis) -> Vec<(TokenDigest, UnixSeconds)> {
        let expired = self.records.iter().filter(|record| record.has_expired(now.to_seconds()));
        expired.filter_map(|record| Some((record.digest, record.expires_at?))).collect()
    }

    /// How a token stands.
    pub(super) fn answer(&self, digest: &TokenDigest, now: UnixMillis) -> Answer {
        self.presented(digest).map_or(Answer::Unknown, |(at, generation)| {
            let record = &self.records[at];
            Answer::Known(Standing::of(record, generation, &self.owner, now.to_seconds()))
        })
    }

    pub(super) fn issue(&mut self, token: TokenIdentity, request: &IssueToken, now: UnixMillis) {
        let rules = Rules { policy: &self.policy, settings: &self.settings };
        let (owner, others) = (&self.owner, Others::default());
        if let Ok(record) = issue(token, request, owner, others, rules, now.to_seconds()) {
            self.records.push(record);
            self.project(self.records.len() - 1, Effect::Begins, now);
        }
    }

    pub(super) fn revoke(&mut self, at: usize, now: UnixMillis) {
        let by = self.administrator.subject;
        if let Some(record) = revoke(&self.records[at], by, now.to_seconds()) {
            let told = record.to_withdrawal();
            self.records[at] = record;
            self.tell_all(told, now);
        }
    }

    pub(super) fn edit(&mut self, at: usize, change: &EditToken, now: UnixMillis) {
        let user = match self.owner.deprovisioned_at {
            None => self.owner.clone(),
            Some(_) => self.administrator.clone(),
        };
        let by = Authority { user, by: Means::Session, address: None, signed_in_at: None };
        let rules = Rules { policy: &self.policy, settings: &self.settings };
        let (record, owner, others) = (&self.records[at], &self.owner, Others::default());
        let edited = edit(record, change, owner, others, &by, rules, now.to_seconds());
        if let Ok(edited) = edited {
            self.records[at] = edited.record;
            if let Some(effect) = edited.effect {
                self.project(at, effect, now);
            }
        }
    }

    pub(super) fn regenerate(
        &mut self,
        at: usize,
        token: &TokenIdentity,
        asked: &RegenerateToken,
        now: UnixMillis,
    ) {
        if self.owner.deprovisioned_at.is_some() {
            return;
        }
        let (before, by, others) = (&self.records[at], self.owner.subject, Others::default());
        let seconds = now.to_seconds();
        let done = regenerate(before, token, asked, by, others, &self.settings, seconds);
        let Ok(done) = done else { return };
        let after = done.record;
        let ended = done.ended.map(|digest| Predecessor { digest, until: seconds });
        for superseded in ended.into_iter().chain([done.superseded]) {
            let Predecessor { digest, until } = superseded;
            let kept = self.superseded.entry(digest).or_insert((at, until));
            kept.1 = kept.1.min(until);
            if until <= seconds {
                self.tell(after.to_end(&digest, Withheld::Superseded), now);
            }
        }
        self.records[at] = after;
        self.project(at, Effect::TakesAway, now);
    }

    pub(super) fn change_role(&mut self, role: Role, now: UnixMillis) {
        let request = EditUser { role: Some(role), ..EditUser::default() };
        let administrators = [self.administrator.clone()];
        let changed = change(&self.owner, &request, None, &administrators, &self.policy);
        if let Ok(after) = changed {
            self.let_tokens_follow(after, now);
        }
    }

    pub(super) fn deprovision(&mut self, now: UnixMillis) {
        let administrators = [self.administrator.clone()];
        let after = deprovision(&self.owner, &administrators, &self.policy, now.to_seconds());
        if let Ok(Some(after)) = after {
            self.let_tokens_follow(after, now);
        }
    }

    pub(super) fn reprovision(&mut self, now: UnixMillis) {
        if let Some(after) = reprovision(&self.owner) {
            self.let_tokens_follow(after, now);
        }
    }

    fn let_tokens_follow(&mut self, after: User, now: UnixMillis) {
        let before = std::mem::replace(&mut self.owner, after);
        if before == self.owner {
            return;
        }
        for at in 0..self.records.len() {
            if self.records[at].revoked.is_none() {
                let followed = follow(&self.records[at], &before, &self.owner, &self.policy);
                self.records[at] = followed.record;
                self.project(at, followed.effect, now);
            }
        }
    }

    /// Notes a report, and corrects the edge where it acted on what is no longer so.
    pub(super) fn note_usage(&mut self, report: &UsageReport, now: UnixMillis) -> UsageReply {
        let mut corrections = Vec::new();
        for token in &report.uses {
            let Some((at, generation)) = self.presented(&token.digest) else {
                corrections.extend(token.correction(Answer::Unknown));
                continue;
            };
            let (record, owner) = (&self.records[at], &self.owner);
            let noted = note_use(token, record, generation, owner, now.to_seconds());
            if let Some(record) = noted.record {
                self.records[at] = record;
            }
            if let Some(told) = noted.withdrawal.filter(|_| !self.outbox.has_news_of(&token.digest))
            {
                self.tell(told, now);
            }
            corrections.extend(noted.correction);
        }
        for refusal in &report.refusals {
            if self.presented(&refusal.digest).is_some() {
                corrections.extend(refusal.correction(self.answer(&refusal.digest, now)));
            }
        }
        UsageReply { corrections }
    }

    /// Has KV told again of every token, as it stands now.
    pub(super) fn rebuild(&mut self, digests: &[TokenDigest], now: UnixMillis) {
        for digest in digests {
            let Some((at, generation)) = self.presented(digest) else { continue };
            let (record, owner) = (&self.records[at], &self.owner);
            let token = TokenFacts { digest: *digest, record, generation, owner };
            let lane = self.outbox.lane(&digest.to_string());
            for write in token.to_restore(&lane, &[], now.to_seconds()) {
                self.outbox.enqueue(digest, write, now);
            }
        }
        self.drain.expect_work();
    }

    fn project(&mut self, at: usize, effect: Effect, now: UnixMillis) {
        let told = self.records[at].to_projection(&self.owner, effect, now.to_seconds());
        self.tell_all(told, now);
    }

    fn tell_all(&mut self, told: Vec<Told>, now: UnixMillis) {
        for told in told {
            self.tell(told, now);
        }
    }

    fn tell(&mut self, told: Told, now: UnixMillis) {
        match told.ends_at {
            Some(end) => self.grant_ends.insert(told.digest, end),
            None => self.grant_ends.remove(&told.digest),
        };
        for write in told.writes {
            self.outbox.enqueue(&told.digest, write, now);
        }
        self.drain.expect_work();
    }

    fn upkeep_due(&self) -> UnixMillis {
        due_at(self.upkeep_done_at, self.grant_ends.values().min().copied()).into()
    }

    /// Takes out of KV the tokens whose time there is over, if it is time to.
    pub(super) fn keep_up(&mut self, now: UnixMillis) {
        if now < self.upkeep_due() {
            return;
        }
        let seconds = now.to_seconds();
        let ended = self.grant_ends.iter().filter(|(_, end)| **end <= seconds);
        let mut ended: Vec<_> = ended.map(|(digest, _)| *digest).collect();
        ended.sort();
        for digest in ended {
            let Some((at, generation)) = self.presented(&digest) else { continue };
            let record = &self.records[at];
            match Standing::of(record, generation, &self.owner, seconds).ended_for() {
                Some(reason) => self.tell(record.to_end(&digest, reason), now),
                None => {
                    if let Some(end) = record.valid_until(generation) {
                        self.grant_ends.insert(digest, end);
                    }
                }
            }
        }
        self.upkeep_done_at = Some(seconds);
    }

    /// When something is due next.
    pub(super) fn next_alarm(&self, now: UnixMillis) -> UnixMillis {
        let delivery = self.outbox.next_due().unwrap_or(UnixMillis(i64::MAX));
        let wait = delivery.min(self.upkeep_due()) - now;
        now + wait.max(SHORTEST_WAIT).max(Millis(0))
    }
}
