//! Whether something is up to date: a digest of all that it was built from.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::paths::Paths;

/// A digest of files and flags.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp(String);

impl Stamp {
    /// Of these files, of all in these folders, and of these flags.
    pub(crate) fn of(paths: &Paths, inputs: &[PathBuf], flags: &[&str]) -> Result<Self> {
        let mut files = Vec::new();
        for input in inputs {
            collect(input, &mut files)?;
        }
        files.sort();
        let mut named = Vec::new();
        for file in files {
            let name = file.strip_prefix(paths.root()).unwrap_or(&file);
            let content =
                fs::read(&file).with_context(|| format!("Make {} readable", name.display()))?;
            named.push((name.to_string_lossy().into_owned(), content));
        }
        Ok(Self::of_contents(&named, flags))
    }

    fn of_contents(files: &[(String, Vec<u8>)], flags: &[&str]) -> Self {
        let mut digest = Sha256::new();
        let mut add = |bytes: &[u8]| {
            // The length in front keeps "ab", "c" apart from "a", "bc".
            digest.update(bytes.len().to_be_bytes());
            digest.update(bytes);
        };
        for flag in flags {
            add(flag.as_bytes());
        }
        for (name, content) in files {
            add(name.as_bytes());
            add(content);
        }
        Self(hex::encode(digest.finalize()))
    }

    /// Whether it is the one noted last.
    pub(crate) fn is_noted(&self, note: &Path) -> bool {
        fs::read_to_string(note).is_ok_and(|noted| noted == self.0)
    }

    /// Notes it.
    pub(crate) fn note(&self, note: &Path) -> Result<()> {
        fs::write(note, &self.0).with_context(|| format!("Make {} writable", note.display()))
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in path.read_dir()? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(files: &[(&str, &str)], flags: &[&str]) -> Stamp {
        let files: Vec<_> = files
            .iter()
            .map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec()))
            .collect();
        Stamp::of_contents(&files, flags)
    }

    #[test]
    fn any_change_of_a_name_a_content_or_a_flag_changes_the_stamp() {
        let base = stamp(&[("a.rs", "one")], &["-O"]);
        assert_eq!(base, stamp(&[("a.rs", "one")], &["-O"]));
        assert_ne!(base, stamp(&[("a.rs", "two")], &["-O"]));
        assert_ne!(base, stamp(&[("b.rs", "one")], &["-O"]));
        assert_ne!(base, stamp(&[("a.rs", "one")], &[]));
        assert_ne!(base, stamp(&[("a.r", "sone")], &["-O"]));
    }
}
