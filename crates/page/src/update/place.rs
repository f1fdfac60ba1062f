//! Which view is open, and that time passes.

use gatepass_core::route::View;
use gatepass_core::time::UnixSeconds;

use super::list;
use crate::message::{Address, Call};
use crate::model::{Dialog, Focus, Generate, Model, Purpose, Session, SignIn, Step, Theme};

pub(super) fn opened(model: &mut Model, address: Address) -> Option<Call> {
    model.dialog = None;
    match address.view {
        View::SignIn => {
            model.go(View::SignIn, Step::Replace);
            model.focus = address.link.is_some().then_some(Focus::PersonName);
            model.sign_in = SignIn {
                link: address.link,
                tenant: address.tenant,
                notice: model.sign_in.notice,
                ..SignIn::default()
            };
            model.sign_in.link.is_none().then_some(Call::LoadSignInOptions)
        }
        View::Home | View::ApiTokens => {
            model.go(View::ApiTokens, Step::Replace);
            match model.session {
                Session::In(_) => None,
                Session::Unknown | Session::Out => {
                    model.session = Session::Unknown;
                    Some(Call::LoadMe)
                }
            }
        }
    }
}

pub(super) fn view_chosen(model: &mut Model, view: View) -> Option<Call> {
    if model.place.view != view {
        model.go(view, Step::Push);
    }
    model.is_rail_open = false;
    model.focus = Some(Focus::Heading);
    None
}

pub(super) fn ticked(model: &mut Model, now: UnixSeconds) -> Option<Call> {
    model.toasts.expire(now);
    if model.place.view != View::ApiTokens {
        return None;
    }
    list::age(&mut model.list, now);
    match model.session {
        Session::Unknown => Some(Call::LoadMe),
        Session::In(_) if model.list.pending.is_none() => list::ask(model, Purpose::Refresh, now),
        Session::In(_) | Session::Out => None,
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
    if let Some(Dialog::Generate(Generate::Shown { .. })) = model.dialog {
        model.focus = Some(Focus::Generate);
    }
    model.dialog = None;
    model.copied = None;
    None
}

#[cfg(test)]
mod tests;
