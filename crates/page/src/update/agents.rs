//! SIEM agents and log collectors.

mod form;
mod list;
mod question;

use gatepass_core::agents::AgentKind;
use gatepass_core::route::View;
use gatepass_core::time::UnixSeconds;

use super::sign_in;
use crate::message::{AgentsCall, AgentsMessage, Call, NewAgent};
use crate::model::{AgentDialog, AgentsFocus, Dialog, Failure, Focus, Model, Session};

pub(super) use list::{age, ask, ask_anew};

/// Changes the model as the message asks.
pub(super) fn update(model: &mut Model, message: AgentsMessage, now: UnixSeconds) -> Option<Call> {
    match message {
        AgentsMessage::Listed { kind, number, outcome } => {
            list::listed(model, kind, number, outcome, now)
        }

        AgentsMessage::AddChosen => form::add_chosen(model),
        AgentsMessage::EditChosen(id) => form::edit_chosen(model, id),
        AgentsMessage::Entered(entry) => form::entered(model, entry),
        AgentsMessage::FormSubmitted => form::submitted(model),
        AgentsMessage::Changed { kind, outcome } => form::changed(model, kind, outcome),

        AgentsMessage::RegenerateChosen(id) => {
            question::chosen(model, id, crate::model::AgentIntent::Regenerate)
        }
        AgentsMessage::DeleteChosen(id) => {
            question::chosen(model, id, crate::model::AgentIntent::Delete)
        }
        AgentsMessage::Confirmed => question::confirmed(model),
        AgentsMessage::Deleted { kind, id, outcome } => {
            question::deleted(model, kind, id, outcome, now)
        }

        AgentsMessage::Issued { kind, outcome } => issued(model, kind, outcome),
    }
}

/// The agents that a view is of, if it is one's.
pub(super) fn kind_of(view: View) -> Option<AgentKind> {
    AgentKind::ALL.into_iter().find(|kind| kind.view() == view)
}

/// The agents that the open view is of.
fn open_kind(model: &Model) -> Option<AgentKind> {
    kind_of(model.place.view)
}

fn dialog(model: &mut Model) -> Option<&mut AgentDialog> {
    model.dialog.as_mut().and_then(Dialog::agent_mut)
}

/// Where the focus goes when the dialog closes: the row's menu that opened it is closed.
pub(super) fn focus_after(dialog: &AgentDialog) -> AgentsFocus {
    match dialog {
        AgentDialog::Form(form) => match form.id {
            Some(id) => AgentsFocus::MenuOf(form.kind, id),
            None => AgentsFocus::Add(form.kind),
        },
        AgentDialog::Question(question) => AgentsFocus::MenuOf(question.kind, question.id),
        AgentDialog::Shown { kind, view, .. } => AgentsFocus::MenuOf(*kind, view.id),
    }
}

/// Shows the token, even if the dialog was closed meanwhile: it can't be shown again.
fn issued(
    model: &mut Model,
    kind: AgentKind,
    outcome: Result<Box<NewAgent>, Failure>,
) -> Option<Call> {
    match outcome {
        Ok(_) if model.session == Session::Out => None,
        Ok(new) => {
            let NewAgent { view, url } = *new;
            let is_again = model.agents.find(kind, view.id).is_some();
            model.agents.put(kind, view.clone());
            let view = Box::new(view);
            let shown = AgentDialog::Shown { kind, view, url, is_again };
            model.dialog = Some(Dialog::Agent(Box::new(shown)));
            model.focus = Some(Focus::Agents(AgentsFocus::CopyToken));
            ask(model, kind)
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            match dialog(model) {
                Some(AgentDialog::Form(form)) => form::refused(form, &failure),
                Some(AgentDialog::Question(question)) => question::refused(question, &failure),
                Some(AgentDialog::Shown { .. }) | None => {}
            }
            None
        }
    }
}

fn call(call: AgentsCall) -> Option<Call> {
    Some(Call::Agents(call))
}

#[cfg(test)]
mod tests;
