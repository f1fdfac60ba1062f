//! The rules as each scanner reads them.

use anyhow::Result;
use gatepass_core::token::Prefixes;
use serde_json::json;

use super::examples::Examples;
use crate::cli::ScanFormat;

const NAME: &str = "Gatepass token";

/// What may stand before a token, and after it: the edge of the text, or something else than a letter
/// or digit.
pub(super) const BEFORE: &str = r"\A|[^0-9A-Za-z]";
pub(super) const AFTER: &str = r"\z|[^0-9A-Za-z]";

/// The rule that captures a token in its only group, for engines that do not know what stands
/// around it.
pub(super) fn capturing(prefixes: &Prefixes) -> String {
    format!("(?:{BEFORE})({})(?:{AFTER})", prefixes.pattern())
}

pub(super) fn rules(
    format: ScanFormat,
    prefixes: &Prefixes,
    examples: &Examples,
) -> Result<String> {
    Ok(match format {
        ScanFormat::Gitleaks => {
            format!("[extend]\nuseDefault = true\n\n{}", gitleaks_rule(prefixes, examples))
        }
        ScanFormat::Trufflehog => trufflehog(prefixes, examples),
        ScanFormat::Github => github(prefixes, examples)?,
        ScanFormat::Gitlab => gitlab(prefixes, examples),
    })
}

/// The examples as lines that begin with `#`, which gitleaks passes over.
fn commented(examples: &Examples) -> String {
    let line = |word: &str, text: &String| format!("# {word}: {text} gitleaks:allow\n");
    let found = examples.matching.iter().map(|text| line("found", text));
    let others = examples.others.iter().map(|text| line("not found", text));
    found.chain(others).collect()
}

fn quoted(heads: &[String]) -> String {
    heads.iter().map(|head| format!("\"{head}\"")).collect::<Vec<_>>().join(", ")
}

fn gitleaks_rule(prefixes: &Prefixes, examples: &Examples) -> String {
    format!(
        "{}[[rules]]\nid = \"gatepass-token\"\ndescription = \"{NAME}\"\nregex = '''{}'''\n\
         secretGroup = 1\nkeywords = [{}]\n",
        commented(examples),
        capturing(prefixes),
        quoted(&prefixes.heads()),
    )
}

fn trufflehog(prefixes: &Prefixes, examples: &Examples) -> String {
    format!(
        "{}detectors:\n  - name: {NAME}\n    keywords: [{}]\n    regex:\n      token: '{}'\n",
        commented(examples),
        quoted(&prefixes.heads()),
        capturing(prefixes),
    )
}

/// The fields of the form for a custom pattern. Source: GitHub docs, "Defining custom patterns for
/// secret scanning".
fn github(prefixes: &Prefixes, examples: &Examples) -> Result<String> {
    let pattern = json!({
        "name": NAME,
        "secret_format": prefixes.pattern(),
        "before_secret": BEFORE,
        "after_secret": AFTER,
        "additional_match": { "must_match": [], "must_not_match": [] },
        "test_strings": { "match": examples.matching, "no_match": examples.others },
    });
    Ok(serde_json::to_string_pretty(&pattern)? + "\n")
}

/// GitLab's analyzer puts its own rules at this path. Source: GitLab docs, "Custom rulesets schema".
fn gitlab(prefixes: &Prefixes, examples: &Examples) -> String {
    format!(
        "[secrets]\ndescription = \"{NAME}\"\n\n[[secrets.passthrough]]\ntype = \"raw\"\n\
         target = \"gitleaks.toml\"\nvalue = \"\"\"\n[extend]\npath = \"/gitleaks.toml\"\n\n{}\"\"\"\n",
        gitleaks_rule(prefixes, examples).replace('\\', r"\\"),
    )
}
