//! Measures Gatepass: `cargo xtask bench`.
//!
//! What is compared runs in one and the same process, in turns. A measurement is the processor time
//! that this process took for a request: the time on the clock tells more of the machine.
#![forbid(unsafe_code)]

mod client;
mod list;
mod list_cases;
mod load;
mod processor_time;
mod report;
mod verify;
mod workerd;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::report::Report;

/// What to measure.
#[derive(Parser)]
struct Options {
    /// Measure this only.
    #[arg(long)]
    only: Option<Part>,
    /// Take fewer rounds: the numbers swing more.
    #[arg(long)]
    quick: bool,
    /// Where the numbers are written, as JSON.
    #[arg(long)]
    output: PathBuf,
}

/// A part of the measurements.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Part {
    /// The list of tokens: 100 of them beside 100,000.
    List,
    /// Forward-auth, beside its peers.
    Verify,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let mut report = Report::default();
    for part in [Part::Verify, Part::List] {
        if options.only.is_none_or(|only| only == part) {
            match part {
                Part::Verify => verify::measure(&mut report, options.quick).await?,
                Part::List => list::measure(&mut report, options.quick).await?,
            }
        }
    }
    report.write(&options.output)
}
