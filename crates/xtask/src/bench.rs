//! `cargo xtask bench`: the measurements, of the Worker as it is now.

use anyhow::Result;

use crate::build::{self, Parts};
use crate::cli::BenchOptions;
use crate::paths::Paths;
use crate::{run, say, step};

/// The chart that the README shows, from the repository.
const CHART: &str = "docs/bench.svg";

/// Builds the Worker and the page, and measures them. What is measured whole and at length is drawn
/// too.
pub(crate) fn bench(paths: &Paths, options: &BenchOptions) -> Result<()> {
    step::set_up(paths)?;
    build::build(paths, Parts::Measured)?;
    if options.only.as_deref().is_none_or(|part| part == "size") {
        build::build(paths, Parts::Page)?;
    }
    say::step("Measuring");
    let mut command = run::cargo(paths)?;
    command.args(["run", "--quiet", "--package", "gatepass-bench", "--"]);
    command.arg("--output").arg(paths.measurements());
    if let Some(part) = &options.only {
        command.args(["--only", part]);
    }
    if options.quick {
        command.arg("--quick");
    }
    if options.only.is_none() && !options.quick {
        command.arg("--chart").arg(paths.in_root(CHART));
    }
    run::stream(&mut command)
}
