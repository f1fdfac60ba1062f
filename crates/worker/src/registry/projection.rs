//! Carrying out to KV what the outbox holds.
//!
//! An alarm is tried 1 + 6 times within minutes and then never again, may fire twice, and may fire a
//! minute late (Durable Objects docs, "Alarms"). So a failure is never the alarm's own: it is counted
//! in storage, and the next alarm is set before the work begins.

use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join_all;
use gatepass_core::lifecycle::Told;
use gatepass_core::outbox::{
    Effect, KvWrite, MOST_ROUNDS, SAFETY_NET, SHORTEST_WAIT, delivered, enqueue, failed, next,
};
use gatepass_core::person::User;
use gatepass_core::record::TokenRecord;
use gatepass_core::time::{Millis, UnixMillis};

use super::Instance;
use super::dispatch::Refused;
use super::store::{Store, StoreError};
use crate::platform::{clock, kv, log};

/// An alarm that is overdue by so much is taken for lost: it may go off a minute late.
const LOST_AFTER: Millis = Millis::seconds(60);

impl Instance {
    /// Puts writes in the outbox, within a transaction of `store`.
    pub(super) fn enqueue(
        &self,
        store: &Store,
        lane: &str,
        writes: impl IntoIterator<Item = KvWrite>,
    ) -> Result<(), StoreError> {
        let now = self.now_in_millis();
        for write in writes {
            let enqueued = enqueue(&store.lane(lane)?, now);
            for sequence in enqueued.superseded {
                store.remove_delivery(sequence)?;
            }
            store.add_delivery(lane, &write, enqueued.due_at, now)?;
        }
        self.drain.expect_work();
        Ok(())
    }

    /// Lets KV know of the tokens of a record that is not revoked, after a change of this effect.
    pub(super) fn project(
        &self,
        store: &Store,
        record: &TokenRecord,
        owner: &User,
        effect: Effect,
    ) -> Result<(), StoreError> {
        self.tell_all(store, record.to_projection(owner, effect, self.now()))
    }

    /// Lets KV know that a record was revoked.
    pub(super) fn withdraw(&self, store: &Store, record: &TokenRecord) -> Result<(), StoreError> {
        self.tell_all(store, record.to_withdrawal())
    }

    fn tell_all(&self, store: &Store, told: Vec<Told>) -> Result<(), StoreError> {
        told.into_iter().try_for_each(|told| self.tell(store, told))
    }

    /// Lets KV know of one token.
    pub(super) fn tell(&self, store: &Store, told: Told) -> Result<(), StoreError> {
        store.save_grant_end(&told.digest, told.ends_at)?;
        self.enqueue(store, &told.digest.to_string(), told.writes)
    }

    /// After a command: sets the alarm behind what it put in the outbox, in the same turn and so
    /// with the same commit, and drains beside the answer. What fails here is tried again after the
    /// next command: the command itself is done.
    pub(super) async fn project_soon(self: &Rc<Self>) {
        if !self.drain.take_work() {
            return;
        }
        match self.has_outbox() {
            Ok(false) => self.await_upkeep().await,
            Ok(true) => {
                self.set_alarm(SAFETY_NET).await;
                let instance = Rc::clone(self);
                self.state.wait_until(async move { instance.drain().await });
            }
            Err(error) => {
                log::fault("the outbox was not read", error);
                self.drain.expect_work();
            }
        }
    }

    fn has_outbox(&self) -> Result<bool, StoreError> {
        Ok(self.store.is_made()? && self.store.next_due()?.is_some())
    }

    pub(super) async fn drain_on_alarm(&self) {
        self.set_alarm(SAFETY_NET).await;
        self.keep_up();
        match self.has_outbox() {
            Ok(true) => self.drain().await,
            Ok(false) => self.await_next().await,
            Err(error) => log::fault("the outbox was not read", error),
        }
    }

    async fn set_alarm(&self, wait: Millis) {
        let wait = Duration::from_millis(u64::try_from(wait.0).unwrap_or(0));
        if let Err(error) = self.state.storage().set_alarm(wait).await {
            log::fault("the alarm was not set", error);
            self.drain.expect_work();
        }
    }

    async fn drain(&self) {
        let Some(draining) = self.drain.begin(clock::now()) else { return };
        for _ in 0..MOST_ROUNDS {
            match self.deliver().await {
                Ok(0) => break,
                Ok(_) if draining.goes_on(clock::now()) => {}
                Ok(_) => return,
                Err(error) => {
                    log::fault("the outbox was not drained", error);
                    return;
                }
            }
        }
        self.await_next().await;
    }

    /// Delivers once what is due, and says how much of it KV took.
    async fn deliver(&self) -> Result<usize, Refused> {
        let due = next(self.store.due_deliveries(self.now_in_millis())?);
        let writes = due.iter().map(|delivery| kv::write(&self.env, &delivery.write));
        let results = join_all(writes).await;
        let taken = results.iter().filter(|result| result.is_ok()).count();
        if let Some(Err(error)) = results.iter().find(|result| result.is_err()) {
            log::fault("a delivery is put off", error);
        }
        let now = self.now_in_millis();
        self.store.transaction(|store| {
            for (delivery, result) in due.iter().zip(&results) {
                let outcome = match result {
                    Ok(()) => delivered(delivery, store.followers(delivery)?, now),
                    Err(_) => failed(delivery, now),
                };
                store.save_outcome(delivery, outcome)?;
            }
            Ok(taken)
        })
    }

    /// Sets the alarm to whichever is due first: the next delivery, or the next step of the upkeep.
    async fn await_next(&self) {
        match self.next_wait() {
            Ok(Some(wait)) => self.set_alarm(wait).await,
            Ok(None) => {
                if let Err(error) = self.state.storage().delete_alarm().await {
                    log::fault("the alarm was not deleted", error);
                }
            }
            Err(error) => log::fault("the outbox was not read", error),
        }
    }

    /// Sets the alarm where there is none for the next step of the upkeep, or only a later one.
    async fn await_upkeep(&self) {
        match (self.next_wait(), self.state.storage().get_alarm().await) {
            (Ok(None), _) => {}
            (Ok(Some(wait)), Ok(Some(set))) if UnixMillis(set) <= clock::now() + wait => {
                // One that is overdue by so much was lost.
                if UnixMillis(set) + LOST_AFTER < clock::now() {
                    self.set_alarm(wait).await;
                }
            }
            (Ok(Some(wait)), Ok(_) | Err(_)) => self.set_alarm(wait).await,
            (Err(error), _) => log::fault("the outbox was not read", error),
        }
    }

    /// How long it is until something is due; nothing ever is in a registry that was never made.
    fn next_wait(&self) -> Result<Option<Millis>, StoreError> {
        if !self.store.is_made()? {
            return Ok(None);
        }
        let upkeep = self.upkeep_wait()?;
        let delivery = self.store.next_due()?.map(|due_at| due_at - self.now_in_millis());
        let wait = delivery.map_or(upkeep, |delivery| delivery.min(upkeep));
        Ok(Some(wait.max(SHORTEST_WAIT)))
    }
}
