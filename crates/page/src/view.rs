//! Shows the model: fills the parts and templates of `www/index.html`.
//!
//! Nothing is made from text, and nothing is touched that already is as it should be.

mod about;
mod activity;
mod agents;
mod check;
mod complaint;
mod copy;
mod form;
mod frame;
mod generate;
mod menu;
mod new_token;
mod panel;
mod providers;
mod provisioning;
mod regenerate;
mod revoke;
mod row;
mod selection;
mod sessions;
mod settings;
mod shown_secret;
mod sign_in;
mod surroundings;
mod table;
mod theme;
mod toasts;
mod toolbar;
mod users;

use gatepass_core::agents::AgentKind;
use gatepass_core::route::View as Place;

use crate::dom::{Part, StartError, set_title};
use crate::model::{CopySource, Focus, Model};
use crate::time::Clock;
use crate::words;

pub use new_token::SecretText;

/// Everything that is on the screen.
pub struct View {
    clock: Clock,
    frame: frame::Frame,
    about: about::About,
    sign_in: sign_in::SignIn,
    theme: theme::Theme,
    toolbar: toolbar::Toolbar,
    table: table::Table,
    log: activity::Log,
    panel: panel::Panel,
    generate: generate::Generate,
    regenerate: regenerate::Regenerate,
    revoke: revoke::Revoke,
    check: check::CheckView,
    menu: menu::Menu,
    selection: selection::Selection,
    users: users::Users,
    settings: settings::Settings,
    providers: providers::ProvidersView,
    sessions: sessions::SessionsView,
    provisioning: provisioning::ProvisioningView,
    agents: [agents::AgentsView; 2],
    agent_dialogs: agents::AgentDialogs,
    toasts: toasts::Toasts,
}

impl View {
    /// Finds the parts below the root.
    ///
    /// # Errors
    /// [`StartError`] if the HTML lacks one.
    pub fn new(root: &Part) -> Result<Self, StartError> {
        let tokens = root.find("view-api-tokens")?;
        let view = Self {
            clock: Clock::new()?,
            frame: frame::Frame::new(root)?,
            about: about::About::new(root)?,
            sign_in: sign_in::SignIn::new(root)?,
            theme: theme::Theme::new(root)?,
            toolbar: toolbar::Toolbar::new(&tokens)?,
            table: table::Table::new(&tokens, root.template("token-row")?)?,
            log: activity::Log::new(root)?,
            panel: panel::Panel::new(&tokens)?,
            generate: generate::Generate::new(root)?,
            regenerate: regenerate::Regenerate::new(root)?,
            revoke: revoke::Revoke::new(root)?,
            check: check::CheckView::new(root)?,
            menu: menu::Menu::new(root)?,
            selection: selection::Selection::new(&tokens)?,
            users: users::Users::new(root)?,
            settings: settings::Settings::new(root)?,
            providers: providers::ProvidersView::new(root)?,
            sessions: sessions::SessionsView::new(root)?,
            provisioning: provisioning::ProvisioningView::new(root)?,
            agents: [
                agents::AgentsView::new(root, AgentKind::SiemAgent)?,
                agents::AgentsView::new(root, AgentKind::LogCollector)?,
            ],
            agent_dialogs: agents::AgentDialogs::new(root)?,
            toasts: toasts::Toasts::new(root)?,
        };
        root.find("starting")?.show_if(false);
        Ok(view)
    }

