//! The activity log: read, export, hand out as it is stored.

use gatepass_core::audit::{Action, Means};
use gatepass_core::authority::Authority;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::upkeep::{MOST_AT_ONCE, is_more_left};
use gatepass_core::wire::StoredLog;

use crate::call::{ActivityRead, Declined, ReadActivity, StartExport, Waiting};
use crate::platform::{clock, log};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Reading, Store, StoreError};

/// How often the log is looked after.
const KEEP_EVERY: Seconds = Seconds::hours(1);

/// How many stored events are handed out at once.
const STORED_AT_ONCE: u32 = 500;

impl Instance {
    /// Prunes what is kept no longer and writes what waited for its hour to be over, a bounded part
    /// at a time: beside a command, at most once an hour unless more is left.
    pub(in crate::registry) fn keep_log(&self) {
        let now = self.now();
        let is_kept = self.log_kept_at.get().is_some_and(|at| (at..at + KEEP_EVERY).contains(&now));
        if is_kept {
            return;
        }
        let kept = self.store.is_made().and_then(|is_made| match is_made {
            true => self.store.transaction(|store| self.keep_log_a_bit(store, now)),
            false => Ok(0),
        });
        match kept {
            Ok(rows) if is_more_left([rows]) => {}
            Ok(_) => self.log_kept_at.set(Some(now)),
            Err(error) => {
                log::fault("the activity log was not kept", error);
                self.log_kept_at.set(Some(now));
            }
        }
    }

    /// The same within a transaction, saying how many rows of a kind it looked at at most.
    pub(in crate::registry) fn keep_log_a_bit(
        &self,
        store: &Store,
        now: UnixSeconds,
    ) -> Result<usize, StoreError> {
        let kept_for = store.settings()?.activity_retention_days.span();
        let pruned = store.prune_audit(now - kept_for, MOST_AT_ONCE)?;
        let written = store.write_due_refusals(now, MOST_AT_ONCE)?;
        Ok(pruned.max(written))
    }

    /// Who waits asks again and again: nothing is held here for them but their place among those who
    /// may.
    pub(in crate::registry) fn read_activity(
        &self,
        call: &ReadActivity,
    ) -> Result<ActivityRead, Refused> {
        let authority = self.activity_reader(&call.asker)?;
        let hidden = self.hidden_from(&authority)?;
        let ReadActivity { query, after, up_to, most, .. } = call;
        let reading = Reading { query, after: *after, up_to: *up_to, most: *most, hidden };
        let read = self.store.read_log(&reading)?;
        let may_wait = match call.waiting {
            None => true,
            Some(Waiting { waiter, goes_on }) if goes_on && read.events.is_empty() => {
                self.waiters.borrow_mut().admit(waiter, clock::now())
            }
            Some(Waiting { waiter, .. }) => {
                self.waiters.borrow_mut().leave(&waiter);
                true
            }
        };
        let (events, has_next, place) = (read.events, read.has_next, read.place);
        Ok(ActivityRead { events, has_next, place, may_wait, now: self.now() })
    }

    /// What is kept from a SIEM agent that is told of less than all.
    fn hidden_from(&self, authority: &Authority) -> Result<&'static [Action], StoreError> {
        let Means::Token(id) = &authority.by else {
            return Ok(&[]);
        };
        let record = self.store.token_by_id(id)?;
        let agent = record.map(|record| self.store.agent_of(&record)).transpose()?.flatten();
        let told = agent.and_then(|agent| agent.settings.notifications()).unwrap_or_default();
        Ok(told.hidden())
    }

    /// The export is in the log before it begins, and is no part of itself.
    pub(in crate::registry) fn start_export(&self, call: &StartExport) -> Result<u64, Refused> {
        let (authority, now) = (self.activity_reader(&call.asker)?, self.now());
        let query = &call.query;
        let moment = |moment: UnixSeconds| moment.to_iso();
        let event = authority
            .event(Action::ActivityExported, now)
            .changing("format", None, Some(call.format.as_str()))
            .changing("person", None, query.person)
            .changing("token", None, query.token)
            .changing("kind", None, query.kind)
            .changing("from", None, query.from.map(moment))
            .changing("until", None, query.until.map(moment));
        self.store.transaction(|store| {
            let end = store.audit_head()?.sequence;
            store.add_audit_event(&event)?;
            Ok(end)
        })
    }

    pub(in crate::registry) fn read_stored_log(&self, after: u64) -> Result<StoredLog, Refused> {
        match self.store.is_made()? {
            true => Ok(self.store.stored_log(after, STORED_AT_ONCE)?),
            false => Err(Declined::NoTenant.into()),
        }
    }
}
