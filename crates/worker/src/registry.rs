//! The registry: one Durable Object per tenant, the one truth and the one writer.
//!
//! One instance handles one call at a time between two awaits, and no command awaits before it is
//! done, so commands are linearizable. Each change, its audit event and the KV writes that it causes
//! are one transaction.

mod client;
mod commands;
mod dispatch;
mod projection;
mod store;
mod upkeep;

use std::cell::{Cell, RefCell};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::time::Duration;

use gatepass_core::activity::Waiters;
use gatepass_core::days::Tally;
use gatepass_core::outbox::Drain;
use gatepass_core::policy::Policy;
use gatepass_core::time::{Millis, Seconds, UnixMillis, UnixSeconds};
use worker::{DurableObject, Env, Request, Response, State, durable_object, wasm_bindgen};

pub(crate) use client::{CallError, RegistryClient};
use store::Store;

use crate::platform::config::{self, Config, ConfigError};
use crate::platform::{clock, log};

/// When a registry whose settings are wrong looks again whether it has work to do.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// The Durable Object's class, as `wrangler.toml` names it.
#[durable_object(alarm)]
pub struct Registry {
    inner: AssertUnwindSafe<Result<Rc<Instance>, Misconfigured>>,
}

/// An instance that cannot work, since a setting is missing or wrong.
struct Misconfigured {
    state: State,
    error: ConfigError,
}

/// One instance.
struct Instance {
    state: State,
    env: Env,
    config: Rc<Config>,
    store: Store,
    drain: Drain,
    tally: RefCell<Tally>,
    waiters: RefCell<Waiters>,
    log_kept_at: Cell<Option<UnixSeconds>>,
    upkeep_paused_until: Cell<UnixMillis>,
    clock_ahead: Cell<Millis>,
}

impl Instance {
    fn now_in_millis(&self) -> UnixMillis {
        clock::now() + self.clock_ahead.get()
    }

    fn now(&self) -> UnixSeconds {
        self.now_in_millis().to_seconds()
    }

    fn policy(&self) -> &Policy {
        &self.config.policy
    }

    fn advance_clock(&self, by: Seconds) {
        let ahead = self.clock_ahead.get().0.saturating_add(by.0.saturating_mul(1000));
        self.clock_ahead.set(Millis(ahead));
    }
}

impl DurableObject for Registry {
    fn new(state: State, env: Env) -> Self {
        let inner = match config::load(&env) {
            Ok(config) => Ok(Rc::new(Instance {
                store: Store::new(&state, config.audit_keys.clone()),
                state,
                env,
                config,
                drain: Drain::default(),
                tally: RefCell::default(),
                waiters: RefCell::default(),
                log_kept_at: Cell::default(),
                upkeep_paused_until: Cell::default(),
                clock_ahead: Cell::default(),
            })),
            Err(error) => Err(Misconfigured { state, error }),
        };
        Self { inner: AssertUnwindSafe(inner) }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        match &*self.inner {
            Ok(instance) => instance.answer(request).await,
            Err(Misconfigured { error, .. }) => {
                log::fault("a registry answers nothing", error);
                Response::error("misconfigured", 503)
            }
        }
    }

    async fn alarm(&self) -> worker::Result<Response> {
        match &*self.inner {
            Ok(instance) => instance.drain_on_alarm().await,
            Err(Misconfigured { state, error }) => {
                log::fault("a registry does nothing", error);
                state.storage().set_alarm(LOOK_AGAIN).await?;
            }
        }
        Response::empty()
    }
}
