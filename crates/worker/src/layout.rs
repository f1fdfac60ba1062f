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
