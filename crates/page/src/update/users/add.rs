//! Adding a user.

use gatepass_core::person::{Email, PersonName};
use gatepass_core::policy::Role;
use gatepass_core::wire::AddUser;

use super::list;
use crate::message::{Call, NewUser, UsersCall};
use crate::model::{
    AddForm, Failure, Focus, LinkDialog, Model, Session, UserField, UsersDialog, UsersFocus,
};
use crate::update::sign_in;
use crate::words;

const NO_ROLE: &str = "Choose a role.";

pub(super) fn chosen(model: &mut Model) -> Option<Call> {
    super::open(model, UsersDialog::Add(AddForm::default()));
    model.focus = Some(Focus::Users(UsersFocus::Field(UserField::Name)));
    None
}

fn form(model: &mut Model) -> Option<&mut AddForm> {
    match super::dialog(model)? {
        UsersDialog::Add(form) => Some(form),
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

pub(super) fn entered(form: &mut AddForm, field: UserField, text: String) -> Option<Call> {
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
        (Ok(name), Ok(email), Some(role)) => {
            form.is_sending = true;
            Some(Call::Users(UsersCall::Add(AddUser { name, email, role })))
        }
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

pub(super) fn added(model: &mut Model, outcome: Result<Box<NewUser>, Failure>) -> Option<Call> {
    match outcome {
        Ok(user) => shown(model, *user),
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            refused(model, &failure);
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

fn refused(model: &mut Model, failure: &Failure) {
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
        Some("role") => {
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
