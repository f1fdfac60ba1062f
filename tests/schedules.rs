//! Random schedules in front of a KV that fails: no token comes back, none is refused wrongly, and
//! all is caught up in the end. The promises in all their bounds are held in virtual time, by core's
//! simulation; here a few schedules go through the real runtime.
//!
//! `GATEPASS_SEED=… cargo test --package gatepass-tests schedules` runs one of them again.

use std::time::Duration;

use gatepass_core::id::{Subject, TokenId};
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::Overlap;

use crate::harness::{ADA, Caller, Edges, Kv, Mood, OTTO, Person, Tenant, eventually};
use crate::metrics;

/// How many schedules a run tries, and how many steps each has.
const SCHEDULES: u64 = 5;
const STEPS: usize = 24;

/// The bound of a change where the token is in use, and a little for a busy machine.
const KNOWN_WITHIN: Duration = Duration::from_secs(15);

/// By when all is caught up once KV works.
const CAUGHT_UP_WITHIN: Duration = Duration::from_secs(60);

/// Numbers that follow from a seed: splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

/// A token that there is or was.
struct Known {
    id: TokenId,
    token: String,
    is_ottos: bool,
    has_ended: bool,
    /// At which edges it was refused for good.
    is_refused_at: [bool; 2],
}

/// A schedule under way.
struct Schedule<'a> {
    chance: Chance,
    kv: &'a Kv,
    edges: &'a Edges,
    tenant: Tenant,
    ada: Person,
    otto: Person,
    sub: Subject,
    is_gone: bool,
    was_ever_gone: bool,
    known: Vec<Known>,
    story: Vec<String>,
}

impl<'a> Schedule<'a> {
    async fn new(seed: u64, kv: &'a Kv, edges: &'a Edges) -> Self {
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
        let sub = otto.me().await.sub;
        Self {
            chance: Chance(seed),
            kv,
            edges,
            tenant,
            ada,
            otto,
            sub,
            is_gone: false,
            was_ever_gone: false,
            known: Vec::new(),
            story: vec![format!("GATEPASS_SEED={seed} runs this schedule again")],
        }
    }

    fn tell(&mut self, line: String) {
        self.story.push(line);
    }

    async fn run(mut self) {
        self.issue(0).await;
        self.issue(1).await;
        for number in 0..STEPS {
            match self.chance.below(12) {
                0..2 => self.issue(2 + number).await,
                2..4 => self.revoke().await,
                4 => self.regenerate().await,
                5 => self.move_owner().await,
                6..9 => self.trouble().await,
                _ => {}
            }
            self.use_some().await;
        }
        self.settle().await;
    }

    async fn issue(&mut self, number: usize) {
        let is_ottos = self.chance.below(3) == 0 && !self.is_gone;
        let whose = if is_ottos { &self.otto } else { &self.ada };
        let issued = whose.issue(&format!("token {number}")).await;
        self.tell(format!("token {} is issued", self.known.len()));
        let (id, token) = (issued.view.id, issued.token);
        self.known.push(Known { id, token, is_ottos, has_ended: false, is_refused_at: [false; 2] });
    }

    fn any_live(&mut self) -> Option<usize> {
        let live: Vec<usize> =
            (0..self.known.len()).filter(|at| !self.known[*at].has_ended).collect();
        (!live.is_empty()).then(|| live[self.chance.below(live.len())])
    }

    async fn revoke(&mut self) {
        let Some(at) = self.any_live() else { return };
        self.ada.revoke(self.known[at].id).await;
        self.known[at].has_ended = true;
        self.tell(format!("token {at} is revoked"));
    }

    async fn regenerate(&mut self) {
        let Some(at) = self.any_live().filter(|at| !self.known[*at].is_ottos) else { return };
        let issued = self.ada.regenerate(self.known[at].id, Overlap::None).await;
        self.known[at].has_ended = true;
        self.tell(format!("token {at} is regenerated, as {}", self.known.len()));
        let (id, token) = (issued.view.id, issued.token);
        let (is_ottos, has_ended, is_refused_at) = (false, false, [false; 2]);
        self.known.push(Known { id, token, is_ottos, has_ended, is_refused_at });
    }

    async fn move_owner(&mut self) {
        let route = match self.is_gone {
            true => Route::ReprovisionUser(self.sub),
            false => Route::DeprovisionUser(self.sub),
        };
        self.ada.call(&route).await.expect(200);
        if self.is_gone {
            // Their sessions ended.
            self.otto = self.tenant.sign_in(OTTO).await;
        }
        self.is_gone = !self.is_gone;
        self.was_ever_gone = true;
        self.tell(format!("{route:?}"));
    }

