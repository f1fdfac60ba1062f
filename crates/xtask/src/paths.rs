//! Where things are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders that everything is found from.
pub(crate) struct Paths {
    root: PathBuf,
    target: PathBuf,
    cache: PathBuf,
}

impl Paths {
    /// Finds them from this package's own folder and the environment.
    pub(crate) fn find() -> Result<Self> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .ancestors()
            .nth(2)
            .context("This package stands in crates/xtask of the repository.")?
            .to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |given| root.join(given));
        Ok(Self { target, cache: find_cache()?, root })
    }

    /// The repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the repository.
    pub(crate) fn in_root(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// Where the Worker is built: apart, since it is built by another compiler with other flags,
    /// and the two would throw away each other's work.
    pub(crate) fn worker_target(&self) -> PathBuf {
        self.target.join("worker")
    }

    /// Where cargo builds the page, likewise.
    pub(crate) fn page_target(&self) -> PathBuf {
        self.target.join("page")
    }

    /// Where the fuzz targets are built, likewise, and what they find on their way is kept.
    pub(crate) fn fuzz_target(&self) -> PathBuf {
        self.target.join("fuzz")
    }

    /// Where the Python packages that tests use are installed.
    pub(crate) fn python(&self) -> PathBuf {
        self.root.join("target/python")
    }

    /// Where the numbers of the measurements are written.
    pub(crate) fn measurements(&self) -> PathBuf {
        self.target.join("bench.json")
    }

    /// Where xtask keeps its own notes.
    pub(crate) fn notes(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Where a tool of this very version is installed. It outlives a clone.
    pub(crate) fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// A program that an npm package brings.
    pub(crate) fn npm_program(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// `PATH` with npm's programs first, so that children find the pinned node and wrangler.
    pub(crate) fn path_variable(&self) -> Result<OsString> {
        let before = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.root.join("node_modules/.bin"))
            .chain(std::env::split_paths(&before));
        std::env::join_paths(folders)
            .context("The repository's path has a character in it that PATH cannot hold.")
    }
}

fn find_cache() -> Result<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .context("Set HOME or XDG_CACHE_HOME, so that the tools can be kept somewhere.")?;
    Ok(base.join("gatepass"))
}

/// Where a program is on `PATH`.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
