//! `wrangler dev` and all that it starts, as one process group that ends with us.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};

use crate::paths::Paths;
use crate::{run, say};

/// How long the group may take to end when asked to.
const GRACE: Duration = Duration::from_secs(5);

/// How long no line has to come for the output to count as settled, and how long that is awaited.
const SETTLED: (Duration, Duration) = (Duration::from_millis(400), Duration::from_secs(3));

const POLL: Duration = Duration::from_millis(50);

/// A running server.
pub(crate) struct Server {
    child: Child,
    group: Pid,
    output: Arc<Mutex<Output>>,
}

/// What it says is kept while it starts, so that the URL is the last that one reads.
struct Output {
    kept: Vec<String>,
    last: Instant,
    is_passed_on: bool,
}

impl Server {
    /// Starts it at a port of this machine, in front of the API at `upstream`.
    pub(crate) fn start(paths: &Paths, port: u16, upstream: &str) -> Result<Self> {
        let mut wrangler = run::wrangler(paths)?;
        wrangler
            .args(["dev", "--ip", "127.0.0.1", "--port", &port.to_string()])
            .args(["--var", &format!("UPSTREAM:{upstream}")])
            .args(["--var", &format!("PORTAL_HOST:localhost:{port}")])
            .env("CI", "true")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        let mut child = wrangler.spawn().context("Wrangler could not be started")?;
        let group = Pid::from_child(&child);
        let fresh = Output { kept: Vec::new(), last: Instant::now(), is_passed_on: false };
        let output = Arc::new(Mutex::new(fresh));
        let streams: [Option<Box<dyn Read + Send>>; 2] = [
            child.stdout.take().map(|stream| Box::new(stream) as _),
            child.stderr.take().map(|stream| Box::new(stream) as _),
        ];
        for stream in streams.into_iter().flatten() {
            let output = Arc::clone(&output);
            std::thread::spawn(move || follow(stream, &output));
        }
        Ok(Self { child, group, output })
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().context("The server could not be watched")
    }

    /// Waits for it to have said what it has to say about its start.
    pub(crate) fn settle(&self) {
        let (quiet, limit) = SETTLED;
        let start = Instant::now();
        let last = || self.output.lock().unwrap_or_else(PoisonError::into_inner).last;
        while last().elapsed() < quiet && start.elapsed() < limit {
            std::thread::sleep(POLL);
        }
    }

    /// Passes on what it says from here on.
    pub(crate) fn pass_on(&self) {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        output.is_passed_on = true;
        output.kept.clear();
    }

    /// Shows all that it said.
    pub(crate) fn reveal(&self) {
        self.settle();
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        output.is_passed_on = true;
        output.kept.drain(..).for_each(|line| say::pass_on(&line));
    }

    fn has_group_ended(&mut self) -> bool {
        // Its own process has to be waited for, or it stays in the group as a zombie.
        let is_reaped = self.child.try_wait().is_ok_and(|status| status.is_some());
        is_reaped && test_kill_process_group(self.group).is_err()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // An error of these means that nobody is left in the group.
        kill_process_group(self.group, Signal::TERM).ok();
        let start = Instant::now();
        while !self.has_group_ended() {
            if start.elapsed() > GRACE {
                kill_process_group(self.group, Signal::KILL).ok();
                self.child.wait().ok();
                return;
            }
            std::thread::sleep(POLL);
        }
    }
}

fn follow(stream: impl Read, output: &Mutex<Output>) {
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line).into_owned();
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        output.last = Instant::now();
        if output.is_passed_on {
            say::pass_on(&line);
        } else {
            output.kept.push(line);
        }
    }
}
