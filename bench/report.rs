//! What was measured: a table for people, JSON for machines.
#![allow(clippy::print_stdout, reason = "printing is its job")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// A ratio with its targets: the more, the better.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Ratio {
    /// What was measured.
    pub(crate) ratio: f64,
    /// What it has to be at least, if that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) must: Option<f64>,
    /// What it is wished to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stretch: Option<f64>,
}

/// All that was measured, by name.
#[derive(Default)]
pub(crate) struct Report(BTreeMap<String, Ratio>);

impl Report {
    /// Adds a ratio.
    pub(crate) fn add(&mut self, name: &str, ratio: Ratio) {
        self.0.insert(name.to_owned(), ratio);
    }

    /// Prints the table and writes the JSON.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        println!("\n{:<58} {:>6} {:>6} {:>8}", "ratio, higher is better", "is", "must", "stretch");
        let target = |target: Option<f64>| target.map_or("–".to_owned(), |t| format!("{t:.2}"));
        for (name, Ratio { ratio, must, stretch }) in &self.0 {
            let (must, stretch) = (target(*must), target(*stretch));
            println!("{name:<58} {ratio:>6.2} {must:>6} {stretch:>8}");
        }
        let rounded: BTreeMap<&str, Ratio> = self
            .0
            .iter()
            .map(|(name, ratio)| {
                let rounded = (ratio.ratio * 1000.0).round() / 1000.0;
                (name.as_str(), Ratio { ratio: rounded, ..*ratio })
            })
            .collect();
        let json = serde_json::to_string_pretty(&rounded)?;
        fs::write(path, json + "\n")
            .with_context(|| format!("{} cannot be written", path.display()))
    }
}

/// Says one line, as progress.
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// The middle one.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
