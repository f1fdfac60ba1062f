//! Which message a gesture about people is.

use crate::message::UsersMessage;
use crate::model::UserField;

/// The message that the gesture is; none if it is about something else, or means nothing.
pub(super) fn message(action: &str, id: &str, value: String) -> Option<UsersMessage> {
    match action {
        "user-search" => Some(UsersMessage::SearchTyped(value)),
        "user-search-clear" => Some(UsersMessage::SearchCleared),
        "users-more" => Some(UsersMessage::MoreChosen),
        "users-try-again" => Some(UsersMessage::RetryChosen),
        "user-add" => Some(UsersMessage::AddChosen),
        "user-name" => Some(UsersMessage::Entered(UserField::Name, value)),
        "user-email" => Some(UsersMessage::Entered(UserField::Email, value)),
        "user-role" => Some(UsersMessage::Entered(UserField::Role, value)),
        "user-form-submit" => Some(UsersMessage::FormSubmitted),
        "user-edit" => id.parse().ok().map(UsersMessage::EditChosen),
        "user-change-role" => id.parse().ok().map(UsersMessage::RoleChosen),
        "user-link" => id.parse().ok().map(UsersMessage::LinkChosen),
        "user-deprovision" => id.parse().ok().map(UsersMessage::DeprovisionChosen),
        "user-reprovision" => id.parse().ok().map(UsersMessage::ReprovisionChosen),
        "user-confirm" => Some(UsersMessage::Confirmed),
        _ => None,
    }
}
