//! `cargo xtask dev`: sets up, builds and serves, with a demo API behind.

mod server;

use std::net::TcpListener;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use gatepass_core::route::Route;
use gatepass_core::tenant::{PortalHost, Region, Tenant};

use crate::build::{self, Parts};
use crate::dev::server::Server;
use crate::operator::{self, Operator};
use crate::paths::Paths;
use crate::{demo_upstream, policy, say, step, tenant};

/// The tenant that a newcomer finds.
const FIRST_TENANT: (&str, Region) = ("contoso", Region::Eu);

/// How long the server may take until it can do its work.
const START_LIMIT: Duration = Duration::from_secs(90);

/// How often it is asked whether it can.
const POLL: Duration = Duration::from_millis(200);

/// Someone asked for an end: Ctrl-C or SIGTERM.
struct Stop;

/// Serves until stopped.
pub(crate) fn serve(paths: &Paths, port: u16) -> Result<()> {
    policy::require(paths)?;
    step::set_up(paths)?;
    step::secrets::ensure(paths)?;
    build::build(paths, Parts::Both)?;

    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        bail!("Port {port} is taken: end what listens there, or choose another with `--port`.");
    }
    let upstream = demo_upstream::start()?;
    let stops = stops()?;
    say::step("Starting the server (about 5 seconds)");
    let mut server = Server::start(paths, port, &upstream)?;
    let host: PortalHost = format!("localhost:{port}").parse()?;
    let portal = host.portal_url();
    if !wait_until_healthy(&mut server, &stops, &portal)? {
        return Ok(());
    }
    let tenant = ensure_tenant(&Operator::of(paths, &portal)?).inspect_err(|_| server.reveal())?;
    server.settle();
    say::line(&format!("\n    The demo API behind it listens at {upstream}."));
    say::line("    Ctrl-C stops both.");
    say::line(&format!("\n    Gatepass is ready. Open  {portal}/"));
    if let Some(tenant) = tenant {
        let (label, own_url) = (&tenant.label, host.own_url(&tenant));
        say::line(&format!("    or {label}'s own address  {own_url}/"));
    }
    say::line("");
    server.pass_on();
    wait_until_stopped(&mut server, &stops)
}

fn stops() -> Result<Receiver<Stop>> {
    let (sender, receiver) = channel();
    let told = move || drop(sender.send(Stop));
    ctrlc::set_handler(told).context("Ctrl-C cannot be listened for")?;
    Ok(receiver)
}

/// Whether it became healthy; not if it was stopped before.
fn wait_until_healthy(server: &mut Server, stops: &Receiver<Stop>, portal: &str) -> Result<bool> {
    let agent = operator::agent(true);
    let url = format!("{portal}{}", Route::Health.to_path());
    let start = Instant::now();
    while start.elapsed() < START_LIMIT {
        if stops.recv_timeout(POLL).is_ok() {
            return Ok(false);
        }
        if let Some(status) = server.ended()? {
            server.reveal();
            bail!("The server ended ({status}); what it said is above.");
        }
        if agent.get(&url).call().is_ok_and(|answer| answer.status() == 200) {
            return Ok(true);
        }
    }
    server.reveal();
    bail!("The server is not ready after {}; what it said is above.", say::duration(START_LIMIT));
}

/// The first tenant, made if there is none.
fn ensure_tenant(operator: &Operator) -> Result<Option<Tenant>> {
    let first = tenant::list(operator)?.into_iter().next();
    if first.is_some() {
        return Ok(first);
    }
    let (label, region) = FIRST_TENANT;
    say::step(&format!("Making a first tenant, {label} in region {region}"));
    let created = tenant::create(operator, &label.parse()?, region)?;
    Ok(created.map(|created| created.tenant))
}

fn wait_until_stopped(server: &mut Server, stops: &Receiver<Stop>) -> Result<()> {
    loop {
        match stops.recv_timeout(POLL) {
            Ok(Stop) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(status) = server.ended()? {
            bail!("The server ended ({status}).");
        }
    }
}
