//! Whether what the account of security points at is there: each test, and each file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::paths::Paths;

/// What is looked through, from the repository.
const ACCOUNTS: [&str; 2] = ["SECURITY.md", "docs/asvs.md"];

/// Where a path of modules begins, from the repository.
const CRATES: [(&str, &str); 5] = [
    ("tests", "tests"),
    ("core", "crates/core/src"),
    ("worker", "crates/worker/src"),
    ("page", "crates/page/src"),
    ("xtask", "crates/xtask/src"),
];

/// How the files end that are named by their path.
const ENDINGS: [&str; 7] = [".rs", ".js", ".mjs", ".md", ".toml", ".html", ".yml"];

/// Makes sure that every test and file that is named exists.
pub(crate) fn check(paths: &Paths) -> Result<()> {
    let missing = missing(paths.root())?;
    ensure!(missing.is_empty(), "These are named and do not exist:\n{}", missing.join("\n"));
    Ok(())
}

fn missing(root: &Path) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for account in ACCOUNTS {
        let path = root.join(account);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let wrong = named(&text).filter(|name| !is_there(root, name));
        missing.extend(wrong.map(|name| format!("{account}: {name}")));
    }
    Ok(missing)
}

/// What stands in backticks and is the name of a test or of a file.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|name| is_test(name) || is_file(name))
}

fn is_test(name: &str) -> bool {
    let within = name.split_once("::").filter(|(_, rest)| !rest.is_empty());
    within.is_some_and(|(begin, _)| CRATES.iter().any(|(known, _)| *known == begin))
}

fn is_file(name: &str) -> bool {
    let is_path = name.contains('/') && !name.starts_with('/') && !name.contains(' ');
    is_path && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn is_there(root: &Path, name: &str) -> bool {
    match is_test(name) {
        true => sources(root, name).iter().any(|(file, test)| holds(file, test)),
        false => root.join(name).is_file(),
    }
}

/// Where a test may stand: in the file of its module, or in a module within the file of the parent.
fn sources<'a>(root: &Path, name: &'a str) -> Vec<(PathBuf, &'a str)> {
    let mut modules: Vec<&str> = name.split("::").collect();
    let (Some(test), false) = (modules.pop(), modules.is_empty()) else { return Vec::new() };
    let begin = modules.remove(0);
    let folder = CRATES.iter().find(|(known, _)| *known == begin).map_or("", |(_, folder)| folder);
    let file = |modules: &[&str]| root.join(folder).join(modules.join("/")).with_extension("rs");
    let mut files = vec![(file(&modules), test)];
    if modules.last() == Some(&"tests") {
        modules.pop();
        files.push((file(&modules), test));
    }
    files
}

/// Whether there is a function of this name, right after an attribute that ends in `test]`.
fn holds(file: &Path, test: &str) -> bool {
    let source = fs::read_to_string(file).unwrap_or_default();
    let mut is_marked = false;
    for line in source.lines().map(str::trim) {
        let declared = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        let is_it = declared.and_then(|rest| rest.strip_prefix(test));
        if is_marked && is_it.is_some_and(|rest| rest.starts_with('(')) {
            return true;
        }
        is_marked = line.ends_with("test]") || (is_marked && line.starts_with("#["));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    #[test]
    fn what_the_account_of_security_names_is_there() {
        assert_eq!(missing(&root()).unwrap(), [""; 0]);
    }

    #[test]
    fn tests_and_files_that_exist_are_found() {
        for name in [
            "xtask::evidence::tests::tests_and_files_that_exist_are_found",
            "core::standing::tests::only_a_grant_for_some_networks_turns_on_the_address",
            "tests::revoke::revoking_twice_keeps_the_first_time",
            "crates/xtask/src/evidence.rs",
        ] {
            assert!(is_there(&root(), name), "{name}");
        }
    }

    #[test]
    fn what_is_no_test_or_stands_elsewhere_is_missing() {
        for name in [
            "xtask::evidence::tests::root",
            "xtask::evidence::is_there",
            "tests::issue::revoking_twice_keeps_the_first_time",
            "tests::revoking_twice_keeps_the_first_time",
            "crates/xtask/src/nothing.rs",
        ] {
            assert!(!is_there(&root(), name), "{name}");
        }
    }

    #[test]
    fn only_names_in_backticks_count() {
        let text =
            "By `tests::a::b` and `docs/a.md`, not by tests::c::d, `a.md` or `/manage/v1.md`.";
        assert_eq!(named(text).collect::<Vec<_>>(), ["tests::a::b", "docs/a.md"]);
    }
}
