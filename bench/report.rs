//! What was measured: a table for people, JSON for machines.
#![allow(clippy::print_stdout, reason = "printing is its job")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Serialize, Serializer};

/// A ratio with its targets: the more, the better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Ratio {
    /// What was measured.
    #[serde(serialize_with = "to_three_places")]
    pub(crate) ratio: f64,
    /// What it has to be at least, if that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) must: Option<f64>,
    /// What it is wished to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stretch: Option<f64>,
}

/// How far a ratio got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    /// Nothing is asked of it.
    Unasked,
    /// Not even what it has to be.
    Nothing,
    /// What it has to be.
    Must,
    /// What it is wished to be.
    Stretch,
}

/// A size or a count: the less, the better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Amount {
    /// What was measured.
    #[serde(serialize_with = "to_three_places")]
    pub(crate) value: f64,
    /// What it is a number of.
    pub(crate) unit: &'static str,
    /// What it may be at most, if that is said.
    #[serde(serialize_with = "to_three_places_if_any", skip_serializing_if = "Option::is_none")]
    pub(crate) most: Option<f64>,
}

/// A ratio and what it is of.
pub(crate) struct Line {
    /// What was asked.
    pub(crate) case: String,
    /// What it stands beside.
    pub(crate) beside: String,
    /// The ratio.
    pub(crate) ratio: Ratio,
}

/// All that was measured, as it came.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
    amounts: Vec<(String, Amount)>,
}

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    ratios: BTreeMap<String, Ratio>,
    measured: BTreeMap<&'a str, Amount>,
}

impl Ratio {
    /// How far it got, as it is printed: to two places.
    pub(crate) fn reached(&self) -> Reached {
        let is_met = |target: f64| to_places(self.ratio, 2) >= target;
        match (self.must, self.stretch) {
            (_, Some(stretch)) if is_met(stretch) => Reached::Stretch,
            (Some(must), _) if is_met(must) => Reached::Must,
            (Some(_), _) => Reached::Nothing,
            (None, _) => Reached::Unasked,
        }
    }
}

impl Reached {
    fn as_str(self) -> &'static str {
        match self {
            Self::Unasked => "–",
            Self::Nothing => "MISSED",
            Self::Must => "must",
            Self::Stretch => "stretch",
        }
    }
}

impl Amount {
    fn verdict(&self) -> &'static str {
        match self.most {
            None => "–",
            Some(most) if self.value <= most => "yes",
            Some(_) => "MISSED",
        }
    }
}

impl Line {
    fn name(&self) -> String {
        format!("{}: {}", self.case, self.beside)
    }
}

impl Report {
    /// Adds a ratio.
    pub(crate) fn add(&mut self, case: &str, beside: &str, ratio: Ratio) {
        self.lines.push(Line { case: case.to_owned(), beside: beside.to_owned(), ratio });
    }

    /// Adds a size or a count.
    pub(crate) fn add_amount(&mut self, name: &str, amount: Amount) {
        self.amounts.push((name.to_owned(), amount));
    }

    /// The ratios, as they came.
    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        print!("{}", self.to_table());
    }

    /// Writes the JSON.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        fs::write(path, self.to_json()? + "\n")
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    fn to_table(&self) -> String {
        let mut table = String::new();
        if !self.lines.is_empty() {
            let heads = ["ratio, more is better", "is", "must", "stretch", "reached"];
            table += &format!("\n{}", row(heads));
        }
        let target = |target: Option<f64>| target.map_or("–".to_owned(), |t| format!("{t:.2}"));
        for line in &self.lines {
            let Ratio { ratio, must, stretch } = line.ratio;
            let (is, must, stretch) = (format!("{ratio:.2}"), target(must), target(stretch));
            table += &row([&line.name(), &is, &must, &stretch, line.ratio.reached().as_str()]);
        }
        if !self.amounts.is_empty() {
            let heads = ["measured, less is better", "is", "most", "unit", "met"];
            table += &format!("\n{}", row(heads));
        }
        for (name, amount) in &self.amounts {
            let (is, most) = (plain(amount.value), amount.most.map_or("–".to_owned(), plain));
            table += &row([name, &is, &most, amount.unit, amount.verdict()]);
        }
        table
    }

    fn to_json(&self) -> Result<String> {
        let ratios = self.lines.iter().map(|line| (line.name(), line.ratio)).collect();
        let measured = self.amounts.iter().map(|(name, amount)| (name.as_str(), *amount)).collect();
        Ok(serde_json::to_string_pretty(&Json { ratios, measured })?)
    }
}

fn row([name, is, first, second, verdict]: [&str; 5]) -> String {
    format!("{name:<58} {is:>9} {first:>9} {second:>9}  {verdict}\n")
}

/// Without places where there is nothing behind the point.
fn plain(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

fn to_places(value: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale
}

fn to_three_places<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = to_places(*value, 3);
    let is_whole = rounded.fract() == 0.0 && rounded.abs() < f64::from(i32::MAX);
    if is_whole {
        serializer.serialize_i64(rounded as i64)
    } else {
        serializer.serialize_f64(rounded)
    }
}

fn to_three_places_if_any<S: Serializer>(
    value: &Option<f64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => to_three_places(value, serializer),
        None => serializer.serialize_none(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(ratio: f64, must: Option<f64>, stretch: Option<f64>) -> Ratio {
        Ratio { ratio, must, stretch }
    }

    fn report() -> Report {
        let mut report = Report::default();
        report.add("verify: valid", "JS", ratio(1.096_44, Some(1.1), Some(1.3)));
        report.add("list", "by name: 100 ÷ 100000", ratio(0.5, None, None));
        let most = Some(153_600.0);
        report.add_amount("worker", Amount { value: 200_000.0, unit: "bytes", most });
        report.add_amount("reads", Amount { value: 1.25, unit: "per 1000", most: Some(2.0) });
        report
    }

    #[test]
    fn sizes_and_counts_stand_in_an_object_of_their_own() {
        let json = r#"{
  "list: by name: 100 ÷ 100000": {
    "ratio": 0.5
  },
  "verify: valid: JS": {
    "ratio": 1.096,
    "must": 1.1,
    "stretch": 1.3
  },
  "measured": {
    "reads": {
      "value": 1.25,
      "unit": "per 1000",
      "most": 2
    },
    "worker": {
      "value": 200000,
      "unit": "bytes",
      "most": 153600
    }
  }
}"#;
        assert_eq!(report().to_json().unwrap(), json);
    }

    #[test]
    fn a_ratio_reaches_its_targets_as_it_is_printed() {
        for (is, must, stretch, reached) in [
            (1.096, Some(1.1), Some(1.3), Reached::Must),
            (1.094, Some(1.1), Some(1.3), Reached::Nothing),
            (1.3, Some(1.1), Some(1.3), Reached::Stretch),
            (1.2, Some(1.1), None, Reached::Must),
            (0.1, None, None, Reached::Unasked),
        ] {
            assert_eq!(ratio(is, must, stretch).reached(), reached, "{is}");
        }
    }

    #[test]
    fn the_table_says_what_is_missed() {
        let table = report().to_table();
        let ends = |name: &str, end: &str| {
            let line = table.lines().find(|line| line.starts_with(name)).unwrap();
            assert!(line.ends_with(end), "{line}");
        };
        ends("verify: valid: JS", "1.10      1.10      1.30  must");
        ends("list: by name", "0.50         –         –  –");
        ends("worker", "200000    153600     bytes  MISSED");
        ends("reads", "1.25         2  per 1000  yes");
    }

    #[test]
    fn the_middle_one_is_the_median() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert!(median(std::iter::empty()).is_nan());
    }
}
