//! `cargo xtask rebuild`: holds KV against the registries, and has it told again.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use gatepass_core::rebuild::{Drift, RebuildPlace};
use gatepass_core::route::{RegistryName, Route};
use gatepass_core::wire::{DriftPage, DriftView, ProblemKind, RebuildFrom, RebuildStep};

use crate::cli::{RebuildOptions, Rebuilt};
use crate::operator::{Answer, Operator};
use crate::paths::Paths;
use crate::{say, tenant};

/// How long between two looks at an outbox that is full.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long an outbox may hold as much as before: KV takes nothing then.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often something is asked for that could not be had for the moment.
const ATTEMPTS: u32 = 5;

/// How many keys that differ are named of one registry.
const NAMED: usize = 10;

/// Does what was asked for.
pub(crate) fn rebuild(paths: &Paths, options: &RebuildOptions) -> Result<()> {
    let operator = Operator::of(paths, &options.remote)?;
    let names = match &options.what {
        Rebuilt::Tenant(label) => vec![RegistryName::Tenant(label.clone())],
        Rebuilt::All => all(&operator)?,
    };
    match options.check {
        true => check(&operator, &names),
        false => names.iter().try_for_each(|name| restore(&operator, name)),
    }
}

/// The directory, which there is once there is a tenant, and all tenants.
fn all(operator: &Operator) -> Result<Vec<RegistryName>> {
    let tenants = tenant::list(operator)?;
    if tenants.is_empty() {
        say::line("There is no tenant yet, so KV is to hold nothing.");
        return Ok(Vec::new());
    }
    let tenants = tenants.into_iter().map(|tenant| RegistryName::Tenant(tenant.label));
    Ok(std::iter::once(RegistryName::Directory).chain(tenants).collect())
}

/// What a registry and what it knows of are called.
fn words(name: &RegistryName) -> (&str, &'static str) {
    match name {
        RegistryName::Directory => ("directory", "tenants"),
        RegistryName::Tenant(label) => (label.as_str(), "tokens"),
    }
}

/// A number as people read it: `1,500`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How far one is with a registry, as it is said.
struct Progress<'a> {
    name: &'a RegistryName,
    looked_at: u64,
}

impl<'a> Progress<'a> {
    fn new(name: &'a RegistryName) -> Self {
        Self { name, looked_at: 0 }
    }

    fn go_on(&mut self, looked_at: u64, total: u64) {
        self.looked_at += looked_at;
        if looked_at > 0 {
            let (name, things) = words(self.name);
            // Those that came while one was looking are in no total.
            let total = grouped(total.max(self.looked_at));
            say::detail(&format!("{name}: {} of {total} {things}", grouped(self.looked_at)));
        }
    }
}

/// Asks until there is an answer to go on with; what is out of reach for the moment is asked again.
fn persist<T>(what: &str, mut ask: impl FnMut() -> Result<Answer<T>>) -> Result<T> {
    for _ in 1..ATTEMPTS {
        match ask()? {
            Answer::Refused(problem) if problem.kind == ProblemKind::Unavailable => {
                say::detail(&format!("{what}: not to be had for the moment, once more"));
                sleep(4 * LOOK_EVERY);
            }
            answer @ (Answer::Given(_) | Answer::Refused(_)) => return answer.given(),
        }
    }
    ask()?.given()
}

/// Has KV told again of all that a registry knows, and waits until it took all of it.
fn restore(operator: &Operator, name: &RegistryName) -> Result<()> {
    let (word, things) = words(name);
    let mut progress = Progress::new(name);
    let (mut from, mut written) = (RebuildFrom::default(), 0);
    let (mut waiting, mut moved_at) = (u64::MAX, Instant::now());
    loop {
        let route = Route::Rebuild(name.clone());
        let step: RebuildStep = persist(word, || operator.send(&route, &from))?;
        progress.go_on(step.looked_at, step.total);
        written += step.written;
        if step.cursor == RebuildPlace::End && step.waiting == 0 {
            break;
        }
        if step.looked_at > 0 || step.waiting < waiting {
            moved_at = Instant::now();
        }
        if moved_at.elapsed() > PATIENCE {
            let waiting = grouped(step.waiting);
            bail!("{word}: KV takes nothing, and {waiting} writes wait. They go on by themselves");
        }
        if step.looked_at == 0 {
            sleep(LOOK_EVERY);
        }
        waiting = step.waiting;
        from.cursor = Some(step.cursor);
    }
    let (written, looked_at) = (grouped(written), grouped(progress.looked_at));
    say::line(&format!("{word}: KV was told again of {looked_at} {things}, by {written} writes."));
    Ok(())
}

fn check(operator: &Operator, names: &[RegistryName]) -> Result<()> {
    let mut drifts = 0;
    for name in names {
        drifts += check_one(operator, name)?;
    }
    match drifts {
        0 => Ok(()),
        drifts => bail!(
            "{} keys of KV are not as they should be: `cargo xtask rebuild` mends them",
            grouped(drifts)
        ),
    }
}

/// Says how what KV holds from a registry differs, and in how many keys.
fn check_one(operator: &Operator, name: &RegistryName) -> Result<u64> {
    let (word, things) = words(name);
    let mut progress = Progress::new(name);
    let (mut from, mut awaited) = (RebuildFrom::default(), 0);
    let (mut counts, mut named): ([u64; 3], Vec<DriftView>) = ([0; 3], Vec::new());
    loop {
        let route = Route::Drift(name.clone());
        let query = from.to_query();
        let page: DriftPage = persist(word, || operator.ask_for_part(&route, &query))?;
        progress.go_on(page.looked_at, page.total);
        awaited += page.awaited;
        for (count, drift) in counts.iter_mut().zip(Drift::ALL) {
            *count += page.data.iter().filter(|key| key.drift == drift).count() as u64;
        }
        named.extend(page.data.into_iter().take(NAMED.saturating_sub(named.len())));
        if page.cursor == RebuildPlace::End {
            break;
        }
        from.cursor = Some(page.cursor);
    }
    let looked_at = grouped(progress.looked_at);
    let sum = counts.iter().sum();
    match sum {
        0 => say::line(&format!("{word}: KV holds what it should of {looked_at} {things}.")),
        sum => {
            let of_each = Drift::ALL.iter().zip(counts);
            let of_each: Vec<String> = of_each
                .map(|(drift, count)| format!("{} {}", grouped(count), drift.as_str()))
                .collect();
            say::line(&format!("{word}: {} of {looked_at} {things}:", of_each.join(", ")));
            for DriftView { key, drift } in &named {
                say::line(&format!("    {key}  {}", drift.as_str()));
            }
            if sum > NAMED as u64 {
                say::line(&format!("    and {} more", grouped(sum - NAMED as u64)));
            }
        }
    }
    if awaited > 0 {
        say::line(&format!("    {} keys wait in the outbox, and say nothing", grouped(awaited)));
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (1_500, "1,500"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn all_is_all_and_any_other_word_is_a_tenant() {
        assert_eq!("all".parse(), Ok(Rebuilt::All));
        assert_eq!("contoso".parse(), Ok(Rebuilt::Tenant("contoso".parse().unwrap())));
        assert!("Contoso".parse::<Rebuilt>().is_err());
    }
}
