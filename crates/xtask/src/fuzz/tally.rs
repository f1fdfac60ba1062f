//! What libFuzzer counted.

use std::fmt;

/// How much a target ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    runs: u64,
    runs_per_second: u64,
    new_units: u64,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, runs_per_second, new_units } = self;
        write!(f, "{runs} runs, {runs_per_second} a second, {new_units} of them on new ways")
    }
}

/// Reads what stands at the end of its log. Source: libFuzzer's `-print_final_stats`.
pub(super) fn tally(log: &str) -> Option<Tally> {
    let number = |name: &str| {
        let after = log.lines().rev().find_map(|line| line.strip_prefix(name))?;
        after.trim().parse().ok()
    };
    Some(Tally {
        runs: number("stat::number_of_executed_units:")?,
        runs_per_second: number("stat::average_exec_per_sec:")?,
        new_units: number("stat::new_units_added:")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_at_the_end_of_a_log_are_read() {
        let log = "Done 900 runs in 3 second(s)\nstat::number_of_executed_units: 900\n\
                   stat::average_exec_per_sec:     300\nstat::new_units_added:          7\n";
        let tally = tally(log).unwrap();
        assert_eq!(tally.to_string(), "900 runs, 300 a second, 7 of them on new ways");
    }

    #[test]
    fn a_log_that_breaks_off_has_none() {
        assert_eq!(tally("INFO: Running with entropic power schedule\n"), None);
    }
}
