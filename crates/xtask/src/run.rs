//! Runs other programs.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result};

use crate::paths::Paths;

/// A program ended without success; its own output has said why.
#[derive(Debug)]
pub(crate) struct Failed {
    what: String,
    status: ExitStatus,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} failed ({}).", self.what, self.status)
    }
}

impl std::error::Error for Failed {}

/// The status to end with: that of the program that failed, if one did.
pub(crate) fn exit_code_of(error: &anyhow::Error) -> ExitCode {
    error
        .downcast_ref::<Failed>()
        .and_then(|failed| failed.status.code())
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

/// A program to be run in the repository, with npm's programs first on its `PATH`.
pub(crate) fn program(paths: &Paths, program: impl AsRef<OsStr>) -> Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(paths.root()).env("PATH", paths.path_variable()?).stdin(Stdio::null());
    Ok(command)
}

/// The cargo that runs this.
pub(crate) fn cargo(paths: &Paths) -> Result<Command> {
    program(paths, std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Wrangler, quiet: no questions, no metrics.
pub(crate) fn wrangler(paths: &Paths) -> Result<Command> {
    let mut command = program(paths, paths.npm_program("wrangler"))?;
    command.env("WRANGLER_SEND_METRICS", "false");
    Ok(command)
}

/// Runs it with its output passed through, to success.
pub(crate) fn stream(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    expect_success(command, status)
}

/// Runs it to success and hands over its standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| cannot_start(command))?;
    expect_success(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether it runs to success; what it says is dropped.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// What a program says when asked for its version, on one line.
pub(crate) fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

fn expect_success(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    Err(Failed { what: named(command), status }.into())
}

fn cannot_start(command: &Command) -> String {
    format!("{} could not be started", named(command))
}

/// The command as one would type it. No secret is ever an argument.
fn named(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
