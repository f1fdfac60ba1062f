//! A row of the table.

mod more;

use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::TokenView;

pub(super) use self::more::More;
use super::copy;
use crate::dom::{Part, StartError, Template};
use crate::model::Copied;
use crate::time::{Clock, machine_readable};

pub(super) struct Row {
    part: Part,
    name: Part,
    issued_by: Part,
    issued_at: Moment,
    used_at: Moment,
    never: Part,
    status: Part,
    status_word: Part,
    more: More,
    select: Part,
    select_name: Part,
    menu: Part,
    menu_name: Part,
    copy_id: Part,
    copy_label: Part,
    revoke_button: Part,
    revoke_name: Part,
    shown: Option<(TokenView, UnixSeconds)>,
}

/// A moment, relative to look at, exact on hover and to listen to.
pub(super) struct Moment {
    relative: Part,
    exact: Part,
}

impl Moment {
    pub(super) fn find(row: &Part, name: &str) -> Result<Self, StartError> {
        Ok(Self { relative: row.find(name)?, exact: row.find(&format!("{name}-exact"))? })
    }

    pub(super) fn show(&self, moment: Option<UnixSeconds>, as_of: UnixSeconds, clock: &Clock) {
        self.relative.show_if(moment.is_some());
        self.exact.show_if(moment.is_some());
        if let Some(moment) = moment {
            let exact = clock.exact(moment);
            self.relative.set_text(&clock.relative(moment, as_of));
            self.relative.set_attribute("title", Some(&exact));
            self.relative.set_attribute("datetime", Some(&machine_readable(moment)));
            self.exact.set_text(&format!(", {exact}"));
        }
    }
}

impl Row {
    pub(super) fn new(template: &Template, token: &TokenView) -> Result<Self, StartError> {
        let part = template.make()?;
        let id = token.id.to_string();
        part.set_attribute("data-id", Some(&id));
        part.find("id")?.set_text(&id);
        let row = Self {
            name: part.find("name")?,
            issued_by: part.find("issued-by")?,
            issued_at: Moment::find(&part, "issued-at")?,
            used_at: Moment::find(&part, "used-at")?,
            never: part.find("never")?,
            status: part.find("status")?,
            status_word: part.find("status-word")?,
            more: More::find(&part)?,
            select: part.find("select")?,
            select_name: part.find("select-name")?,
            menu: part.find("menu")?,
            menu_name: part.find("menu-name")?,
            copy_id: part.find("copy-id")?,
            copy_label: part.find("copy-label")?,
            revoke_button: part.find("revoke-button")?,
            revoke_name: part.find("revoke-name")?,
            shown: None,
            part,
        };
        for part in [&row.copy_id, &row.revoke_button, &row.select, &row.menu] {
            part.set_attribute("data-id", Some(&id));
        }
        Ok(row)
    }

    pub(super) fn part(&self) -> &Part {
        &self.part
    }

    pub(super) fn show(&mut self, token: &TokenView, as_of: UnixSeconds, clock: &Clock) {
        if self.shown.as_ref().is_some_and(|(shown, at)| shown == token && *at == as_of) {
            return;
        }
        self.name.set_text(token.name.as_str());
        self.issued_by.set_text(token.issued_by.as_str());
        self.issued_at.show(Some(token.iat), as_of, clock);
        self.used_at.show(token.last_used_at, as_of, clock);
        self.never.show_if(token.last_used_at.is_none());
        self.status.set_attribute("data-status", Some(token.status.as_str()));
        self.status_word.set_text(token.status.word());
        self.more.show(token, as_of, clock);
        let has_ended = token.has_ended(as_of);
        self.part.set_present("data-ended", has_ended);
        self.revoke_button.show_if(!has_ended);
        self.select.show_if(!has_ended);
        self.select_name.set_text(&format!("Select {}", token.name));
        self.menu_name.set_text(&format!("More for {}", token.name));
        self.revoke_name.set_text(&format!(" {}", token.name));
        self.shown = Some((token.clone(), as_of));
    }

    /// Offers the menu to who can do something with it.
    pub(super) fn offer(&self, token: &TokenView, is_own: bool, as_of: UnixSeconds) {
        let has_something = !token.has_ended(as_of) || (is_own && token.revoked.is_none());
        self.menu.show_if(has_something);
    }

    /// Marks the row as new, or as chosen, and its copy button as pressed.
    pub(super) fn mark(&self, is_fresh: bool, is_selected: bool, copied: Option<Copied>) {
        self.select.set_property("checked", &is_selected.into());
        self.part.set_present("data-selected", is_selected);
        self.part.set_present("data-fresh", is_fresh);
        copy::answer(&self.copy_id, copied);
        let name = self.shown.as_ref().map(|(token, _)| token.name.as_str()).unwrap_or_default();
        self.copy_label.set_text(&match copied {
            Some(copied) => crate::words::copy_answer(copied.outcome).to_owned(),
            None => format!("Copy the id of {name}"),
        });
    }

    pub(super) fn focus_revoke(&self) -> bool {
        self.revoke_button.focus()
    }
}
