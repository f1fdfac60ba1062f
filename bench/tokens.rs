//! What the path costs with few and with many distinct tokens.
//!
//! Each tenant has a process of its own, so that all is counted which its requests lead to: the reads
//! of KV, and the reports to the registry that come later.

use std::time::Duration;

use anyhow::Result;
use gatepass_core::edge::CACHED_GRANTS;

use crate::filled::Filled;
use crate::load::{Load, Question};
use crate::processor_time::taken_by;
use crate::report::{Ratio, Report, median, say};
use crate::stillness::await_stillness;
use crate::workerd::Site;

const FEW: usize = 10;

/// How many questions a tenant is asked before it is another's turn.
const IN_TURN: u64 = 100;

/// How much is asked: of which tenants, and how often.
struct Effort {
    counts: &'static [usize],
    rounds: u64,
    questions: u64,
}

struct Tenant {
    site: Site,
    filled: Filled,
    count: usize,
    times: Vec<Duration>,
}

/// Asks each about any of its tokens, in turns.
pub(crate) async fn measure(report: &mut Report, is_quick: bool) -> Result<()> {
    let effort = match is_quick {
        true => Effort { counts: &[FEW, 1_000], rounds: 3, questions: 2_000 },
        false => Effort { counts: &[FEW, 1_000, 100_000], rounds: 5, questions: 8_000 },
    };
    let load = Load::new()?;
    let mut tenants = Vec::new();
    for count in effort.counts {
        let site = Site::new(Vec::new())?;
        let filled = Filled::start(&site, *count).await?;
        let tenant = Tenant { site, filled, count: *count, times: Vec::new() };
        tenant.warm(&load, effort.questions).await?;
        tenants.push(tenant);
    }
    let processes: Vec<u32> = tenants.iter().map(|tenant| tenant.filled.workerd.id()).collect();
    await_stillness(&processes).await?;
    for round in 0..effort.rounds {
        let begins = processes.iter().map(|id| taken_by(*id)).collect::<Result<Vec<_>>>()?;
        let (from, end) = (round * effort.questions, (round + 1) * effort.questions);
        for from in (from..end).step_by(usize::try_from(IN_TURN)?) {
            for tenant in &tenants {
                let questions = tenant.filled.questions(from, IN_TURN);
                load.ask_all(&tenant.site.origin(), &questions, 200).await?;
            }
        }
        await_stillness(&processes).await?;
        for (tenant, begin) in tenants.iter_mut().zip(begins) {
            let taken = taken_by(tenant.filled.workerd.id())?.saturating_sub(begin);
            tenant.times.push(taken / u32::try_from(effort.questions)?);
        }
    }
    tell(report, &tenants);
    Ok(())
}

impl Tenant {
    /// Asks about each token once, where that fits into memory, and until all is compiled.
    async fn warm(&self, load: &Load, questions: u64) -> Result<()> {
        let each = self.filled.tokens.iter().take(CACHED_GRANTS);
        let each: Vec<_> = each.map(|token| Question::of(token)).collect();
        load.ask_all(&self.site.origin(), &each, 200).await?;
        // Other questions than those that are timed.
        let others = self.filled.questions(1 << 32, questions);
        load.ask_all(&self.site.origin(), &others, 200).await
    }
}

fn tell(report: &mut Report, tenants: &[Tenant]) {
    let micros = |time: &Duration| time.as_secs_f64() * 1e6;
    say(&format!("\n{:<44} {:>8}", "µs of processor time, distinct tokens", "median"));
    for Tenant { count, times, .. } in tenants {
        say(&format!("{count:<44} {:>8.1}", median(times.iter().map(micros))));
    }
    let Some((few, more)) = tenants.split_first() else { return };
    for Tenant { count, times, .. } in more {
        let ratios = few.times.iter().zip(times).map(|(few, many)| micros(few) / micros(many));
        let ratio = Ratio { ratio: median(ratios), must: None, stretch: None };
        report.add("verify: distinct tokens", &format!("{FEW} ÷ {count}"), ratio);
    }
}
