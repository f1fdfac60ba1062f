//! Provisioning by SCIM.

use gatepass_core::wire::ProvisioningView;

use super::sign_in;
use crate::message::{Call, ProvisioningCall, ProvisioningMessage};
use crate::model::{Dialog, Failure, Focus, Model, ProvisioningDialog, ProvisioningQuestion};
use crate::words;

pub(super) fn update(model: &mut Model, message: ProvisioningMessage) -> Option<Call> {
    match message {
        ProvisioningMessage::Told { number, outcome } => told(model, number, outcome),
        ProvisioningMessage::TokenChosen => {
            let question = match model.provisioning.asked.answer.as_ref()?.is_on {
                true => ProvisioningQuestion::Rotation,
                false => ProvisioningQuestion::Token,
            };
            opened(model, question)
        }
        ProvisioningMessage::OffChosen => opened(model, ProvisioningQuestion::SwitchOff),
        ProvisioningMessage::Confirmed => confirmed(dialog(model)?),
        ProvisioningMessage::TokenMade(outcome) => token_made(model, outcome),
        ProvisioningMessage::SwitchedOff(outcome) => switched_off(model, outcome),
        ProvisioningMessage::SourceChosen(source) => {
            model.provisioning.choose_source(source);
            None
        }
        ProvisioningMessage::RoleChosen(group, role) => {
            model.provisioning.choose_role(&group, role);
            None
        }
        ProvisioningMessage::Submitted => submitted(model),
        ProvisioningMessage::Discarded => discarded(model),
        ProvisioningMessage::Saved(outcome) => saved(model, outcome),
    }
}

/// Asks how it stands. Answers to what was asked before no longer count.
pub(super) fn ask(model: &mut Model) -> Option<Call> {
    let number = model.provisioning.asked.ask();
    Some(Call::Provisioning(ProvisioningCall::Show { number }))
}

fn told(
    model: &mut Model,
    number: u32,
    outcome: Result<Box<ProvisioningView>, Failure>,
) -> Option<Call> {
    if model.provisioning.asked.answered(number, outcome.map(|view| *view)).is_err() {
        return sign_in::session_ended(model);
    }
    None
}

fn opened(model: &mut Model, question: ProvisioningQuestion) -> Option<Call> {
    model.dialog = Some(Dialog::Provisioning(ProvisioningDialog::asking(question)));
    None
}

fn dialog(model: &mut Model) -> Option<&mut ProvisioningDialog> {
    model.dialog.as_mut().and_then(Dialog::provisioning_mut)
}

fn confirmed(dialog: &mut ProvisioningDialog) -> Option<Call> {
    if dialog.is_sending || dialog.is_made {
        return None;
    }
    (dialog.is_sending, dialog.error) = (true, None);
    Some(Call::Provisioning(match dialog.question {
        ProvisioningQuestion::Token | ProvisioningQuestion::Rotation => {
            ProvisioningCall::IssueToken
        }
        ProvisioningQuestion::SwitchOff => ProvisioningCall::SwitchOff,
    }))
}

/// A token whose dialog was closed meanwhile is let go: another can be made at any time.
fn token_made(model: &mut Model, outcome: Result<(), Failure>) -> Option<Call> {
    match outcome {
        Ok(()) => {
            if let Some(dialog) = dialog(model) {
                (dialog.is_sending, dialog.is_made) = (false, true);
                model.focus = Some(Focus::CopyScimToken);
            }
            ask(model)
        }
        Err(failure) => refused(model, &failure),
    }
}

fn switched_off(
    model: &mut Model,
    outcome: Result<Box<ProvisioningView>, Failure>,
) -> Option<Call> {
    match outcome {
        Ok(view) => {
            model.provisioning.take(*view);
            model.dialog = None;
            model.focus = Some(Focus::Heading);
            None
        }
        Err(failure) => refused(model, &failure),
    }
}

fn refused(model: &mut Model, failure: &Failure) -> Option<Call> {
    if failure.is_unauthenticated() {
        return sign_in::session_ended(model);
    }
    let dialog = dialog(model)?;
    (dialog.is_sending, dialog.error) = (false, Some(words::failure(failure)));
    None
}

fn submitted(model: &mut Model) -> Option<Call> {
    let provisioning = &mut model.provisioning;
    if provisioning.is_sending || !provisioning.differs() {
        return None;
    }
    (provisioning.is_sending, provisioning.error) = (true, None);
    Some(Call::Provisioning(ProvisioningCall::Change(provisioning.change())))
}

fn discarded(model: &mut Model) -> Option<Call> {
    if !model.provisioning.is_sending {
        model.provisioning.discard();
    }
    None
}

fn saved(model: &mut Model, outcome: Result<Box<ProvisioningView>, Failure>) -> Option<Call> {
    let provisioning = &mut model.provisioning;
    provisioning.is_sending = false;
    match outcome {
        Ok(view) => {
            provisioning.discard();
            provisioning.take(*view);
            provisioning.is_saved = true;
            None
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            provisioning.error = Some(words::failure(&failure));
            None
        }
    }
}

#[cfg(test)]
mod tests;
