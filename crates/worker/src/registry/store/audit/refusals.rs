//! Refusals, told as one event an hour for each kind.

use gatepass_core::audit::{
    AuditEvent, COALESCED_FOR, Coalesced, Due, MOST_KINDS, kind_of, without_particulars,
};
use gatepass_core::time::UnixSeconds;
use serde::Deserialize;

use crate::registry::store::{Store, StoreError, Stored, read};

#[derive(Deserialize)]
struct RefusalRow {
    kind: String,
    written_at: UnixSeconds,
    waiting: Option<String>,
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Unreadable(error.to_string())
}

impl RefusalRow {
    fn into_coalesced(self) -> Stored<Coalesced> {
        let waiting = self.waiting.as_deref().map(read).transpose()?;
        Ok(Coalesced { written_at: self.written_at, waiting })
    }
}

impl Store {
    /// Takes note of refusals, within a transaction: an event at once, or told with others later.
    pub(in crate::registry) fn add_refusal(
        &self,
        event: AuditEvent,
        now: UnixSeconds,
    ) -> Stored<()> {
        // An edge whose clock runs ahead reports from no other time than now.
        let event = AuditEvent { at: event.at.min(now), ..event };
        let (kind, event, before) = self.place_of(event)?;
        let (state, written) = Coalesced::note(before, event, now);
        self.save_refusals(&kind, &state)?;
        match written {
            Some(event) => self.add_audit_event(&event),
            None => Ok(()),
        }
    }

    /// Writes what waited for its hour to be over, within a transaction, and says how many kinds it
    /// looked at: `most` if there may be more.
    pub(in crate::registry) fn write_due_refusals(
        &self,
        now: UnixSeconds,
        most: u32,
    ) -> Stored<usize> {
        let rows: Vec<RefusalRow> = self.rows(
            "SELECT * FROM refusals WHERE written_at <= ? ORDER BY written_at LIMIT ?",
            vec![(now - COALESCED_FOR).0.into(), i64::from(most).into()],
        )?;
        let found = rows.len();
        for row in rows {
            let kind = row.kind.clone();
            match row.into_coalesced()?.due(now) {
                Due::NotYet => {}
                Due::Forget => {
                    self.execute("DELETE FROM refusals WHERE kind = ?", vec![kind.into()])?;
                }
                Due::Write(event) => {
                    self.save_refusals(&kind, &Coalesced::written(now))?;
                    self.add_audit_event(&event)?;
                }
            }
        }
        Ok(found)
    }

    /// Where the event is counted: under its kind, or, with too many kinds about, under its action.
    fn place_of(&self, event: AuditEvent) -> Stored<(String, AuditEvent, Option<Coalesced>)> {
        let kind = kind_of(&event);
        if let Some(known) = self.refusals(&kind)? {
            return Ok((kind, event, Some(known)));
        }
        let kinds: Option<Count> = self.row("SELECT count(*) AS count FROM refusals", vec![])?;
        if kinds.is_none_or(|kinds| kinds.count < MOST_KINDS) {
            return Ok((kind, event, None));
        }
        let event = without_particulars(event);
        let kind = kind_of(&event);
        let known = self.refusals(&kind)?;
        Ok((kind, event, known))
    }

    fn refusals(&self, kind: &str) -> Stored<Option<Coalesced>> {
        let row: Option<RefusalRow> =
            self.row("SELECT * FROM refusals WHERE kind = ?", vec![kind.into()])?;
        row.map(RefusalRow::into_coalesced).transpose()
    }

    fn save_refusals(&self, kind: &str, state: &Coalesced) -> Stored<()> {
        let waiting = state.waiting.as_ref().map(serde_json::to_string).transpose();
        self.execute(
            "INSERT INTO refusals (kind, written_at, waiting) VALUES (?, ?, ?) \
             ON CONFLICT (kind) DO UPDATE SET written_at = excluded.written_at, \
             waiting = excluded.waiting",
            vec![kind.into(), state.written_at.0.into(), waiting.map_err(unreadable)?.into()],
        )?;
        Ok(())
    }
}
