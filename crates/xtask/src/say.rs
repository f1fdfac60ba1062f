//! What is said on the terminal. The only file that prints.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is its job")]

use std::io::{Write, stderr};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a quiet step may be silent.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// Says one line of plain text.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Says that a step begins; progress, so it goes to standard error.
pub(crate) fn step(text: &str) {
    progress(&format!("==> {text}\n"));
}

/// Says something within a step.
pub(crate) fn detail(text: &str) {
    progress(&format!("    {text}\n"));
}

/// Passes on a line of another program.
pub(crate) fn pass_on(text: &str) {
    progress(&format!("{text}\n"));
}

/// In one write, or those who pass our lines on see them in pieces. Nobody may be listening.
fn progress(text: &str) {
    stderr().write_all(text.as_bytes()).ok();
}

/// Says why nothing more is done.
pub(crate) fn failure(error: &anyhow::Error) {
    eprintln!("\n{error:#}");
}

/// Says every few seconds how long a quiet step has been going on, until dropped.
pub(crate) struct Heartbeat {
    end: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Heartbeat {
    /// Begins.
    pub(crate) fn start(what: &'static str) -> Self {
        let (end, ended) = channel();
        let thread = std::thread::spawn(move || beat(what, &ended));
        Self { end: Some(end), thread: Some(thread) }
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread that only prints must not stop the step.
            drop(thread.join());
        }
    }
}

fn beat(what: &str, ended: &Receiver<()>) {
    let start = Instant::now();
    while ended.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
        detail(&format!("{what}: {} so far", duration(start.elapsed())));
    }
}

/// A span of time as people say it: `1 min 04 s`.
pub(crate) fn duration(span: Duration) -> String {
    let seconds = span.as_secs();
    match seconds / 60 {
        0 => format!("{}.{} s", seconds, span.subsec_millis() / 100),
        minutes => format!("{minutes} min {:02} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_said_in_seconds_then_in_minutes() {
        assert_eq!(duration(Duration::from_millis(1_250)), "1.2 s");
        assert_eq!(duration(Duration::from_secs(64)), "1 min 04 s");
    }
}
