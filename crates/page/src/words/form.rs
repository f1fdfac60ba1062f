//! What the form for a token says.

use gatepass_core::scope::Scope;
use gatepass_core::wire::{Problem, ProblemKind};

use crate::model::Field;

/// What a scope is for; nothing for one that a policy made up.
pub fn scope(scope: &Scope) -> &'static str {
    let known = [
        (Scope::READ, "Read through the API"),
        (Scope::WRITE, "Change things through the API"),
        (Scope::ACTIVITY_READ, "Read the activity log"),
        (Scope::LOGS_WRITE, "Upload logs"),
        (Scope::INTROSPECT, "Ask about tokens, and revoke them"),
        (Scope::MANAGE, "Manage tokens by API"),
    ];
    known.into_iter().find(|(other, _)| other == scope).map(|(_, what)| what).unwrap_or_default()
}

/// The field that a problem is about.
pub fn field_of(problem: &Problem) -> Option<Field> {
    let member = problem.field.as_deref().and_then(Field::of_member);
    member.or_else(|| (problem.kind == ProblemKind::AlreadyExists).then_some(Field::Name))
}
