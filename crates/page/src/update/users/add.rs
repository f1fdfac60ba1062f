//! Adding a user.

use super::{form, list};
use crate::message::{Call, NewUser};
use crate::model::{Failure, Focus, LinkDialog, Model, Session, UsersDialog, UsersFocus};
use crate::update::sign_in;

pub(super) fn added(model: &mut Model, outcome: Result<Box<NewUser>, Failure>) -> Option<Call> {
    match outcome {
        Ok(user) => shown(model, *user),
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            form::refused(model, &failure);
            None
        }
    }
}

/// Shows the link, even if the dialog was closed meanwhile: it can't be shown again.
fn shown(model: &mut Model, NewUser { view, link_ends_at }: NewUser) -> Option<Call> {
    if model.session == Session::Out {
        return None;
    }
    let link = LinkDialog {
        sub: view.sub,
        name: view.name,
        is_new_user: true,
        ends_at: Some(link_ends_at),
        error: None,
        is_sending: false,
    };
    super::open(model, UsersDialog::Link(link));
    model.focus = Some(Focus::Users(UsersFocus::CopyLink));
    list::ask(model)
}
