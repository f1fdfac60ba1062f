//! The shape of this crate, read from its sources: each outside thing has one place.

use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension() {
            _ if path.is_dir() => found.extend(sources(&path)),
            Some(end) if end == "rs" && !path.ends_with("layout.rs") => found.push(path),
            Some(_) | None => {}
        }
    }
    found
}

/// The lines of this crate and of core, without their tests, each with its file.
fn lines() -> Vec<(PathBuf, String)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [own.join("src"), own.join("../core/src")].map(|folder| sources(&folder)).concat();
    let is_test =
        |path: &PathBuf| path.ends_with("tests.rs") || path.to_string_lossy().contains("/tests/");
    let mut found = Vec::new();
    for path in files.into_iter().filter(|path| !is_test(path)) {
        let source = std::fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        found.extend(code.lines().map(|line| (path.clone(), line.to_owned())));
    }
    found
}

/// The files, as paths below `src`, that have any of these in them.
fn files_with(texts: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<String> = sources(&root)
        .iter()
        .filter(|path| {
            let source = std::fs::read_to_string(path).unwrap();
            texts.iter().any(|text| source.contains(text))
        })
        .map(|path| path.strip_prefix(&root).unwrap().display().to_string())
        .collect();
    files.sort();
    files
}

#[test]
fn only_the_clock_reads_the_clock() {
    assert_eq!(files_with(&["Date::now", "Delay::"]), ["platform/clock.rs"]);
}

#[test]
fn only_entropy_draws_randomness() {
    assert_eq!(files_with(&["getrandom::"]), ["platform/entropy.rs"]);
}

#[test]
fn only_kv_touches_kv() {
    assert_eq!(files_with(&[".kv(", "KvStore"]), ["platform/kv.rs"]);
}

#[test]
fn only_the_store_has_sql() {
    let is_of_the_store = |file: &String| file.starts_with("registry/store");
    let files = files_with(&["SELECT ", "INSERT INTO", "UPDATE tokens", "DELETE FROM", ".exec("]);
    assert!(!files.is_empty() && files.iter().all(is_of_the_store), "{files:?}");
}

#[test]
fn the_hot_path_never_touches_the_portal() {
    let files = files_with(&["crate::portal", "use crate::portal"]);
    assert!(files.iter().all(|file| !file.starts_with("validate")), "{files:?}");
}

/// How two values are compared, but for `ct_eq`, whose time tells nothing of where they differ.
const COMPARISONS: [&str; 8] =
    [" == ", " != ", ".eq(", ".ne(", ".cmp(", "starts_with(", "ends_with(", "contains("];

/// What the name of a value ends with that is secret, or proves that somebody knows what is.
const SECRET_NAMES: [&str; 4] = ["secret", "secrets", "seal", "hmac"];

fn compares_a_secret(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let mut names = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_secret = |name: &str| {
        name == "code" || name.rsplit('_').next().is_some_and(|last| SECRET_NAMES.contains(&last))
    };
    COMPARISONS.iter().any(|comparison| code.contains(comparison)) && names.any(is_secret)
}

#[test]
fn what_is_secret_is_compared_in_constant_time_alone() {
    for line in [
        "if seal == expected {",
        "self.operator_secret == text",
        "code_under(key, text) != *code",
        "secret.starts_with(shown)",
    ] {
        assert!(compares_a_secret(line), "{line}");
    }
    let found = lines().into_iter().filter(|(_, line)| compares_a_secret(line));
    let found: Vec<_> = found.collect();
    assert!(found.is_empty(), "{found:#?}");
    let compared = lines().into_iter().filter(|(_, line)| line.contains(".ct_eq("));
    let files: std::collections::BTreeSet<_> =
        compared.filter_map(|(path, _)| Some(path.file_name()?.to_owned())).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["config.rs", "mac.rs"]);
}
