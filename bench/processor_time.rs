//! The processor time that a process took, to the nanosecond.
//!
//! Linux tells it in `/proc/<id>/task/<thread>/schedstat`, whose first number it is. Source: Linux
//! docs, "Scheduler Statistics".

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// What all threads of a process took so far.
pub(crate) fn taken_by(process: u32) -> Result<Duration> {
    let folder = format!("/proc/{process}/task");
    let threads = fs::read_dir(&folder).with_context(|| format!("{folder} cannot be read"))?;
    let mut nanoseconds = 0;
    for thread in threads {
        let path = thread?.path().join("schedstat");
        let text = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let first = text.split_whitespace().next().context("it has a first number")?;
        nanoseconds += first.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}
