//! Builds the page and the Worker: what `wrangler.toml`'s build command calls.

mod page;
mod stamp;
mod worker;

use std::fs::{self, File};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::build::stamp::Stamp;
use crate::paths::Paths;
use crate::say;

/// What to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Parts {
    /// The page and the Worker.
    Both,
    /// The page.
    Page,
    /// The Worker.
    Worker,
    /// The Worker, and what it is measured beside.
    Measured,
}

impl Parts {
    fn list(self) -> &'static [&'static Part] {
        match self {
            Self::Both => &[&page::PART, &worker::PART],
            Self::Page => &[&page::PART],
            Self::Worker => &[&worker::PART],
            Self::Measured => &[&worker::PART, &worker::PEER],
        }
    }
}

/// A part that is built.
struct Part {
    name: &'static str,
    /// How long it takes from nothing.
    cold: &'static str,
    /// The folder of its crate, from the repository.
    crate_folder: &'static str,
    /// What it leaves, from the repository.
    outputs: &'static [&'static str],
    /// The flags it is built with; others make it out of date.
    flags: &'static [&'static [&'static str]],
    build: fn(&Paths) -> Result<()>,
}

/// Builds what is not up to date.
pub(crate) fn build(paths: &Paths, parts: Parts) -> Result<()> {
    fs::create_dir_all(paths.notes())
        .with_context(|| format!("Make {} writable", paths.notes().display()))?;
    let lock = lock(paths)?;
    let outcome = parts.list().iter().try_for_each(|part| part.ensure(paths));
    drop(lock);
    outcome
}

/// Two builds at once would write the same files.
fn lock(paths: &Paths) -> Result<File> {
    let file = File::create(paths.notes().join("build.lock"))?;
    file.lock().context("The build is locked, and waiting for it failed")?;
    Ok(file)
}

impl Part {
    fn ensure(&self, paths: &Paths) -> Result<()> {
        let start = Instant::now();
        let stamp = Stamp::of(paths, &self.inputs(paths), &self.flags.concat())?;
        let noted = paths.notes().join(format!("{}.stamp", self.name));
        let has_outputs = self.outputs.iter().all(|output| paths.in_root(output).is_file());
        if has_outputs && stamp.is_noted(&noted) {
            return Ok(());
        }
        say::step(&format!("Building the {} ({} from nothing)", self.name, self.cold));
        (self.build)(paths)?;
        stamp.note(&noted)?;
        say::detail(&format!("The {} is built: {}", self.name, say::duration(start.elapsed())));
        Ok(())
    }

    fn inputs(&self, paths: &Paths) -> Vec<PathBuf> {
        let crates = ["crates/core", self.crate_folder];
        let of_crates = crates
            .into_iter()
            .flat_map(|folder| ["src", "Cargo.toml"].map(|name| paths.in_root(folder).join(name)));
        let of_workspace = ["Cargo.toml", "Cargo.lock"].map(|name| paths.in_root(name));
        of_crates.chain(of_workspace).collect()
    }
}
