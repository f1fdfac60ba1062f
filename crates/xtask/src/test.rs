//! `cargo xtask test`: every check and test, in order, up to the first that fails.

mod stage;

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::cli::Stages;
use crate::paths::Paths;
use crate::step::{self, browser, proxies, python, scanner};
use crate::test::stage::{STAGES, Stage, Tools};
use crate::{policy, say};

/// Runs the stages, or one group of them.
pub(crate) fn test(paths: &Paths, only: Option<Stages>) -> Result<()> {
    let start = Instant::now();
    let stages: Vec<&Stage> =
        STAGES.iter().filter(|stage| only.is_none_or(|group| group == stage.group)).collect();
    policy::require(paths)?;
    step::set_up(paths)?;
    let chromedriver = if stages.iter().any(|stage| stage.needs_browser()) {
        Some(browser::ensure(paths)?)
    } else {
        None
    };
    let mut gitleaks = None;
    if stages.iter().any(|stage| stage.needs_proxies()) {
        proxies::ensure(paths)?;
        gitleaks = Some(scanner::ensure(paths)?);
        python::ensure(paths)?;
    }
    let tools = Tools { paths, chromedriver, gitleaks };
    let mut times = vec![("set-up", start.elapsed())];
    let outcome = stages.into_iter().try_for_each(|stage| {
        let start = Instant::now();
        say::step(stage.name);
        let outcome = (stage.run)(&tools);
        times.push((stage.name, start.elapsed()));
        outcome
    });
    summarize(&times, start.elapsed(), outcome.is_ok());
    outcome
}

fn summarize(times: &[(&str, Duration)], total: Duration, is_passed: bool) {
    say::step("Time taken");
    for (name, span) in times {
        say::detail(&format!("{:>12}  {name}", say::duration(*span)));
    }
    let verdict = if is_passed { "all passed" } else { "the last of these failed" };
    say::detail(&format!("{:>12}  in all; {verdict}", say::duration(total)));
}
