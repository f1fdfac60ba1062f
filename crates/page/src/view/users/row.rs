//! A row of the users' table, with its menu.

use gatepass_core::id::Subject;
use gatepass_core::people::UserState;
use gatepass_core::scim::RoleSource;
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
    menu_id: String,
    change_role: Part,
    change_role_why: Part,
    link: Part,
    deprovision: Part,
    reprovision: Part,
    end_sessions: Part,
    shown: Option<(UserView, RoleSource, UnixSeconds)>,
}

impl Row {
    pub(super) fn new(template: &Template, sub: Subject) -> Result<Self, StartError> {
        let part = template.make()?;
        let (id, menu_id) = (sub.to_string(), format!("user-menu-{sub}"));
        for item in part.select_all("[data-action]") {
            item.set_attribute("data-id", Some(&id));
            item.set_attribute("popovertarget", Some(&menu_id));
        }
        let why_id = format!("user-role-why-{sub}");
        part.find("change-role-why")?.set_attribute("id", Some(&why_id));
        part.find("change-role-item")?.set_attribute("aria-describedby", Some(&why_id));
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
            change_role: part.find("change-role-item")?,
            change_role_why: part.find("change-role-why")?,
            menu_id,
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

    pub(super) fn show(
        &mut self,
        user: &UserView,
        source: RoleSource,
        as_of: UnixSeconds,
        clock: &Clock,
    ) {
        let shown = self.shown.as_ref();
        if shown.is_some_and(|shown| (&shown.0, shown.1, shown.2) == (user, source, as_of)) {
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
        // What can't be chosen leaves the menu open, for the reason to be read.
        let why = source.permits_change_by_hand().err().map(words::users::fixed_role);
        self.change_role.set_attribute("aria-disabled", why.map(|_| "true"));
        let closes = why.is_none().then_some(self.menu_id.as_str());
        self.change_role.set_attribute("popovertarget", closes);
        self.change_role_why.set_optional_text(why);
        self.shown = Some((user.clone(), source, as_of));
    }

    pub(super) fn focus_menu(&self) -> bool {
        self.menu_button.focus()
    }
}
