//! Regenerating an agent's token, and deleting an agent: a question first.

use gatepass_core::agents::AgentKind;
use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{ProblemKind, RevokedToken};

use super::{ask, call, dialog, open_kind};
use crate::message::{AgentsCall, Call};
use crate::model::{
    AgentDialog, AgentIntent, AgentQuestion, AgentsFocus, Dialog, Failure, Focus, Model, ToastKind,
};
use crate::update::sign_in;
use crate::words;

pub(super) fn chosen(model: &mut Model, id: TokenId, intent: AgentIntent) -> Option<Call> {
    let kind = open_kind(model)?;
    let name = model.agents.find(kind, id)?.name.clone();
    let question = AgentQuestion { kind, id, name, intent, error: None, is_sending: false };
    model.dialog = Some(Dialog::Agent(Box::new(AgentDialog::Question(question))));
    None
}

fn question(model: &mut Model) -> Option<&mut AgentQuestion> {
    match dialog(model)? {
        AgentDialog::Question(question) => Some(question),
        AgentDialog::Form(_) | AgentDialog::Shown { .. } => None,
    }
}

pub(super) fn confirmed(model: &mut Model) -> Option<Call> {
    let question = question(model)?;
    if question.is_sending {
        return None;
    }
    question.is_sending = true;
    question.error = None;
    let AgentQuestion { kind, id, .. } = *question;
    match question.intent {
        AgentIntent::Regenerate => call(AgentsCall::Regenerate(kind, id)),
        AgentIntent::Delete => call(AgentsCall::Delete(kind, id)),
    }
}

pub(super) fn refused(question: &mut AgentQuestion, failure: &Failure) {
    question.is_sending = false;
    question.error = Some(words::complaint(failure));
}

pub(super) fn deleted(
    model: &mut Model,
    kind: AgentKind,
    id: TokenId,
    outcome: Result<RevokedToken, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(answer) => {
            if let Some(agent) = model.agents.find(kind, id) {
                let name = agent.name.clone();
                model.toast(ToastKind::AgentDeleted { name, answer }, now);
            }
            gone(model, kind, id)
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(Failure::Problem(problem)) if problem.kind == ProblemKind::NotFound => {
            gone(model, kind, id)
        }
        Err(failure) => {
            if let Some(question) = question(model).filter(|question| question.id == id) {
                refused(question, &failure);
            }
            None
        }
    }
}

/// The row leaves; who works with the keyboard goes on where it was.
fn gone(model: &mut Model, kind: AgentKind, id: TokenId) -> Option<Call> {
    let place = model.agents.rows(kind).iter().position(|agent| agent.id == id);
    model.agents.remove(kind, id);
    let rows = model.agents.rows(kind);
    let next = place.and_then(|place| rows.get(place).or_else(|| rows.last()));
    let focus = next.map_or(AgentsFocus::Add(kind), |agent| AgentsFocus::MenuOf(kind, agent.id));
    if question(model).is_some_and(|question| question.id == id) {
        model.dialog = None;
        model.focus = Some(Focus::Agents(focus));
    }
    ask(model, kind)
}
