//! A row of the users' table, with its menu.

use gatepass_core::id::Subject;
use gatepass_core::people::UserState;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::UserView;

use crate::dom::{Part, StartError, Template};
use crate::time::{Clock, machine_readable};
use crate::words;

pub(super) struct Row {
    part: Part,
    name: Part,
    email: Part,
    role: Part,
    state: Part,
    state_word: Part,
    tokens: Part,
    seen_at: Part,
    seen_at_exact: Part,
    never: Part,
    menu_button: Part,
    menu_name: Part,
    link: Part,
    deprovision: Part,
    reprovision: Part,
    end_sessions: Part,
    shown: Option<(UserView, UnixSeconds)>,
}

impl Row {
    pub(super) fn new(template: &Template, sub: Subject) -> Result<Self, StartError> {
        let part = template.make()?;
        let (id, menu_id) = (sub.to_string(), format!("user-menu-{sub}"));
        for item in part.select_all("[data-action]") {
            item.set_attribute("data-id", Some(&id));
            item.set_attribute("popovertarget", Some(&menu_id));
        }
        part.find("menu")?.set_attribute("id", Some(&menu_id));
        let menu_button = part.find("menu-button")?;
        menu_button.set_attribute("popovertarget", Some(&menu_id));
        Ok(Self {
            name: part.find("name")?,
            email: part.find("email")?,
            role: part.find("role")?,
            state: part.find("state")?,
            state_word: part.find("state-word")?,
            tokens: part.find("tokens")?,
            seen_at: part.find("seen-at")?,
            seen_at_exact: part.find("seen-at-exact")?,
            never: part.find("never")?,
            menu_name: part.find("menu-name")?,
            link: part.find("new-link")?,
            deprovision: part.find("deprovision-user")?,
            reprovision: part.find("reprovision-user")?,
            end_sessions: part.find("end-sessions")?,
            menu_button,
            shown: None,
            part,
        })
    }

    pub(super) fn part(&self) -> &Part {
        &self.part
    }

    pub(super) fn show(&mut self, user: &UserView, as_of: UnixSeconds, clock: &Clock) {
        if self.shown.as_ref().is_some_and(|(shown, at)| shown == user && *at == as_of) {
            return;
        }
        self.name.set_text(user.name.as_str());
        self.email.set_optional_text(user.email.as_ref().map(|email| email.as_str()));
        self.role.set_text(&user.role.to_words());
        self.state.set_attribute("data-status", Some(user.state.as_str()));
        self.state_word.set_text(user.state.word());
        self.tokens.set_text(&words::number(user.tokens));
        self.never.show_if(user.last_sign_in_at.is_none());
        self.seen_at.show_if(user.last_sign_in_at.is_some());
        self.seen_at_exact.show_if(user.last_sign_in_at.is_some());
        if let Some(moment) = user.last_sign_in_at {
            let exact = clock.exact(moment);
            self.seen_at.set_text(&clock.relative(moment, as_of));
            self.seen_at.set_attribute("title", Some(&exact));
            self.seen_at.set_attribute("datetime", Some(&machine_readable(moment)));
            self.seen_at_exact.set_text(&format!(", {exact}"));
        }
        self.menu_name.set_text(user.name.as_str());
        let is_gone = user.state == UserState::Deprovisioned;
        self.link.show_if(!is_gone);
        self.deprovision.show_if(!is_gone);
        self.reprovision.show_if(is_gone);
        self.end_sessions.show_if(!is_gone);
        self.shown = Some((user.clone(), as_of));
    }

    pub(super) fn focus_menu(&self) -> bool {
        self.menu_button.focus()
    }
}