    /// Shows the model.
    ///
    /// # Errors
    /// [`StartError`] if the HTML lacks a part of a template.
    pub fn show(&mut self, model: &Model) -> Result<(), StartError> {
        let is_signing_in = model.place.view == Place::SignIn;
        set_title(&format!("{} · Gatepass", words::view(model.place.view)));
        self.theme.show(model.theme);
        self.sign_in.show(&model.sign_in, is_signing_in)?;
        self.frame.show(model);
        self.about.show(model);
        self.toolbar.show(&model.list);
        self.menu.show(model);
        // A dialog gives the focus back as it closes, to a button that must still be there.
        self.generate.show(model, &self.clock)?;
        self.regenerate.show(model);
        self.check.show(model, &self.clock);
        self.revoke.show(model)?;
        self.users.show(model, &self.clock)?;
        self.settings.show(model);
        self.providers.show(model)?;
        self.sessions.show(model, &self.clock)?;
        self.provisioning.show(model, &self.clock)?;
        self.selection.show(&model.list);
        self.agent_dialogs.show(model)?;
        for view in &mut self.agents {
            view.show(model, &self.clock)?;
        }
        self.table.show(model, &self.clock)?;
        self.panel.show(model);
        self.log.show(model, &self.clock)?;
        self.toasts.show(model.toasts.shown(), &self.clock)?;
        if let Some(focus) = model.focus {
            self.give_focus(focus, is_signing_in);
        }
        Ok(())
    }

    /// Takes the new token from the reply; it is shown as soon as the model says so.
    pub fn hand_over(&mut self, token: SecretText) {
        self.generate.hand_over(token);
    }

    /// Takes a user's sign-in link from the reply; it is shown as soon as the model says so.
    pub fn hand_over_link(&mut self, link: SecretText) {
        self.users.hand_over(link);
    }

    /// Takes the new SCIM token from the reply; it is shown as soon as the model says so.
    pub fn hand_over_to_scim(&mut self, token: SecretText) {
        self.provisioning.hand_over(token);
    }

    /// Takes an agent's new token from the reply; it is shown as soon as the model says so.
    pub fn hand_over_to_agent(&mut self, token: SecretText) {
        self.agent_dialogs.hand_over(token);
    }

    /// What was pasted to be checked. It is nowhere in the document after this.
    pub fn take_pasted(&self) -> String {
        self.check.take()
    }

    /// The part at the end of the list, which asks for more when it comes near.
    pub fn end_of_list(&self) -> &Part {
        self.panel.end_of_list()
    }

    /// The text to copy, as the browser's string.
    pub fn copied_text(&self, source: CopySource) -> Option<SecretText> {
        match source {
            CopySource::Id(id) => Some(SecretText::of(&id.to_string())),
            CopySource::SignInLink => self.users.copied_text(),
            CopySource::ScimToken | CopySource::ScimUrl => self.provisioning.copied_text(source),
            CopySource::Token | CopySource::Url | CopySource::Curl => {
                let of_agent = self.agent_dialogs.copied_text(source);
                of_agent.or_else(|| self.generate.copied_text(source))
            }
            CopySource::TenantId | CopySource::PortalUrl | CopySource::ApiUrl => {
                self.about.copied_text(source)
            }
        }
    }

    /// Selects the text to copy, for a person to copy it by hand.
    pub fn select_text(&self, source: CopySource) {
        self.generate.select_text(source);
        self.about.select_text(source);
        if source == CopySource::SignInLink {
            self.users.select_text();
        }
        self.provisioning.select_text(source);
        self.agent_dialogs.select_text(source);
    }

    fn give_focus(&self, focus: Focus, is_signing_in: bool) {
        let took = match focus {
            Focus::Heading if is_signing_in => self.sign_in.focus_heading(),
            Focus::Heading => self.frame.focus_heading(),
            Focus::Generate => self.frame.focus_generate(),
            Focus::Check => self.check.focus_open(),
            Focus::CopyToken => self.generate.focus_copy(),
            Focus::Field(field) => self.generate.focus_field(field),
            Focus::PersonName => self.sign_in.focus_name(),
            Focus::Search => self.toolbar.focus_search(),
            Focus::RevokeSelected => self.selection.focus_revoke(),
            Focus::Agents(focus) => {
                self.agent_dialogs.focus(focus) || self.agents.iter().any(|view| view.focus(focus))
            }
            Focus::RevokeOf(id) => self.table.focus_revoke(id),
            Focus::Users(focus) => self.users.give_focus(focus),
            Focus::Provider(field) => self.providers.focus(field),
            Focus::CopyScimToken => self.provisioning.focus_copy(),
            Focus::Settings(field) => self.settings.focus(field),
        };
        if !took {
            self.frame.focus_heading();
        }
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
