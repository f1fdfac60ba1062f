//! A file of `NAME=value` lines that hold secrets, such as `.dev.vars`.

use std::fs;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;

use anyhow::{Context, Result};

/// No one but its owner may read it.
const OWNER_ONLY: u32 = 0o600;

/// Such a file, which need not exist yet.
pub(crate) struct VarsFile(pub(crate) PathBuf);

impl VarsFile {
    /// Its value for a name, if it has one that is not empty.
    pub(crate) fn value(&self, name: &str) -> Result<Option<String>> {
        let text = self.read()?;
        Ok(find(&text, name).filter(|value| !value.is_empty()).map(str::to_owned))
    }

    /// Adds what is missing, with what `fresh` gives for its name; whether anything was. What is
    /// there stays.
    pub(crate) fn complete(
        &self,
        names: &[&str],
        fresh: impl FnMut(&str) -> Result<String>,
    ) -> Result<bool> {
        let before = self.read()?;
        let after = completed(&before, names, fresh)?;
        if let Some(after) = &after {
            self.write(after).with_context(|| format!("Make {} writable", self.0.display()))?;
        }
        Ok(after.is_some())
    }

    fn read(&self) -> Result<String> {
        match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            read => read.with_context(|| format!("Make {} readable", self.0.display())),
        }
    }

    /// Writes beside it and renames, so that no reader sees half of it.
    fn write(&self, text: &str) -> Result<()> {
        let beside = self.0.with_added_extension("new");
        let mut options = fs::OpenOptions::new();
        let mut file =
            options.write(true).create(true).truncate(true).mode(OWNER_ONLY).open(&beside)?;
        file.set_permissions(fs::Permissions::from_mode(OWNER_ONLY))?;
        file.write_all(text.as_bytes())?;
        Ok(fs::rename(&beside, &self.0)?)
    }
}

/// `text` with a value for every name, if it lacked one; an empty one counts as lacking.
fn completed(
    text: &str,
    names: &[&str],
    mut fresh: impl FnMut(&str) -> Result<String>,
) -> Result<Option<String>> {
    let is_missing = |name: &&str| find(text, name).is_none_or(str::is_empty);
    let missing: Vec<&str> = names.iter().copied().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(None);
    }
    let is_kept = |line: &&str| !missing.iter().any(|name| assigned(line, name).is_some());
    let mut lines: Vec<String> = text.lines().filter(is_kept).map(str::to_owned).collect();
    for name in missing {
        lines.push(format!("{name}={}", fresh(name)?));
    }
    Ok(Some(lines.join("\n") + "\n"))
}

fn find<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| assigned(line, name))
}

/// What a line gives to a name, without quotes around it.
fn assigned<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = line.split_once('=')?;
    (key.trim() == name).then(|| value.trim().trim_matches(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed_text(text: &str) -> Option<String> {
        completed(text, &["SEAL_KEYS", "PROXY_SECRET"], |name| Ok(format!("made for {name}")))
            .unwrap()
    }

    #[test]
    fn an_empty_file_gets_every_value() {
        let expected = "SEAL_KEYS=made for SEAL_KEYS\nPROXY_SECRET=made for PROXY_SECRET\n";
        assert_eq!(completed_text("").unwrap(), expected);
    }

    #[test]
    fn what_is_there_stays_and_an_empty_value_is_replaced() {
        let text = "# mine\nSEAL_KEYS = \"old,older\"\nPROXY_SECRET=\nOTHER=1";
        let expected =
            "# mine\nSEAL_KEYS = \"old,older\"\nOTHER=1\nPROXY_SECRET=made for PROXY_SECRET\n";
        assert_eq!(completed_text(text).unwrap(), expected);
    }

    #[test]
    fn a_complete_file_is_left_alone() {
        assert_eq!(completed_text(&completed_text("").unwrap()), None);
    }

    #[test]
    fn only_its_owner_may_read_it() {
        let name = format!("gatepass-xtask-{}.vars", std::process::id());
        let file = VarsFile(std::env::temp_dir().join(name));
        assert!(file.complete(&["A"], |_| Ok("1".to_owned())).unwrap());
        let mode = fs::metadata(&file.0).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, OWNER_ONLY);
        assert_eq!(file.value("A").unwrap().as_deref(), Some("1"));
        fs::remove_file(&file.0).unwrap();
    }
}
