//! The people of the tenant: the table, and the dialogs about them.

mod change;
mod form;
mod link;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use gatepass_core::id::Subject;
use gatepass_core::wire::RoleView;

use super::new_token::SecretText;
use super::surroundings::Surroundings;
use crate::dom::{Part, StartError, Template};
use crate::model::{self, Dialog, Model, UsersFocus};
use crate::time::Clock;
use crate::words;

pub(super) struct Users {
    surroundings: Surroundings,
    search: Part,
    body: Part,
    template: Template,
    rows: BTreeMap<Subject, row::Row>,
    foot: Part,
    count: Part,
    more: Part,
    add_button: Part,
    form: form::Form,
    role: change::Role,
    deprovision: change::Deprovision,
    link: link::Link,
}

impl Users {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let view = root.find("view-users")?;
        Ok(Self {
            surroundings: Surroundings::new(&view)?,
            search: view.find("user-search")?,
            body: view.find("rows")?,
            template: root.template("user-row")?,
            rows: BTreeMap::new(),
            foot: view.find("foot")?,
            count: view.find("count")?,
            more: view.find("more")?,
            add_button: view.find("add-user-button")?,
            form: form::Form::new(root)?,
            role: change::Role::new(root)?,
            deprovision: change::Deprovision::new(root)?,
            link: link::Link::new(root)?,
        })
    }

    pub(super) fn show(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        // A dialog gives the focus back as it closes, to a button that must still be there.
        self.show_dialog(model, clock)?;
        let users = &model.users;
        self.search.set_value(&users.typed);
        self.surroundings.show(&users.list, users.rows().len());
        self.show_rows(users, clock)?;
        self.foot.show_if(!users.rows().is_empty());
        if let Some(page) = &users.list.answer {
            self.count.set_text(&words::users::count(page, &users.search));
            if page.cursor.is_none() && self.more.has_focus() {
                // The button goes away under the person who pressed it.
                self.count.focus();
            }
            self.more.show_if(page.cursor.is_some());
        }
        self.more.set_text(if users.more.is_pending() { "Loading…" } else { "Load more" });
        Ok(())
    }

    fn show_dialog(&mut self, model: &Model, clock: &Clock) -> Result<(), StartError> {
        let dialog = model.dialog.as_ref().and_then(Dialog::users);
        let roles = model.users.roles();
        self.form.show(dialog, roles)?;
        self.role.show(dialog, roles, clock)?;
        self.deprovision.show(dialog, clock);
        self.link.show(dialog, model.copied, clock)
    }

    fn show_rows(&mut self, users: &model::Users, clock: &Clock) -> Result<(), StartError> {
        let Some(page) = &users.list.answer else {
            return Ok(());
        };
        for user in &page.data {
            let row = match self.rows.remove(&user.sub) {
                Some(row) => row,
                None => row::Row::new(&self.template, user.sub)?,
            };
            self.rows.entry(user.sub).or_insert(row).show(user, page.role_source, page.now, clock);
        }
        let listed: BTreeSet<_> = page.data.iter().map(|user| user.sub).collect();
        self.rows.retain(|sub, _| listed.contains(sub));
        let parts = page.data.iter().filter_map(|user| self.rows.get(&user.sub));
        self.body.set_children(parts.map(row::Row::part));
        Ok(())
    }

    /// Takes the link from the reply; it is shown as soon as the model says so.
    pub(super) fn hand_over(&mut self, link: SecretText) {
        self.link.hand_over(link);
    }

    pub(super) fn copied_text(&self) -> Option<SecretText> {
        self.link.copied_text()
    }

    pub(super) fn select_text(&self) {
        self.link.select_text();
    }

    pub(super) fn give_focus(&self, focus: UsersFocus) -> bool {
        match focus {
            UsersFocus::Add => self.add_button.focus(),
            UsersFocus::Field(field) => self.form.focus(field),
            UsersFocus::MenuOf(sub) => self.rows.get(&sub).is_some_and(row::Row::focus_menu),
            UsersFocus::CopyLink => self.link.focus_copy(),
            UsersFocus::Search => self.search.focus(),
        }
    }
}

/// A select that offers the roles.
struct RoleSelect {
    select: Part,
    hint: Part,
    template: Template,
    offered: Vec<RoleView>,
}

impl RoleSelect {
    fn new(root: &Part, select: Part, hint: Part) -> Result<Self, StartError> {
        Ok(Self { select, hint, template: root.template("role")?, offered: Vec::new() })
    }

    /// Offers the roles, with this one chosen, and says what it allows.
    fn show(&mut self, roles: &[RoleView], chosen: Option<&str>) -> Result<(), StartError> {
        if self.offered != roles {
            let mut options = self.select.select_all("option[value='']");
            for known in roles {
                let option = self.template.make()?;
                option.set_text(&known.role.to_words());
                option.set_attribute("value", Some(known.role.as_str()));
                options.push(option);
            }
            self.select.set_children(options.iter());
            self.offered = roles.to_vec();
        }
        self.select.set_value(chosen.unwrap_or_default());
        let known = roles.iter().find(|known| Some(known.role.as_str()) == chosen);
        self.hint.set_optional_text(known.map(words::users::allows).as_deref());
        Ok(())
    }
}
