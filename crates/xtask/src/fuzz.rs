//! `cargo xtask fuzz`: what parses what others send, fed with what nobody would think of.

mod tally;
mod targets;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail, ensure};

use crate::cli::FuzzOptions;
use crate::paths::{Paths, find_program};
use crate::step::{toolchain, tools};
use crate::{run, say};

/// How many targets run at once.
const AT_ONCE: usize = 2;

/// Without a sanitizer: there is no unsafe code to watch, and properties hold or panic.
const UNSANITIZED: [&str; 2] = ["--sanitizer", "none"];

/// How many lines of its log are shown of a target that found something.
const LINES_SHOWN: usize = 30;

/// Runs every target, or one.
pub(crate) fn fuzz(paths: &Paths, options: &FuzzOptions) -> Result<()> {
    let known = targets::known(&paths.fuzz())?;
    let wanted = match &options.only {
        None => known,
        Some(name) if known.contains(name) => vec![name.clone()],
        Some(name) => bail!("There is no target {name}; there are: {}.", known.join(", ")),
    };
    set_up(paths)?;
    for name in &wanted {
        run::stream(cargo_fuzz(paths, "build")?.args(UNSANITIZED).arg(name))?;
    }
    let waiting = Mutex::new(wanted.iter());
    let next = || waiting.lock().ok()?.next();
    let worker =
        || std::iter::from_fn(next).try_for_each(|name| run_one(paths, name, options.seconds));
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(worker)).collect();
        let end = |worker: thread::ScopedJoinHandle<'_, Result<()>>| {
            worker.join().unwrap_or_else(|_| bail!("A target could not be watched."))
        };
        // Each is waited for, so that none goes on when this has ended.
        let outcomes: Vec<Result<()>> = workers.into_iter().map(end).collect();
        outcomes.into_iter().collect()
    })
}

fn set_up(paths: &Paths) -> Result<()> {
    toolchain::ensure(paths)?;
    ensure!(
        find_program("c++").is_some(),
        "Install a C++ compiler (on Debian the package `g++`): libFuzzer is compiled by it."
    );
    tools::cargo_fuzz(paths)?;
    Ok(())
}

fn cargo_fuzz(paths: &Paths, verb: &str) -> Result<Command> {
    let mut command = run::program(paths, "rustup")?;
    command
        .args(["run", toolchain::NIGHTLY])
        .arg(tools::cargo_fuzz(paths)?)
        .arg(verb)
        .arg("--fuzz-dir")
        .arg(paths.fuzz())
        .arg("--target-dir")
        .arg(paths.fuzz_target())
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    Ok(command)
}

/// Runs one for so many seconds. What it finds on the way is kept beside the build, and begun with
/// the next time; the seeds stay as they are.
fn run_one(paths: &Paths, name: &str, seconds: u32) -> Result<()> {
    let found = paths.fuzz_target().join("corpus").join(name);
    fs::create_dir_all(&found).with_context(|| format!("{} cannot be made", found.display()))?;
    let log = paths.fuzz_target().join(format!("{name}.log"));
    let written =
        File::create(&log).with_context(|| format!("{} cannot be made", log.display()))?;
    let mut command = cargo_fuzz(paths, "run")?;
    command.args(UNSANITIZED).arg(name).arg(&found).arg(targets::seeds(&paths.fuzz(), name));
    command.args(["--", "-print_final_stats=1", "-timeout=10"]);
    command.arg(format!("-max_total_time={seconds}"));
    if let Some(words) = targets::dictionary(&paths.fuzz(), name) {
        command.arg(format!("-dict={}", words.display()));
    }
    command.stdout(written.try_clone()?).stderr(written);
    let outcome = run::stream(&mut command);
    report(name, &log, outcome.is_ok())?;
    outcome
}

fn report(name: &str, log: &Path, is_clean: bool) -> Result<()> {
    let text = fs::read(log).with_context(|| format!("{} cannot be read", log.display()))?;
    let text = String::from_utf8_lossy(&text);
    let said = tally::tally(&text).map_or_else(|| "no numbers".to_owned(), |t| t.to_string());
    say::detail(&format!("{name}: {said}"));
    if !is_clean {
        let lines: Vec<&str> = text.lines().collect();
        let shown = lines.get(lines.len().saturating_sub(LINES_SHOWN)..).unwrap_or_default();
        shown.iter().for_each(|line| say::pass_on(line));
        say::detail(&format!("{name} found something; all it said is in {}", log.display()));
    }
    Ok(())
}

impl Paths {
    /// Where the targets are, with their seeds.
    fn fuzz(&self) -> PathBuf {
        self.in_root("fuzz")
    }
}