    async fn trouble(&mut self) {
        let moods = [Mood::Works, Mood::Fails, Mood::WritesLate];
        let what = match self.chance.below(6) {
            at @ 0..3 => {
                self.kv.be(moods[at]);
                format!("{:?}", moods[at])
            }
            3 => {
                let count = 1 + self.chance.below(9);
                self.kv.fail_writes(count);
                format!("{count} writes fail")
            }
            4 => {
                self.kv.land_late_writes();
                "late writes land".to_owned()
            }
            _ => {
                let seconds = [1, 30, 61, 601][self.chance.below(4)];
                self.tenant.advance_clock(Seconds(seconds)).await;
                self.sign_in_again().await;
                format!("{seconds} s pass for the registry")
            }
        };
        self.tell(format!("KV: {what}"));
    }

    /// Sessions, and how recent a sign-in is, go by the registry's clock as well.
    async fn sign_in_again(&mut self) {
        self.ada = self.tenant.sign_in(ADA).await;
        if !self.is_gone {
            self.otto = self.tenant.sign_in(OTTO).await;
        }
    }

    fn edge(&self, at: usize) -> &Caller {
        [&self.edges.near, &self.edges.beside][at]
    }

    /// Uses a few tokens at both edges, and holds the answers against what is promised at once.
    async fn use_some(&mut self) {
        for _ in 0..3 {
            let (at, edge) = (self.chance.below(self.known.len()), self.chance.below(2));
            let status = self.edge(edge).verify(&self.known[at].token).await.status;
            self.tell(format!("token {at} at edge {edge}: {status}"));
            let known = &mut self.known[at];
            let is_ended_there = known.is_refused_at[edge];
            let may_be_withheld = known.is_ottos && self.was_ever_gone;
            let is_right = match status {
                200 => !is_ended_there,
                401 => known.has_ended,
                403 => may_be_withheld && !is_ended_there,
                // The registry is in reach all the time.
                _ => false,
            };
            known.is_refused_at[edge] |= status == 401;
            assert!(is_right, "{}", self.story.join("\n"));
        }
    }

    fn wanted(&self, known: &Known) -> u16 {
        match (known.has_ended, known.is_ottos && self.is_gone) {
            (true, _) => 401,
            (false, true) => 403,
            (false, false) => 200,
        }
    }

    /// Whether every token stands at an edge as it should.
    async fn is_right_at(&self, edge: &Caller) -> Option<()> {
        for known in &self.known {
            if edge.verify(&known.token).await.status != self.wanted(known) {
                return None;
            }
        }
        Some(())
    }

    /// Ends all trouble, and looks at every token from every edge.
    async fn settle(self) {
        let story = self.story.join("\n");
        self.kv.fail_writes(0);
        self.kv.be(Mood::Works);
        for edge in [&self.edges.near, &self.edges.beside] {
            let what = format!("each stands as it should\n{story}");
            eventually(&what, KNOWN_WITHIN, async || self.is_right_at(edge).await).await;
        }
        // Changes are written again 1 and 10 minutes later, whatever landed late meanwhile.
        self.kv.land_late_writes();
        let what = format!("nothing waits to be repeated\n{story}");
        eventually(&what, CAUGHT_UP_WITHIN, async || {
            self.tenant.advance_clock(Seconds(601)).await;
            let (near, label) = (&self.edges.near, &self.tenant.label);
            let is_told = metrics::waiting(near, label).await == 0.0;
            (is_told && metrics::repeating(near, label).await == 0.0).then_some(())
        })
        .await;
        let what = format!("KV holds what it should\n{story}");
        eventually(&what, CAUGHT_UP_WITHIN, async || {
            let arguments = ["rebuild", self.tenant.label.as_str(), "--check"];
            let output = self.edges.xtask(&arguments).await;
            output.status.success().then_some(())
        })
        .await;
        for edge in [&self.edges.near, &self.edges.beside, &self.edges.far] {
            assert!(self.is_right_at(edge).await.is_some(), "{story}");
        }
    }
}

#[tokio::test]
async fn no_token_comes_back_and_none_is_refused_wrongly_in_any_schedule() {
    let named = std::env::var("GATEPASS_SEED").ok().map(|text| text.parse().unwrap());
    let (first, count) = match named {
        Some(seed) => (seed, 1),
        None => (getrandom::u64().unwrap(), SCHEDULES),
    };
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    for number in 0..count {
        Schedule::new(first.wrapping_add(number), &kv, &edges).await.run().await;
    }
}
