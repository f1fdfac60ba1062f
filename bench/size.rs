//! How much is sent: the Worker to Cloudflare, and the page's module to who opens it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::report::{Amount, Report};
use crate::workerd::{WORKER, repository};

/// The most that the Worker may have, in bytes.
const MOST_OF_WORKER: f64 = 350.0 * 1024.0;

/// The most that the page's module may have, in bytes.
const MOST_OF_PAGE: f64 = 150.0 * 1024.0;

/// Measures both, as they are built now.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let worker = WORKER.map(|file| repository().join("crates/worker").join(file));
    let page = modules_in(&repository().join("www/pkg"))?;
    for (name, files, most) in [
        ("Worker, gzipped", worker.as_slice(), MOST_OF_WORKER),
        ("page module, gzipped", page.as_slice(), MOST_OF_PAGE),
    ] {
        let mut value = 0.0;
        for file in files {
            value += f64::from(gzipped(file)?);
        }
        report.add_amount(name, Amount { value, unit: "bytes", most: Some(most) });
    }
    Ok(())
}

/// What a browser loads of a folder.
fn modules_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let missing = || format!("{} is missing. `cargo xtask bench` builds it.", folder.display());
    let entries = fs::read_dir(folder).with_context(missing)?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let is_module =
        |path: &PathBuf| path.extension().is_some_and(|end| end == "js" || end == "wasm");
    let found: Vec<PathBuf> = paths.into_iter().filter(is_module).collect();
    ensure!(!found.is_empty(), missing());
    Ok(found)
}

/// What a file has as `gzip -9` leaves it, in bytes.
fn gzipped(file: &Path) -> Result<u32> {
    let text = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&text)?;
    Ok(u32::try_from(encoder.finish()?.len())?)
}
