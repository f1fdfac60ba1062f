//! OpenMetrics text. Source: OpenMetrics 1.0, "Text Format".

use std::fmt::Write as _;

/// What it is served as.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What a family of samples is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Goes up and down.
    Gauge,
    /// Only goes up; its samples are named `…_total`.
    Counter,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Gauge => "gauge",
            Self::Counter => "counter",
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Gauge => "",
            Self::Counter => "_total",
        }
    }
}

/// A family of samples. Its name ends with its unit, if it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Family<'a> {
    pub(super) name: &'a str,
    pub(super) kind: Kind,
    pub(super) unit: Option<&'a str>,
    pub(super) help: &'a str,
}

/// A text under way.
#[derive(Default)]
pub(super) struct Exposition(String);

/// The samples of the family that was begun last.
pub(super) struct Samples<'a> {
    text: &'a mut String,
    name: &'a str,
    kind: Kind,
}

/// Within quotes, and in a help: a backslash, a quote and the end of a line are escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            other => escaped.push(other),
        }
    }
    escaped
}

impl Exposition {
    /// Begins a family: all of its samples come before the next is begun.
    pub(super) fn begin<'a>(&'a mut self, family: &Family<'a>) -> Samples<'a> {
        let Family { name, kind, unit, help } = *family;
        let text = &mut self.0;
        // To write to a string never fails.
        let _ = writeln!(text, "# TYPE {name} {}", kind.as_str());
        if let Some(unit) = unit {
            let _ = writeln!(text, "# UNIT {name} {unit}");
        }
        let _ = writeln!(text, "# HELP {name} {}", escaped(help));
        Samples { text, name, kind }
    }

    /// The text, with the mark of its end.
    pub(super) fn finish(mut self) -> String {
        self.0.push_str("# EOF\n");
        self.0
    }
}

impl Samples<'_> {
    /// Adds a sample with these labels.
    pub(super) fn add(&mut self, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> =
            labels.iter().map(|(label, value)| format!("{label}=\"{}\"", escaped(value))).collect();
        let labels = match labels.is_empty() {
            true => String::new(),
            false => format!("{{{}}}", labels.join(",")),
        };
        let (name, suffix) = (self.name, self.kind.suffix());
        let _ = writeln!(self.text, "{name}{suffix}{labels} {value}");
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_family_is_told_before_its_samples_and_the_end_is_marked() {
        let mut text = Exposition::default();
        let age =
            Family { name: "age_seconds", kind: Kind::Gauge, unit: Some("seconds"), help: "H" };
        text.begin(&age).add(&[], 1.5);
        let count = Family { name: "errors", kind: Kind::Counter, unit: None, help: "H" };
        let mut samples = text.begin(&count);
        samples.add(&[("a", "x"), ("b", "y")], 3.0);
        samples.add(&[("a", "z")], 9_007_199_254_740_991.0);
        let expected = "# TYPE age_seconds gauge\n# UNIT age_seconds seconds\n\
                        # HELP age_seconds H\nage_seconds 1.5\n\
                        # TYPE errors counter\n# HELP errors H\n\
                        errors_total{a=\"x\",b=\"y\"} 3\nerrors_total{a=\"z\"} 9007199254740991\n\
                        # EOF\n";
        assert_eq!(text.finish(), expected);
    }

    #[test]
    fn what_would_end_a_label_or_a_line_is_escaped() {
        let mut text = Exposition::default();
        let family = Family { name: "g", kind: Kind::Gauge, unit: None, help: "a\\b\n\"c\" é" };
        text.begin(&family).add(&[("l", "\"} 1\n# EOF\\")], 0.0);
        let expected = "# TYPE g gauge\n# HELP g a\\\\b\\n\\\"c\\\" é\n\
                        g{l=\"\\\"} 1\\n# EOF\\\\\"} 0\n# EOF\n";
        assert_eq!(text.finish(), expected);
    }
}
