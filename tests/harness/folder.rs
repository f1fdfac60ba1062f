//! A server's folder: what it runs, what it keeps, what it says.
//!
//! The Worker and the page are copied, so that a build beside the tests restarts no server.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::settings::Settings;

/// What the Worker consists of: where a request comes in, and what is built.
const WORKER: [&str; 3] = ["entry.js", "build/index.js", "build/index_bg.wasm"];

/// A folder that is removed with its owner.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// Makes one, with the Worker and the page as they are built now.
    pub(super) fn new() -> Self {
        let folder = Self(TempDir::with_prefix("gatepass-").expect("a folder can be made"));
        let worker = repository().join("crates/worker");
        fs::create_dir_all(folder.path().join("worker/build")).expect("a folder can be made");
        for file in WORKER {
            fs::copy(worker.join(file), folder.path().join("worker").join(file))
                .expect("the Worker is built: cargo xtask build");
        }
        copy(&repository().join("www"), &folder.path().join("www"));
        folder
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes the configuration, and says where it is.
    pub(super) fn configure(&self, settings: &Settings) -> PathBuf {
        let path = self.path().join("wrangler.toml");
        let worker = self.path().join("worker/entry.js");
        let config = settings.to_config(&repository(), &worker, &self.path().join("www"));
        fs::write(&path, config).expect("a file can be written");
        let secrets = self.path().join(".dev.vars");
        fs::write(secrets, settings.to_secrets()).expect("a file can be written");
        path
    }

    /// Where it keeps what outlives it.
    pub(super) fn storage(&self) -> PathBuf {
        self.path().join("storage")
    }

    /// Where sessions for development find each other's Workers.
    pub(super) fn registry(&self) -> PathBuf {
        self.path().join("registry")
    }

    /// Where a command of the repository takes itself to be, so that it finds the server's secrets.
    pub(super) fn xtask(&self) -> PathBuf {
        self.path().join("crates/xtask")
    }

    /// Where all that it says ends up.
    pub(super) fn log(&self) -> PathBuf {
        self.path().join("server.log")
    }

    /// Every file in its storage.
    pub(super) fn stored_files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        collect(&self.storage(), &mut files);
        files
    }
}

/// The repository that is tested.
pub(super) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("it stands in the repository").to_owned()
}

pub(super) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the page is there").flatten() {
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, &copied).ok();
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
