//! Which view is open, and that time passes.

use gatepass_core::agents::AgentKind;
use gatepass_core::route::View;
use gatepass_core::time::UnixSeconds;

use super::{activity, agents, list, providers, provisioning, sessions, settings, users};
use crate::message::{Address, Call};
use crate::model::{
    Dialog, Focus, Generate, Model, Phase, Purpose, Reach, Session, SignIn, Step, Theme,
};
use crate::words;

pub(super) fn opened(model: &mut Model, address: Address, now: UnixSeconds) -> Option<Call> {
    model.dialog = None;
    match address.view {
        View::SignIn => {
            model.go(View::SignIn, Step::Replace);
            model.focus = address.link.as_ref().map(|link| match link.names_its_user() {
                true => Focus::Heading,
                false => Focus::PersonName,
            });
            model.sign_in = SignIn {
                link: address.link,
                tenant: address.tenant,
                to: address.to,
                form_error: address.refused.as_deref().map(words::refused).map(str::to_owned),
                notice: model.sign_in.notice,
                ..SignIn::default()
            };
            Some(Call::LoadSignInOptions)
        }
        View::Home => arrived(model, View::ApiTokens, now),
        View::ApiTokens
        | View::SiemAgents
        | View::LogCollectors
        | View::ActivityLog
        | View::General
        | View::Users
        | View::SignInProviders
        | View::Sessions
        | View::Provisioning => arrived(model, address.view, now),
    }
}

fn arrived(model: &mut Model, view: View, now: UnixSeconds) -> Option<Call> {
    model.go(view, Step::Replace);
    match model.session {
        Session::In(_) => load(model, now),
        Session::Unknown | Session::Out => {
            model.session = Session::Unknown;
            Some(Call::LoadMe)
        }
    }
}

pub(super) fn view_chosen(model: &mut Model, view: View, now: UnixSeconds) -> Option<Call> {
    if model.place.view != view {
        model.go(view, Step::Push);
    }
    model.is_rail_open = false;
    // What leads elsewhere from a dialog leaves it behind.
    model.dialog = None;
    model.focus = Some(Focus::Heading);
    load(model, now)
}

/// Asks for what the open view shows.
pub(super) fn load(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    if !model.may_see(model.place.view) {
        return None;
    }
    match model.place.view {
        View::Home | View::SignIn => None,
        View::ApiTokens => list::ask(model, Purpose::Refresh, now),
        View::ActivityLog => activity::ask(model, Reach::Refresh, now),
        View::General => settings::ask(model),
        View::Users => users::ask(model),
        View::SignInProviders => providers::ask(model),
        View::Sessions => sessions::ask(model),
        View::Provisioning => provisioning::ask(model),
        View::SiemAgents => agents::ask(model, AgentKind::SiemAgent),
        View::LogCollectors => agents::ask(model, AgentKind::LogCollector),
    }
}

pub(super) fn ticked(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.toasts.expire(now);
    if model.place.view == View::SignIn {
        return None;
    }
    list::age(&mut model.list, now);
    agents::age(model, now);
    match model.session {
        Session::Unknown => Some(Call::LoadMe),
        Session::In(_) => refresh(model, now),
        Session::Out => None,
    }
}

/// Asks again for what the open view shows, unless it is being asked for.
fn refresh(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    match model.place.view {
        View::Home | View::SignIn => None,
        View::ApiTokens if model.list.pending.is_some() => None,
        View::ApiTokens => load(model, now),
        view @ (View::SiemAgents | View::LogCollectors) => {
            let is_asked =
                agents::kind_of(view).is_some_and(|kind| model.agents.of(kind).is_pending());
            if is_asked { None } else { load(model, now) }
        }
        View::ActivityLog if !model.may_see(View::ActivityLog) => None,
        View::ActivityLog => activity::refresh(model, now),
        View::General if model.settings.asked.is_pending() || model.settings.is_sending => None,
        View::General => load(model, now),
        View::Users if model.users.list.is_pending() => None,
        View::Users => load(model, now),
        View::Sessions if model.sessions.list.is_pending() => None,
        View::Sessions => load(model, now),
        View::SignInProviders if model.providers.list.is_pending() => None,
        View::SignInProviders => load(model, now),
        View::Provisioning if model.provisioning.is_busy() => None,
        View::Provisioning => load(model, now),
    }
}

/// Tries again what could not be shown.
pub(super) fn retry_chosen(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.focus = Some(Focus::Heading);
    match (&model.session, model.place.view) {
        (Session::In(_), View::ActivityLog) => {
            model.activity.asked.forget();
            load(model, now)
        }
        (Session::In(_), View::General) => {
            model.settings.asked.forget();
            load(model, now)
        }
        (Session::In(_), View::SignInProviders) => {
            model.providers.list.forget();
            load(model, now)
        }
        (Session::In(_), View::Sessions) => {
            model.sessions.list.forget();
            load(model, now)
        }
        (Session::In(_), View::Provisioning) => {
            model.provisioning.asked.forget();
            load(model, now)
        }
        (Session::In(_), View::Users) => {
            model.users.list.forget();
            load(model, now)
        }
        (Session::In(_), view @ (View::SiemAgents | View::LogCollectors)) => {
            agents::kind_of(view).and_then(|kind| agents::ask_anew(model, kind))
        }
        (Session::In(_), View::Home | View::SignIn | View::ApiTokens) => {
            model.list.phase = Phase::Loading;
            list::ask(model, Purpose::Anew, now)
        }
        (Session::Unknown | Session::Out, _) => {
            model.list.phase = Phase::Loading;
            Some(Call::LoadMe)
        }
    }
}

pub(super) fn rail_toggled(model: &mut Model) -> Option<Call> {
    model.is_rail_open = !model.is_rail_open;
    None
}

pub(super) fn theme_chosen(model: &mut Model, theme: Theme) -> Option<Call> {
    model.theme = theme;
    Some(Call::KeepTheme(theme))
}

pub(super) fn toast_dismissed(model: &mut Model, id: u32) -> Option<Call> {
    model.toasts.dismiss(id);
    None
}

/// The browser gives the focus back to where it was; only a shown token has changed what is there.
pub(super) fn dialog_closed(model: &mut Model) -> Option<Call> {
    if let Some(Dialog::Generate(Generate::Shown { .. } | Generate::Lost(_))) = model.dialog {
        model.focus = Some(Focus::Generate);
    }
    if let Some(Dialog::Check(_)) = &model.dialog {
        model.focus = Some(Focus::Check);
    }
    if let Some(Dialog::Users(dialog)) = &model.dialog {
        model.focus = Some(users::focus_after(dialog));
    }
    if let Some(Dialog::Agent(dialog)) = &model.dialog {
        model.focus = Some(Focus::Agents(agents::focus_after(dialog)));
    }
    model.dialog = None;
    model.copied = None;
    None
}

#[cfg(test)]
mod tests;
