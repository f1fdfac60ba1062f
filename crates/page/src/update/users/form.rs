//! The form that adds a user or changes one's name and address.

use gatepass_core::id::Subject;
use gatepass_core::person::{Email, PersonName};
use gatepass_core::policy::Role;
use gatepass_core::wire::{AddUser, EditUser, UserView};

use crate::message::{Call, UsersCall};
use crate::model::{Failure, Focus, Model, UserField, UserForm, UsersDialog, UsersFocus};
use crate::words;

const NO_ROLE: &str = "Choose a role.";

pub(super) fn add_chosen(model: &mut Model) -> Option<Call> {
    open(model, UserForm::default())
}

pub(super) fn edit_chosen(model: &mut Model, sub: Subject) -> Option<Call> {
    let form = UserForm::editing(model.users.find(sub)?);
    open(model, form)
}

fn open(model: &mut Model, form: UserForm) -> Option<Call> {
    super::open(model, UsersDialog::Form(Box::new(form)));
    model.focus = Some(Focus::Users(UsersFocus::Field(UserField::Name)));
    None
}

fn form(model: &mut Model) -> Option<&mut UserForm> {
    match super::dialog(model)? {
        UsersDialog::Form(form) => Some(form),
        UsersDialog::Role(_) | UsersDialog::Deprovision(_) | UsersDialog::Link(_) => None,
    }
}

/// The address, if any was entered.
fn email(text: &str) -> Result<Option<Email>, String> {
    match text.trim().is_empty() {
        true => Ok(None),
        false => text.parse().map(Some).map_err(|error| format!("{error}")),
    }
}

fn name(text: &str) -> Result<PersonName, String> {
    text.parse::<PersonName>().map_err(|error| error.to_string())
}

pub(super) fn entered(form: &mut UserForm, field: UserField, text: String) -> Option<Call> {
    match field {
        UserField::Name => {
            form.name_error = name(&text).err();
            form.name = text;
        }
        UserField::Email => {
            // What is not finished yet is not wrong yet; what was said to be may be right by now.
            form.email_error = form.email_error.take().and_then(|_| email(&text).err());
            form.email = text;
        }
        UserField::Role => {
            form.role = text.parse::<Role>().ok();
            form.role_error = form.role.is_none().then(|| NO_ROLE.to_owned());
        }
    }
    None
}

pub(super) fn submitted(model: &mut Model) -> Option<Call> {
    let form = form(model)?;
    if form.is_sending {
        return None;
    }
    let (name, email) = (name(&form.name), email(&form.email));
    form.name_error = name.as_ref().err().cloned();
    form.email_error = email.as_ref().err().cloned();
    form.role_error = form.role.is_none().then(|| NO_ROLE.to_owned());
    form.form_error = None;
    match (name, email, form.role.clone()) {
        (Ok(name), Ok(email), Some(role)) => match &form.user {
            None => send(form, UsersCall::Add(AddUser { name, email, role })),
            Some(user) => {
                let (sub, request) = (user.sub, change(user, name, email));
                if request == EditUser::default() {
                    return crate::update::place::dialog_closed(model);
                }
                send(form, UsersCall::Edit(sub, request))
            }
        },
        (name, email, _) => {
            let field = match (name, email) {
                (Err(_), _) => UserField::Name,
                (Ok(_), Err(_)) => UserField::Email,
                (Ok(_), Ok(_)) => UserField::Role,
            };
            model.focus = Some(Focus::Users(UsersFocus::Field(field)));
            None
        }
    }
}

/// What is asked for beyond what the user is.
fn change(user: &UserView, name: PersonName, email: Option<Email>) -> EditUser {
    EditUser {
        name: (name != user.name).then_some(name),
        email: (email != user.email).then_some(email),
        role: None,
    }
}

fn send(form: &mut UserForm, call: UsersCall) -> Option<Call> {
    form.is_sending = true;
    Some(Call::Users(call))
}

/// Says at the field that is wrong, or below all of them, why nothing came of it.
pub(super) fn refused(model: &mut Model, failure: &Failure) {
    let Some(form) = form(model) else { return };
    form.is_sending = false;
    let field = match failure {
        Failure::Problem(problem) => problem.field.as_deref(),
        Failure::Unreachable | Failure::Unreadable(_) => None,
    };
    let sentence = Some(words::failure(failure));
    let field = match field {
        Some("name") => {
            form.name_error = sentence;
            UserField::Name
        }
        Some("email") => {
            form.email_error = sentence;
            UserField::Email
        }
        Some("role") if form.user.is_none() => {
            form.role_error = sentence;
            UserField::Role
        }
        Some(_) | None => {
            form.form_error = sentence;
            return;
        }
    };
    model.focus = Some(Focus::Users(UsersFocus::Field(field)));
}
