//! A random schedule: what people do to tokens, what programs do with them, and what befalls the
//! platform.

use super::chance::Chance;
use super::judging::{KNOWN, KNOWN_FOR_GOOD, Violation};
use super::kv::Weather;
use super::world::{Counts, Event, Habit, Parts, Request, World};
use crate::decision::RequestFacts;
use crate::edge::Answer;
use crate::policy::Freshness;
use crate::scope::Scope;
use crate::standing::Verdict;
use crate::time::{Millis, UnixMillis};
use crate::token::{TokenDigest, TokenIdentity};

/// How long a schedule waits at its end before it looks at every token: as what has ended has to be
/// known everywhere, as late writes may still undo other changes, and as those are over too.
const AMID_LATE_WRITES: Millis = Millis::seconds(100);
const SETTLED: Millis = KNOWN_FOR_GOOD;

/// By when the last requests are answered.
const ANSWERED: Millis = Millis::seconds(15);

const FEWEST_STEPS: usize = 6;
const MOST_STEPS: usize = 26;
const FEWEST_EDGES: usize = 3;

const OFFICE: &str = "192.0.2.1";
const HOME: &str = "198.51.100.1";

/// A schedule under way.
pub(super) struct Schedule<'a> {
    pub(super) world: World<'a>,
    pub(super) chance: Chance,
    steps: usize,
    pace: Pace,
    /// How many tokens were made.
    pub(super) made: usize,
}

/// How much time lies between two steps.
#[derive(Clone, Copy)]
enum Pace {
    Seconds,
    Minutes,
    Hours,
}

/// Runs the schedule of a seed, and says how often what happened.
pub(super) fn run(seed: u64, parts: Parts, tokens: &[TokenIdentity]) -> Result<Counts, Violation> {
    let world = Schedule::new(seed, MOST_STEPS, parts, tokens).run();
    world.violation.map_or(Ok(world.counts), Err)
}

/// What happens in the schedule of a seed until something goes wrong, by as few of its first steps as
/// it takes, for people to read.
pub(super) fn tell(seed: u64, parts: Parts, tokens: &[TokenIdentity]) -> String {
    let of = |steps| Schedule::new(seed, steps, parts, tokens);
    let steps = (0..MOST_STEPS).find(|steps| of(*steps).run().violation.is_some());
    let mut schedule = of(steps.unwrap_or(MOST_STEPS));
    schedule.world.story = Some(Vec::new());
    schedule.run().story.unwrap_or_default().join("\n")
}

impl<'a> Schedule<'a> {
    /// The first steps of the schedule of a seed.
    fn new(seed: u64, first: usize, parts: Parts, tokens: &'a [TokenIdentity]) -> Self {
        let mut chance = Chance::of(seed, "steps");
        let pace = chance.pick(&[Pace::Seconds, Pace::Seconds, Pace::Minutes, Pace::Hours]);
        let steps = first.min(FEWEST_STEPS + chance.below(MOST_STEPS - FEWEST_STEPS));
        let world = World::new(seed, FEWEST_EDGES + chance.below(2), parts, tokens);
        Self { world, chance, steps, pace, made: 0 }
    }

