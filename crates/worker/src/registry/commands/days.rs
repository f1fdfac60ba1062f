//! Uses by day: gathered in memory, written twice a minute, shown with those not written yet.

use std::rc::Rc;

use gatepass_core::days::{Day, GATHERED_FOR, UsesByDay};
use gatepass_core::id::Serial;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::TokenView;

use crate::platform::{clock, log};
use crate::registry::Instance;
use crate::registry::store::StoreError;

/// How many tokens long unused are forgotten beside a write.
const MOST_FORGOTTEN: u32 = 1_000;

impl Instance {
    /// Counts uses of a token, the last of which was at `used_at`.
    pub(super) fn tally(&self, serial: Serial, count: u64, used_at: UnixSeconds) {
        let day = Day::of(used_at.min(self.now()));
        self.tally.borrow_mut().add(serial, UsesByDay::on(day, count));
    }

    /// After a command: sets a timer, if there is something to write and none is set. An instance
    /// with a timer set is not ended for being idle.
    pub(in crate::registry) fn write_uses_soon(self: &Rc<Self>) {
        if self.tally.borrow_mut().begin_wait() {
            let instance = Rc::clone(self);
            self.state.wait_until(async move {
                clock::wait(GATHERED_FOR).await;
                instance.write_uses();
            });
        }
    }

    fn write_uses(&self) {
        let uses = self.tally.borrow_mut().take();
        let written = self.store.transaction(|store| -> Result<(), StoreError> {
            let serials: Vec<Serial> = uses.iter().map(|(serial, _)| *serial).collect();
            let mut known = store.uses_by_day(&serials)?;
            for (serial, uses) in &uses {
                let all = match known.remove(serial) {
                    Some(known) => known.and(uses),
                    None => uses.clone(),
                };
                store.save_uses_by_day(*serial, &all)?;
            }
            let first_kept = Day::of(self.now()).first_kept();
            store.prune_uses_by_day(first_kept, MOST_FORGOTTEN)
        });
        if let Err(error) = written {
            log::fault("uses by day are written with the next", error);
            for (serial, uses) in uses {
                self.tally.borrow_mut().add(serial, uses);
            }
        }
    }

    /// Tells of each token how often it was used, by day.
    pub(super) fn tell_uses(
        &self,
        views: &mut [TokenView],
        now: UnixSeconds,
    ) -> Result<(), StoreError> {
        let serials: Vec<Serial> = views.iter().map(|view| view.id.serial).collect();
        let mut written = self.store.uses_by_day(&serials)?;
        let tally = self.tally.borrow();
        for view in views {
            let serial = view.id.serial;
            let uses = match (written.remove(&serial), tally.find(&serial)) {
                (Some(written), Some(gathered)) => written.and(gathered),
                (Some(uses), None) => uses,
                (None, Some(gathered)) => gathered.clone(),
                (None, None) => continue,
            };
            view.uses_by_day = uses.shown(Day::of(now));
        }
        Ok(())
    }
}
