//! Another role, deprovisioning, reprovisioning: what would happen is said before it does. What
//! became of any change.

use gatepass_core::id::Subject;
use gatepass_core::policy::Role;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{EditUser, Impact, Intent, UserView};

use super::{form, list};
use crate::message::{Call, UserChange, UsersCall};
use crate::model::{
    Asked, DeprovisionQuestion, Failure, Focus, Model, RoleForm, ToastKind, UsersDialog,
    UsersFocus, UsersToast, is_ruled_out,
};
use crate::update::sign_in;
use crate::words;

fn ask_impact(impact: &mut Asked<Impact>, sub: Subject, intent: Intent) -> Option<Call> {
    impact.forget();
    let number = impact.ask();
    Some(Call::Users(UsersCall::AskImpact { number, sub, intent }))
}

pub(super) fn role_chosen(model: &mut Model, sub: Subject) -> Option<Call> {
    if model.users.fixed_roles().is_some() {
        return None;
    }
    let user = model.users.find(sub)?;
    let form = RoleForm {
        sub,
        name: user.name.clone(),
        present: user.role.clone(),
        chosen: user.role.clone(),
        impact: Asked::default(),
        error: None,
        is_sending: false,
    };
    super::open(model, UsersDialog::Role(form));
    None
}

pub(super) fn role_entered(form: &mut RoleForm, text: &str) -> Option<Call> {
    let role: Role = text.parse().ok()?;
    if form.is_sending || form.chosen == role {
        return None;
    }
    form.chosen = role.clone();
    form.error = None;
    if role == form.present {
        form.impact.forget();
        return None;
    }
    ask_impact(&mut form.impact, form.sub, Intent::Role(role))
}

pub(super) fn role_confirmed(form: &mut RoleForm) -> Option<Call> {
    if form.is_sending || form.chosen == form.present || is_ruled_out(&form.impact) {
        return None;
    }
    form.is_sending = true;
    form.error = None;
    let request = EditUser { role: Some(form.chosen.clone()), ..EditUser::default() };
    Some(Call::Users(UsersCall::Edit(form.sub, request)))
}

pub(super) fn deprovision_chosen(model: &mut Model, sub: Subject) -> Option<Call> {
    let name = model.users.find(sub)?.name.clone();
    let mut impact = Asked::default();
    let call = ask_impact(&mut impact, sub, Intent::Deprovision);
    let question = DeprovisionQuestion { sub, name, impact, error: None, is_sending: false };
    super::open(model, UsersDialog::Deprovision(question));
    call
}

pub(super) fn deprovision_confirmed(question: &mut DeprovisionQuestion) -> Option<Call> {
    if question.is_sending || is_ruled_out(&question.impact) {
        return None;
    }
    question.is_sending = true;
    question.error = None;
    Some(Call::Users(UsersCall::Deprovision(question.sub)))
}

pub(super) fn impact_answered(
    model: &mut Model,
    number: u32,
    outcome: Result<Impact, Failure>,
) -> Option<Call> {
    let impact = match super::dialog(model)? {
        UsersDialog::Role(form) => &mut form.impact,
        UsersDialog::Deprovision(question) => &mut question.impact,
        UsersDialog::Form(_) | UsersDialog::Link(_) => return None,
    };
    match impact.answered(number, outcome) {
        Ok(()) => None,
        Err(_) => sign_in::session_ended(model),
    }
}

pub(super) fn changed(
    model: &mut Model,
    sub: Subject,
    change: UserChange,
    outcome: Result<UserView, Failure>,
    now: UnixSeconds,
) -> Option<Call> {
    match outcome {
        Ok(user) => {
            close(model, sub);
            let (name, role) = (user.name.clone(), user.role.clone());
            let toast = match change {
                UserChange::Details => UsersToast::Edited { name },
                UserChange::Role => UsersToast::RoleChanged { name, role },
                UserChange::Deprovisioned => UsersToast::Deprovisioned { name },
                UserChange::Reprovisioned => UsersToast::Reprovisioned { name },
            };
            model.toast(ToastKind::Users(toast), now);
            model.focus = Some(Focus::Users(UsersFocus::MenuOf(sub)));
            replace(model, user);
            match model.me().is_some_and(|me| me.sub == sub) {
                // Who may do less now sees less.
                true => Some(Call::LoadMe),
                false => list::ask(model),
            }
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            refused(model, sub, failure, now);
            None
        }
    }
}

fn close(model: &mut Model, sub: Subject) {
    if super::dialog(model).is_some_and(|dialog| dialog.sub() == Some(sub)) {
        model.dialog = None;
    }
}

fn replace(model: &mut Model, user: UserView) {
    let rows = model.users.list.answer.as_mut().map(|page| &mut page.data);
    if let Some(row) = rows.and_then(|rows| rows.iter_mut().find(|row| row.sub == user.sub)) {
        *row = user;
    }
}

/// Says why in the dialog that asked, or, without one, in passing.
fn refused(model: &mut Model, sub: Subject, failure: Failure, now: UnixSeconds) {
    let sentence = Some(words::failure(&failure));
    let is_said = match super::dialog(model) {
        Some(dialog @ UsersDialog::Form(_)) if dialog.sub() == Some(sub) => {
            form::refused(model, &failure);
            true
        }
        Some(UsersDialog::Role(form)) if form.sub == sub => {
            (form.is_sending, form.error) = (false, sentence);
            true
        }
        Some(UsersDialog::Deprovision(question)) if question.sub == sub => {
            (question.is_sending, question.error) = (false, sentence);
            true
        }
        Some(
            UsersDialog::Role(_)
            | UsersDialog::Deprovision(_)
            | UsersDialog::Form(_)
            | UsersDialog::Link(_),
        )
        | None => false,
    };
    if let Some(user) = model.users.find(sub).filter(|_| !is_said) {
        let toast = UsersToast::NotChanged { name: user.name.clone(), failure };
        model.toast(ToastKind::Users(toast), now);
    }
}
