//! A strict reader of OpenMetrics text. Source: OpenMetrics 1.0, "Text Format".

use std::collections::{BTreeMap, BTreeSet};

/// What is told of the family that a line belongs to.
#[derive(Default)]
struct Family {
    name: String,
    kind: String,
    unit: Option<String>,
    has_help: bool,
    has_samples: bool,
}

/// The samples, each by its name with its labels as they stand there.
pub(super) fn parse(text: &str) -> BTreeMap<String, f64> {
    let body = text.strip_suffix("# EOF\n").expect("the end is marked");
    let mut known = BTreeSet::new();
    let mut family = Family::default();
    let mut samples = BTreeMap::new();
    for line in body.lines() {
        match line.strip_prefix("# ") {
            Some(told) => describe(&mut family, &mut known, told),
            None => {
                let (sample, value) = read_sample(&mut family, line);
                assert!(samples.insert(sample, value).is_none(), "twice: {line}");
            }
        }
    }
    samples
}

fn describe(family: &mut Family, known: &mut BTreeSet<String>, told: &str) {
    let mut parts = told.splitn(3, ' ');
    let (word, name) = (parts.next().unwrap(), parts.next().expect("a family has a name"));
    let rest = parts.next().expect("something is told of it");
    assert!(is_name(name), "{told}");
    if name != family.name {
        assert_eq!(word, "TYPE", "the type comes first here: {told}");
        assert!(known.insert(name.to_owned()), "a family stands together: {told}");
        *family = Family { name: name.to_owned(), ..Family::default() };
    }
    assert!(!family.has_samples, "all is told before the samples: {told}");
    match word {
        "TYPE" => {
            assert!(["gauge", "counter"].contains(&rest), "{told}");
            assert!(std::mem::replace(&mut family.kind, rest.to_owned()).is_empty(), "{told}");
        }
        "UNIT" => {
            assert!(name.ends_with(&format!("_{rest}")), "{told}");
            assert!(family.unit.replace(rest.to_owned()).is_none(), "{told}");
        }
        "HELP" => {
            unescaped(rest);
            assert!(!std::mem::replace(&mut family.has_help, true), "{told}");
        }
        _ => panic!("no such word: {told}"),
    }
}

fn read_sample(family: &mut Family, line: &str) -> (String, f64) {
    family.has_samples = true;
    assert!(family.has_help, "{line}");
    let (sample, value) = line.rsplit_once(' ').expect("a sample has a value");
    let (name, labels) = match sample.split_once('{') {
        None => (sample, None),
        Some((name, rest)) => (name, Some(rest.strip_suffix('}').expect("labels have an end"))),
    };
    let suffix = if family.kind == "counter" { "_total" } else { "" };
    assert_eq!(name, format!("{}{suffix}", family.name), "{line}");
    let mut names = BTreeSet::new();
    let mut rest = labels.unwrap_or_default();
    while !rest.is_empty() {
        let (label, more) = rest.split_once("=\"").expect("a label has a value");
        assert!(is_name(label) && !label.contains(':') && names.insert(label), "{line}");
        let end = end_of_value(more).expect("a value has an end");
        unescaped(&more[..end]);
        rest = &more[end + 1..];
        if !rest.is_empty() {
            rest = rest.strip_prefix(',').expect("labels have commas between");
        }
    }
    let value: f64 = value.parse().expect("a value is a number");
    assert!(value.is_finite() && value >= 0.0, "{line}");
    (sample.to_owned(), value)
}

fn is_name(name: &str) -> bool {
    let is_first = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':';
    name.starts_with(is_first) && name.chars().all(|c| is_first(c) || c.is_ascii_digit())
}

/// Where the quote stands that ends a value.
fn end_of_value(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(place, character)| {
        let is_end = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        is_end.then_some(place)
    })
}

/// Makes sure that a text is escaped as it has to be.
fn unescaped(text: &str) {
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => assert!(matches!(characters.next(), Some('\\' | '"' | 'n')), "{text}"),
            '"' => panic!("a quote stands by itself: {text}"),
            _ => {}
        }
    }
}
