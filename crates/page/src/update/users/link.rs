//! Another sign-in link for a user.

use gatepass_core::id::Subject;
use gatepass_core::time::UnixSeconds;

use crate::message::{Call, UsersCall};
use crate::model::{Failure, Focus, LinkDialog, Model, UsersDialog, UsersFocus};
use crate::update::sign_in;
use crate::words;

pub(super) fn chosen(model: &mut Model, sub: Subject) -> Option<Call> {
    let name = model.users.find(sub)?.name.clone();
    let (is_new_user, ends_at, error, is_sending) = (false, None, None, false);
    let link = LinkDialog { sub, name, is_new_user, ends_at, error, is_sending };
    super::open(model, UsersDialog::Link(link));
    None
}

pub(super) fn confirmed(link: &mut LinkDialog) -> Option<Call> {
    if link.is_sending || link.ends_at.is_some() {
        return None;
    }
    link.is_sending = true;
    link.error = None;
    Some(Call::Users(UsersCall::MakeLink(link.sub)))
}

/// A link whose dialog was closed meanwhile is let go: another can be made at any time.
pub(super) fn made(model: &mut Model, outcome: Result<UnixSeconds, Failure>) -> Option<Call> {
    if matches!(&outcome, Err(failure) if failure.is_unauthenticated()) {
        return sign_in::session_ended(model);
    }
    let Some(UsersDialog::Link(link)) = super::dialog(model) else {
        return None;
    };
    link.is_sending = false;
    match outcome {
        Ok(ends_at) => {
            link.ends_at = Some(ends_at);
            model.focus = Some(Focus::Users(UsersFocus::CopyLink));
        }
        Err(failure) => link.error = Some(words::failure(&failure)),
    }
    None
}
