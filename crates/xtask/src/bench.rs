//! `cargo xtask bench`: the measurements, of the Worker as it is now.

use anyhow::Result;

use crate::build::{self, Parts};
use crate::cli::BenchOptions;
use crate::paths::Paths;
use crate::{run, say, step};

/// Builds the Worker and measures it.
pub(crate) fn bench(paths: &Paths, options: &BenchOptions) -> Result<()> {
    step::set_up(paths)?;
    build::build(paths, Parts::Measured)?;
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
    run::stream(&mut command)
}
