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

use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use gatepass_core::policy::Policy;
use gatepass_core::time::{Millis, Seconds, UnixMillis, UnixSeconds};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object, wasm_bindgen};

pub(crate) use client::{CallError, RegistryClient};
use projection::Drain;
use store::Store;

use crate::platform::clock;

/// The Durable Object's class, as `wrangler.toml` names it.
#[durable_object(alarm)]
pub struct Registry {
    inner: AssertUnwindSafe<Rc<Instance>>,
}

/// One instance.
struct Instance {
    state: State,
    env: Env,
    store: Store,
    policy: Policy,
    drain: Drain,
    clock_ahead: Cell<Millis>,
}

impl Instance {
    fn now_in_millis(&self) -> UnixMillis {
        clock::now() + self.clock_ahead.get()
    }

    fn now(&self) -> UnixSeconds {
        self.now_in_millis().to_seconds()
    }

    fn advance_clock(&self, by: Seconds) {
        let ahead = self.clock_ahead.get().0.saturating_add(by.0.saturating_mul(1000));
        self.clock_ahead.set(Millis(ahead));
    }
}

impl DurableObject for Registry {
    fn new(state: State, env: Env) -> Self {
        let store = Store::new(&state);
        let instance = Instance {
            state,
            env,
            store,
            policy: Policy::default(),
            drain: Drain::default(),
            clock_ahead: Cell::default(),
        };
        Self { inner: AssertUnwindSafe(Rc::new(instance)) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        self.inner.answer(request).await
    }

    async fn alarm(&self) -> Result<Response> {
        self.inner.drain_on_alarm().await;
        Response::empty()
    }
}
