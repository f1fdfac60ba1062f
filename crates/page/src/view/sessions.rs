//! One's own sessions: where and since when one is signed in.

use gatepass_core::session::SessionId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::SessionView;

use super::surroundings::Surroundings;
use crate::dom::{Part, StartError, Template};
use crate::model::{Model, Sessions};
use crate::time::{Clock, machine_readable};
use crate::words;

pub(super) struct SessionsView {
    surroundings: Surroundings,
    rows: Vec<(SessionId, Row)>,
    list: Part,
    template: Template,
}

struct Row {
    row: Part,
    browser: Part,
    is_current: Part,
    address: Part,
    by: Part,
    signed_in: Part,
    seen: Part,
    trouble: Part,
    end: Part,
    sign_out: Part,
}

impl Row {
    fn make(template: &Template, id: SessionId) -> Result<Self, StartError> {
        let row = template.make()?;
        let end = row.find("end")?;
        end.set_attribute("data-id", Some(id.as_str()));
        Ok(Self {
            browser: row.find("browser")?,
            is_current: row.find("current")?,
            address: row.find("address")?,
            by: row.find("by")?,
            signed_in: row.find("signed-in")?,
            seen: row.find("seen")?,
            trouble: row.find("trouble")?,
            sign_out: row.find("sign-out")?,
            end,
            row,
        })
    }

    fn show(&self, session: &SessionView, sessions: &Sessions, now: UnixSeconds, clock: &Clock) {
        let browser = session.browser.as_ref().map(|browser| browser.as_str());
        self.browser.set_text(browser.unwrap_or(words::UNKNOWN_BROWSER));
        let address = session.address.map(|address| address.to_string());
        self.address.set_text(address.as_deref().unwrap_or(words::UNKNOWN_ADDRESS));
        self.by.set_text(&words::activity::means(&session.by));
        for (part, moment) in [(&self.signed_in, session.iat), (&self.seen, session.last_seen_at)] {
            part.set_text(&clock.relative(moment, now));
            part.set_attribute("datetime", Some(&machine_readable(moment)));
            part.set_attribute("title", Some(&clock.exact(moment)));
        }
        self.is_current.show_if(session.is_current);
        self.sign_out.show_if(session.is_current);
        self.end.show_if(!session.is_current);
        self.end.set_flag("aria-disabled", sessions.ending.is_some());
        let trouble = sessions.trouble.as_ref().filter(|(id, _)| *id == session.id);
        self.trouble.set_optional_text(trouble.map(|(_, sentence)| sentence.as_str()));
    }
}

impl SessionsView {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let view = root.find("view-sessions")?;
        Ok(Self {
            surroundings: Surroundings::never_empty(&view)?,
            rows: Vec::new(),
            list: view.find("table")?,
            template: root.template("session-row")?,
        })
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        let sessions = &model.sessions;
        let shown = sessions.rows();
        self.surroundings.show(&sessions.list, shown.len());
        let now = sessions.list.answer.as_ref().map(|list| list.now).unwrap_or_default();
        if !self.rows.iter().map(|(id, _)| *id).eq(shown.iter().map(|it| it.id)) {
            let rows = shown.iter().map(|it| Ok((it.id, Row::make(&self.template, it.id)?)));
            self.rows = rows.collect::<Result<_, StartError>>()?;
            self.list.set_children(self.rows.iter().map(|(_, row)| &row.row));
        }
        for ((_, row), session) in self.rows.iter().zip(shown) {
            row.show(session, sessions, now, clock);
        }
        Ok(())
    }
}
