//! Measures Gatepass: `cargo xtask bench`.
//!
//! What is compared runs in one and the same process, in turns. A measurement is the processor time
//! that this process took for a request: the time on the clock tells more of the machine.
#![forbid(unsafe_code)]

mod chart;
mod client;
mod filled;
mod list;
mod list_cases;
mod load;
mod memory;
mod processor_time;
mod report;
mod size;
mod stillness;
mod tokens;
mod traffic;
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
    /// Where the ratios are drawn, as SVG.
    #[arg(long)]
    chart: Option<PathBuf>,
}

/// A part of the measurements.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Part {
    /// Forward-auth, beside its peers.
    Verify,
    /// What it costs with few and with many distinct tokens.
    Tokens,
    /// The list of tokens: 100 of them beside 100,000.
    List,
    /// What is sent: the Worker, and the page's module.
    Size,
    /// What a minute of use costs of KV and of the registry.
    Traffic,
    /// What a token takes that is remembered.
    Memory,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let mut report = Report::default();
    for part in Part::value_variants() {
        if options.only.is_none_or(|only| only == *part) {
            match part {
                Part::Verify => verify::measure(&mut report, options.quick).await?,
                Part::Tokens => tokens::measure(&mut report, options.quick).await?,
                Part::List => list::measure(&mut report, options.quick).await?,
                Part::Size => size::measure(&mut report)?,
                Part::Traffic => traffic::measure(&mut report, options.quick).await?,
                Part::Memory => memory::measure(&mut report).await?,
            }
            // So that what was measured is kept, whatever becomes of the next part.
            report.write(&options.output)?;
            if let Some(path) = &options.chart {
                chart::draw(report.lines(), path)?;
            }
        }
    }
    report.print();
    Ok(())
}
