//! The targets: each file in `fuzz_targets` is one.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Their names, in order.
pub(super) fn known(fuzz: &Path) -> Result<Vec<String>> {
    let folder = fuzz.join("fuzz_targets");
    let files =
        folder.read_dir().with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut names = Vec::new();
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// What a target begins with.
pub(super) fn seeds(fuzz: &Path, name: &str) -> PathBuf {
    fuzz.join("corpus").join(name)
}

/// The words that what it reads is made of, if somebody wrote them down.
pub(super) fn dictionary(fuzz: &Path, name: &str) -> Option<PathBuf> {
    Some(fuzz.join("dictionaries").join(format!("{name}.dict"))).filter(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Manifest {
        bin: Vec<Bin>,
    }

    #[derive(Deserialize)]
    struct Bin {
        name: String,
        path: String,
    }

    #[test]
    fn each_file_of_a_target_stands_in_the_manifest_and_has_seeds() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
        let text = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
        let mut bins = toml::from_str::<Manifest>(&text).unwrap().bin;
        bins.sort_by(|one, other| one.name.cmp(&other.name));
        let names: Vec<&str> = bins.iter().map(|bin| bin.name.as_str()).collect();
        assert_eq!(names, known(&fuzz).unwrap());
        for bin in &bins {
            assert_eq!(bin.path, format!("fuzz_targets/{}.rs", bin.name));
            let mut seeds = seeds(&fuzz, &bin.name).read_dir().unwrap();
            assert!(seeds.next().is_some(), "{} has no seeds", bin.name);
        }
    }
}
