//! The tenant's settings.

use gatepass_core::time::Millis;
use gatepass_core::wire::{SettingsQuery, SettingsView};

use super::sign_in;
use crate::message::{Call, Message, SettingsCall, SettingsMessage};
use crate::model::{Beyond, Failure, Focus, Model, Session, Settings, SettingsField, error_of};
use crate::words;

/// How long nothing has to be entered before what it means is asked.
const LIFE_SETTLES_AFTER: Millis = Millis(200);

pub(super) fn update(model: &mut Model, message: SettingsMessage) -> Option<Call> {
    match message {
        SettingsMessage::Told { number, outcome } => told(model, number, outcome),
        SettingsMessage::Entered(field, text) => entered(&mut model.settings, field, text),
        SettingsMessage::LifeSettled(text) => life_settled(model, &text),
        SettingsMessage::Submitted => submitted(model),
        SettingsMessage::Discarded => discarded(model),
        SettingsMessage::Changed(outcome) => changed(model, outcome),
    }
}

/// Asks for the settings, and for what goes beyond the longest life that the form has. Answers to
/// what was asked before no longer count.
pub(super) fn ask(model: &mut Model) -> Option<Call> {
    let settings = &mut model.settings;
    let query = settings.query();
    settings.thought_of = query.longest_life_days;
    let number = settings.asked.ask();
    Some(Call::Settings(SettingsCall::Show { number, query }))
}

/// Takes the settings in as they are. What was entered and is something else stays.
fn take(model: &mut Model, view: SettingsView) {
    let settings = &mut model.settings;
    let longest_life = settings.thought_of.or(view.settings.longest_life_days);
    let tokens = view.tokens_beyond;
    settings.beyond = longest_life.map(|longest_life| Beyond { longest_life, tokens });
    settings.settle();
    if let Session::In(me) = &mut model.session {
        me.longest_life_days = view.settings.longest_life_days;
    }
}

fn told(model: &mut Model, number: u32, outcome: Result<SettingsView, Failure>) -> Option<Call> {
    let asked = &mut model.settings.asked;
    if !asked.is_answered_by(number) {
        return None;
    }
    if outcome.as_ref().is_err_and(Failure::is_denied) {
        asked.forget();
        return Some(Call::LoadMe);
    }
    let view = outcome.as_ref().ok().copied();
    if asked.answered(number, outcome).is_err() {
        return sign_in::session_ended(model);
    }
    if let Some(view) = view {
        take(model, view);
    }
    None
}

fn entered(settings: &mut Settings, field: SettingsField, text: String) -> Option<Call> {
    settings.is_saved = false;
    let entered = settings.entered_mut(field);
    // What is not finished yet is not wrong yet; what was said to be may be right by now.
    entered.error = entered.error.take().and_then(|_| error_of(field, &text));
    entered.text = Some(text.clone());
    settings.settle();
    let is_of_interest = field == SettingsField::LongestLife && is_to_be_asked(settings);
    is_of_interest.then(|| {
        let then = Box::new(Message::Settings(SettingsMessage::LifeSettled(text)));
        Call::Wait { span: LIFE_SETTLES_AFTER, then }
    })
}

/// Whether the form has a longest life of which it is not known what goes beyond it.
fn is_to_be_asked(settings: &Settings) -> bool {
    let SettingsQuery { longest_life_days } = settings.query();
    let known = settings.beyond.map(|beyond| beyond.longest_life);
    longest_life_days.is_some() && longest_life_days != known
}

fn life_settled(model: &mut Model, text: &str) -> Option<Call> {
    let settings = &model.settings;
    let is_last = settings.entered(SettingsField::LongestLife).text.as_deref() == Some(text);
    if is_last && is_to_be_asked(settings) { ask(model) } else { None }
}

fn submitted(model: &mut Model) -> Option<Call> {
    let settings = &mut model.settings;
    if settings.is_sending || !settings.differs() {
        return None;
    }
    settings.form_error = None;
    match settings.change() {
        Ok(change) => {
            settings.is_sending = true;
            Some(Call::Settings(SettingsCall::Change(change)))
        }
        Err(field) => {
            model.focus = Some(Focus::Settings(field));
            None
        }
    }
}

fn discarded(model: &mut Model) -> Option<Call> {
    let settings = &mut model.settings;
    if settings.is_sending || !settings.differs() {
        return None;
    }
    settings.discard();
    model.focus = Some(Focus::Settings(SettingsField::MostLiveTokens));
    ask(model)
}

fn changed(model: &mut Model, outcome: Result<SettingsView, Failure>) -> Option<Call> {
    let settings = &mut model.settings;
    settings.is_sending = false;
    match outcome {
        Ok(view) => {
            // An answer that is still on its way may tell of the time before.
            let number = settings.asked.ask();
            settings.thought_of = None;
            settings.is_saved = true;
            told(model, number, Ok(view))
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            let is_denied = failure.is_denied();
            refused(model, &failure);
            is_denied.then_some(Call::LoadMe)
        }
    }
}

/// Says at the field that is wrong, or below all of them, why nothing came of it.
fn refused(model: &mut Model, failure: &Failure) {
    let field = match failure {
        Failure::Problem(problem) => problem.field.as_deref().and_then(SettingsField::of),
        Failure::Unreachable | Failure::Unreadable(_) => None,
    };
    let sentence = Some(words::failure(failure));
    match field {
        Some(field) => {
            model.settings.entered_mut(field).error = sentence;
            model.focus = Some(Focus::Settings(field));
        }
        None => model.settings.form_error = sentence,
    }
}

#[cfg(test)]
mod tests;
