//! The people of the tenant.

mod add;
mod change;
mod form;
mod link;
mod list;

use gatepass_core::time::UnixSeconds;

use crate::message::{Call, UsersCall, UsersMessage};
use crate::model::{Dialog, Focus, Model, UsersDialog, UsersFocus};

pub(super) use list::ask;

pub(super) fn update(model: &mut Model, message: UsersMessage, now: UnixSeconds) -> Option<Call> {
    match message {
        UsersMessage::Listed { number, outcome } => list::listed(model, number, outcome, now),
        UsersMessage::ListedMore { number, outcome } => list::listed_more(model, number, outcome),
        UsersMessage::SearchTyped(text) => list::search_typed(model, text),
        UsersMessage::SearchSettled(text) => list::search_settled(model, &text),
        UsersMessage::SearchCleared => list::search_cleared(model),
        UsersMessage::MoreChosen => list::more_chosen(model),
        UsersMessage::RetryChosen => list::retry_chosen(model),

        UsersMessage::AddChosen => form::add_chosen(model),
        UsersMessage::Entered(field, text) => match dialog(model)? {
            UsersDialog::Form(form) => form::entered(form, field, text),
            UsersDialog::Role(form) => change::role_entered(form, &text),
            UsersDialog::Deprovision(_) | UsersDialog::Link(_) => None,
        },
        UsersMessage::EditChosen(sub) => form::edit_chosen(model, sub),
        UsersMessage::FormSubmitted => form::submitted(model),
        UsersMessage::Added(outcome) => add::added(model, outcome),

        UsersMessage::RoleChosen(sub) => change::role_chosen(model, sub),
        UsersMessage::DeprovisionChosen(sub) => change::deprovision_chosen(model, sub),
        UsersMessage::ReprovisionChosen(sub) => Some(Call::Users(UsersCall::Reprovision(sub))),
        UsersMessage::LinkChosen(sub) => link::chosen(model, sub),
        UsersMessage::Confirmed => match dialog(model)? {
            UsersDialog::Form(_) => None,
            UsersDialog::Role(form) => change::role_confirmed(form),
            UsersDialog::Deprovision(question) => change::deprovision_confirmed(question),
            UsersDialog::Link(link) => link::confirmed(link),
        },
        UsersMessage::ImpactAnswered { number, outcome } => {
            change::impact_answered(model, number, outcome)
        }
        UsersMessage::Changed { sub, change, outcome } => {
            change::changed(model, sub, change, outcome, now)
        }
        UsersMessage::LinkMade(outcome) => link::made(model, outcome),
    }
}

/// The open dialog, if it is one about people.
fn dialog(model: &mut Model) -> Option<&mut UsersDialog> {
    model.dialog.as_mut().and_then(Dialog::users_mut)
}

/// Opens a dialog about people.
fn open(model: &mut Model, dialog: UsersDialog) {
    model.dialog = Some(Dialog::Users(Box::new(dialog)));
}

/// Where the focus goes as a dialog closes: a menu that opened it is closed by then.
pub(super) fn focus_after(dialog: &UsersDialog) -> Focus {
    Focus::Users(dialog.sub().map_or(UsersFocus::Add, UsersFocus::MenuOf))
}

#[cfg(test)]
mod tests;
