//! The form that adds or changes an agent.

use gatepass_core::agents::{AgentKind, Sources};
use gatepass_core::id::TokenId;
use gatepass_core::name::TokenName;
use gatepass_core::wire::AgentView;

use super::{ask, call, dialog, open_kind};
use crate::message::{AgentsCall, Call, Entry};
use crate::model::{AgentDialog, AgentForm, AgentsFocus, Dialog, Failure, Focus, Model};
use crate::update::sign_in;
use crate::words;

fn open(model: &mut Model, form: AgentForm) -> Option<Call> {
    model.dialog = Some(Dialog::Agent(Box::new(AgentDialog::Form(form))));
    model.focus = Some(Focus::Agents(AgentsFocus::Name));
    None
}

pub(super) fn add_chosen(model: &mut Model) -> Option<Call> {
    let kind = open_kind(model)?;
    open(model, AgentForm::adding(kind))
}

pub(super) fn edit_chosen(model: &mut Model, id: TokenId) -> Option<Call> {
    let kind = open_kind(model)?;
    let form = AgentForm::editing(kind, model.agents.find(kind, id)?);
    open(model, form)
}

fn form(model: &mut Model) -> Option<&mut AgentForm> {
    match dialog(model)? {
        AgentDialog::Form(form) => Some(form),
        AgentDialog::Question(_) | AgentDialog::Shown { .. } => None,
    }
}

pub(super) fn entered(model: &mut Model, entry: Entry) -> Option<Call> {
    let form = form(model)?;
    match entry {
        Entry::Name(text) => {
            form.name_error = text.parse::<TokenName>().err().map(|error| error.to_string());
            form.name = text;
        }
        Entry::Format(format) => form.format = format,
        Entry::Notifications(notifications) => form.notifications = notifications,
        Entry::Sources(text) => {
            form.sources_error = Sources::from_lines(&text).err().map(|error| error.to_string());
            form.sources = text;
        }
    }
    None
}

pub(super) fn submitted(model: &mut Model) -> Option<Call> {
    let form = form(model)?;
    if form.is_sending {
        return None;
    }
    let Some(request) = form.checked() else {
        let has_name = form.name_error.is_none();
        let field = if has_name { AgentsFocus::Sources } else { AgentsFocus::Name };
        model.focus = Some(Focus::Agents(field));
        return None;
    };
    form.is_sending = true;
    form.form_error = None;
    match form.id {
        Some(id) => call(AgentsCall::Edit(id, request)),
        None => call(AgentsCall::Add(request)),
    }
}

pub(super) fn changed(
    model: &mut Model,
    kind: AgentKind,
    outcome: Result<Box<AgentView>, Failure>,
) -> Option<Call> {
    match outcome {
        Ok(view) => {
            if form(model).is_some_and(|form| form.id == Some(view.id)) {
                model.dialog = None;
                model.focus = Some(Focus::Agents(AgentsFocus::MenuOf(kind, view.id)));
            }
            model.agents.put(kind, *view);
            ask(model, kind)
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            if let Some(form) = form(model) {
                refused(form, &failure);
            }
            None
        }
    }
}

/// Says at the field that is wrong, or below all of them, why nothing came of it.
pub(super) fn refused(form: &mut AgentForm, failure: &Failure) {
    form.is_sending = false;
    let field = match failure {
        Failure::Problem(problem) => problem.field.as_deref(),
        Failure::Unreachable | Failure::Unreadable(_) => None,
    };
    match field {
        Some("name") => form.name_error = Some(words::failure(failure)),
        Some(field) if field.starts_with("sources") => {
            form.sources_error = Some(words::failure(failure));
        }
        Some(_) | None => form.form_error = Some(words::complaint(failure)),
    }
}