    fn run(mut self) -> World<'a> {
        if self.chance.hits(40) {
            self.world.kv.weather = Weather::Flaky;
            let lasts = self.chance.millis(1_000..=100_000);
            self.world.after(lasts, Event::KvClearsUp);
        }
        while self.world.digests.is_empty() {
            self.issue();
        }
        self.world.after(Millis(0), Event::Step);
        while let Some(event) = self.world.next(UnixMillis(i64::MAX)) {
            if !matches!(event, Event::Step) {
                self.world.happen(event);
                continue;
            }
            self.world.judge_backlog();
            if self.steps == 0 {
                break;
            }
            self.step();
        }
        self.settle();
        self.world
    }

    /// Ends all trouble, waits, and looks at every token from every edge.
    fn settle(&mut self) {
        let world = &mut self.world;
        world.tell(|_| "from here on all is well".to_owned());
        world.let_kv_clear_up();
        world.let_registry_return();
        (0..world.edges.len()).for_each(|edge| world.let_edge_return(edge));
        for wait in [KNOWN, AMID_LATE_WRITES, SETTLED] {
            self.world.pass(wait);
            self.world.judge_backlog();
            self.look_around();
        }
        self.world.judge_kv();
    }

    /// Uses every token from every edge; but for one, no isolate there remembers any.
    fn look_around(&mut self) {
        for edge in 0..self.world.edges.len() {
            if edge > 0 {
                self.world.edges[edge].restart(self.world.parts.cache);
            }
            for digest in self.world.digests.clone() {
                let facts = self.any_facts();
                self.use_once(edge, digest, facts, Freshness::Cached);
            }
        }
        self.world.pass(ANSWERED);
    }

    fn step(&mut self) {
        self.steps -= 1;
        match self.chance.below(20) {
            0..7 => self.go_on_using(),
            7..10 => self.use_everywhere(),
            10..16 => self.change(),
            _ => self.make_trouble(),
        }
        let seconds = match (self.pace, self.chance.below(4)) {
            (_, 0) => 0..=3,
            (Pace::Seconds, 1) | (Pace::Minutes, 2) => 0..=60,
            (Pace::Seconds, _) | (Pace::Hours, 1) => 0..=15,
            (Pace::Minutes, _) => 5..=300,
            (Pace::Hours, _) => 60..=200_000,
        };
        let wait = self.chance.millis(seconds.start() * 1000..=seconds.end() * 1000);
        self.world.after(wait, Event::Step);
    }

    /// A token; more often than not one that is good for something.
    pub(super) fn any_token(&mut self) -> TokenDigest {
        let good = self.good_tokens();
        match good.is_empty() || self.chance.hits(20) {
            true => self.chance.pick(&self.world.digests),
            false => self.chance.pick(&good),
        }
    }

    pub(super) fn good_tokens(&self) -> Vec<TokenDigest> {
        let world = &self.world;
        let is_good = |digest: &&TokenDigest| {
            matches!(world.registry.answer(digest, world.now), Answer::Known(standing)
                if matches!(standing.verdict, Verdict::Granted(_)))
        };
        world.digests.iter().filter(is_good).copied().collect()
    }

    /// What a request for a token asks; more often than not something that it may.
    fn facts(&mut self, digest: &TokenDigest) -> RequestFacts {
        let mut facts = self.any_facts();
        for _ in 0..3 {
            if self.world.truth.lets(digest, &facts, self.world.now) || self.chance.hits(20) {
                break;
            }
            facts = self.any_facts();
        }
        facts
    }

    fn any_facts(&mut self) -> RequestFacts {
        let scope_needed = self.chance.pick(&[Scope::READ, Scope::WRITE, Scope::MANAGE]);
        let address = self.chance.pick(&[OFFICE, OFFICE, HOME, ""]).parse().ok();
        RequestFacts { scope_needed, address }
    }

    fn freshness(&mut self) -> Freshness {
        if self.chance.hits(10) { Freshness::Strict } else { Freshness::Cached }
    }

    fn go_on_using(&mut self) {
        let (edge, digest) = (self.chance.below(self.world.edges.len()), self.any_token());
        let (facts, freshness) = (self.facts(&digest), self.freshness());
        let longest_gap = Millis(self.chance.pick(&[1_000, 2_000, 4_000, 4_000, 9_000]));
        let lasts = Millis(longest_gap.0 * (3 + self.chance.below(10) as i64));
        let until = self.world.now + lasts;
        let habit = Habit { edge, digest, facts, freshness, longest_gap, until };
        if self.chance.hits(50) {
            let edge = self.chance.below(self.world.edges.len());
            self.world.go_on_using(Habit { edge, ..habit.clone() });
        }
        self.world.go_on_using(habit);
    }

    fn use_everywhere(&mut self) {
        let (digest, freshness) = (self.any_token(), self.freshness());
        let facts = self.facts(&digest);
        for edge in 0..self.world.edges.len() {
            self.use_once(edge, digest, facts.clone(), freshness);
        }
    }

    fn use_once(
        &mut self,
        edge: usize,
        digest: TokenDigest,
        facts: RequestFacts,
        freshness: Freshness,
    ) {
        let (isolate, begun_at) = (self.world.edges[edge].isolate, self.world.now);
        let request = Request { edge, isolate, digest, facts, freshness, begun_at };
        self.world.begin_request(request);
    }

    fn make_trouble(&mut self) {
        let longest = self.chance.pick(&[3_000, 30_000, 120_000, 700_000]);
        let lasts = self.chance.millis(500..=longest);
        let (edge, world) = (self.chance.below(self.world.edges.len()), &mut self.world);
        match self.chance.below(12) {
            0..4 => {
                world.kv.weather = Weather::Flaky;
                world.after(lasts, Event::KvClearsUp);
            }
            4..6 => {
                world.kv.weather = Weather::Down;
                world.after(lasts, Event::KvClearsUp);
            }
            6..8 => {
                world.edges[edge].is_cut_off = true;
                world.after(lasts, Event::EdgeReturns(edge));
            }
            8..10 => {
                world.registry.restart();
                world.is_registry_away = true;
                world.after(lasts, Event::RegistryReturns);
            }
            10 => {
                world.registry.restart();
                world.calm_since = world.now;
            }
            _ => world.edges[edge].restart(world.parts.cache),
        }
        let weather = world.kv.weather;
        world.tell(|world| {
            format!("trouble: KV {weather:?}, away {}, edge {edge}", world.is_registry_away)
        });
    }
}
