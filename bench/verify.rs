//! Forward-auth beside its peers: the processor time that a request takes.

mod arms;
mod scene;
mod start;
mod table;

use std::time::Duration;

use anyhow::{Context, Result};

use crate::load::{Load, Question};
use crate::processor_time::taken_by;
use crate::report::{Ratio, Report, median, say};
use crate::stillness::await_stillness;
use crate::workerd::{Site, Workerd};

use arms::{CACHED, HELLO, HONO, OAUTH, SDK, UNCACHED};
use scene::Scene;

/// The Worker as it is deployed.
const OURS: &str = "gatepass";

/// How many rounds it takes until what is asked often is compiled at its best, which an isolate in use
/// has behind it.
const WARMING: usize = 3;

/// How many questions an arm is asked before it is another's turn.
const IN_TURN: usize = 100;

/// How much is asked: rounds, and questions of each arm in a round.
struct Effort {
    rounds: usize,
    questions: usize,
    reading_questions: usize,
}

/// What is asked about.
struct Case {
    name: &'static str,
    status: u16,
    peers: &'static [Peer],
}

/// What it is measured beside: its name, how it is told, and its targets.
struct Peer {
    arm: &'static str,
    title: &'static str,
    must: Option<f64>,
    stretch: Option<f64>,
}

const fn peer(arm: &'static str, title: &'static str, must: f64, stretch: f64) -> Peer {
    Peer { arm, title, must: Some(must), stretch: Some(stretch) }
}

const VALID: Case = Case {
    name: "valid, cached",
    status: 200,
    peers: &[
        peer(CACHED, "JS with a cache", 1.10, 1.30),
        peer(HELLO, "JS hello", 0.84, 0.95),
        peer(SDK, "documented workers-rs", 1.5, 1.8),
    ],
};

const REVOKED: Case = Case {
    name: "revoked, cached",
    status: 401,
    peers: &[
        peer(CACHED, "JS with a cache", 1.15, 1.3),
        Peer { arm: SDK, title: "documented workers-rs", must: None, stretch: None },
    ],
};

const MALFORMED: Case = Case {
    name: "malformed",
    status: 401,
    peers: &[
        peer(CACHED, "JS", 0.95, 1.05),
        peer(HONO, "Hono's bearer-auth", 1.8, 2.2),
        Peer { arm: SDK, title: "documented workers-rs", must: None, stretch: None },
    ],
};

const READ_EACH_TIME: Case = Case {
    name: "valid, KV read each time",
    status: 200,
    peers: &[
        peer(UNCACHED, "JS without a cache", 0.95, 1.05),
        peer(OAUTH, "workers-oauth-provider", 1.25, 1.5),
        Peer { arm: HONO, title: "Hono's bearer-auth", must: None, stretch: None },
    ],
};

/// Measures every case in turns.
pub(crate) async fn measure(report: &mut Report, is_quick: bool) -> Result<()> {
    let effort = match is_quick {
        true => Effort { rounds: 3, questions: 1_000, reading_questions: 500 },
        false => Effort { rounds: 9, questions: 2_000, reading_questions: 1_500 },
    };
    let site = Site::new(arms::all())?;
    let count = (effort.rounds + WARMING) * effort.reading_questions;
    let scene = Scene::prepare(&site, count).await?;
    let bench = Bench { site: &site, workerd: &scene.workerd, load: Load::new()? };
    table::compare(&bench, &scene).await?;
    let malformed = Question::of("garbage");
    for (case, question) in [
        (VALID, Question::of(&scene.valid)),
        (REVOKED, Question::of(&scene.revoked)),
        (MALFORMED, malformed),
    ] {
        let questions = vec![question; effort.questions];
        let mut rounds = Vec::new();
        for round in 0..effort.rounds + WARMING {
            rounds.push(bench.round(&case, round, &questions).await?);
        }
        tell(report, &case, &rounds);
    }
    let many: Vec<Question> = scene.many.iter().map(|token| Question::of(token)).collect();
    let mut rounds = Vec::new();
    let chunks = many.chunks(effort.reading_questions).take(effort.rounds + WARMING);
    for (round, questions) in chunks.enumerate() {
        rounds.push(bench.round(&READ_EACH_TIME, round, questions).await?);
        // So that the reports of what was asked now are in nobody's time.
        await_stillness(&[scene.workerd.id()]).await?;
    }
    tell(report, &READ_EACH_TIME, &rounds);
    start::measure(report, effort.rounds).await
}

/// The times of a round, in the order of the peers, ours last.
type Round = Vec<Duration>;

/// Tells of the rounds after the arms were compiled.
fn tell(report: &mut Report, case: &Case, rounds: &[Round]) {
    let rounds = rounds.get(WARMING..).unwrap_or_default();
    let of = |place: usize| rounds.iter().filter_map(move |times| times.get(place).copied());
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let ours = case.peers.len();
    say(&format!("\n{:<44} {:>8}", format!("µs of processor time, {}", case.name), "median"));
    say(&format!("{OURS:<44} {:>8.1}", median(of(ours).map(micros))));
    for (place, Peer { title, must, stretch, .. }) in case.peers.iter().enumerate() {
        say(&format!("{title:<44} {:>8.1}", median(of(place).map(micros))));
        let ratios = of(place).zip(of(ours)).map(|(peer, ours)| micros(peer) / micros(ours));
        let ratio = Ratio { ratio: median(ratios), must: *must, stretch: *stretch };
        report.add(&format!("verify: {}", case.name), title, ratio);
    }
}

/// The running site, and somebody who asks it.
struct Bench<'a> {
    site: &'a Site,
    workerd: &'a Workerd,
    load: Load,
}

impl Bench<'_> {
    fn origin(&self, arm: &str) -> Result<String> {
        if arm == OURS { Ok(self.site.origin()) } else { self.site.origin_of(arm) }
    }

    /// Asks every arm a few of the questions in turn, until each was asked all, in another order each
    /// round: so whatever else the machine does meets all of them alike.
    async fn round(&self, case: &Case, round: usize, questions: &[Question]) -> Result<Round> {
        let arms = case.peers.iter().map(|peer| peer.arm).chain([OURS]);
        let arms: Vec<(usize, &str)> = arms.enumerate().collect();
        let mut times = vec![Duration::ZERO; arms.len()];
        for some in questions.chunks(IN_TURN) {
            let turns = arms.iter().cycle().skip(round % arms.len()).take(arms.len());
            for (place, arm) in turns {
                let origin = self.origin(arm)?;
                let before = taken_by(self.workerd.id())?;
                self.load.ask_all(&origin, some, self.status(case, arm)).await?;
                let taken = taken_by(self.workerd.id())?.saturating_sub(before);
                *times.get_mut(*place).context("every arm has a place")? += taken;
            }
        }
        let each = u32::try_from(questions.len())?;
        Ok(times.into_iter().map(|time| time / each).collect())
    }

    fn status(&self, case: &Case, arm: &str) -> u16 {
        if arm == HELLO { 200 } else { case.status }
    }
}
