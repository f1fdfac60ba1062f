//! What is wrong where a token is not issued, changed or regenerated.

use gatepass_core::idempotency::{HEADER, KeyReusedError};
use gatepass_core::lifecycle::{EditError, IssueError, RegenerateError, TermsError};
use gatepass_core::wire::{Problem, ProblemKind};

fn conflict(error: impl ToString) -> Problem {
    Problem::of(ProblemKind::Conflict).with_detail(error.to_string())
}

fn denied(error: impl ToString) -> Problem {
    Problem::of(ProblemKind::PermissionDenied).with_detail(error.to_string())
}

fn of_terms(error: TermsError) -> Problem {
    Problem::of_field(error.field(), error.to_string())
}

pub(super) fn of_issue(error: &IssueError) -> Problem {
    match error {
        IssueError::NameTaken { .. } => Problem::of_field("name", error.to_string()),
        IssueError::ScopeBeyondRole { .. } | IssueError::NoScope => {
            Problem::of_field("scope", error.to_string())
        }
        IssueError::OwnerDeprovisioned => Problem::of(ProblemKind::PermissionDenied),
        IssueError::TooMany { .. } => conflict(error),
        IssueError::Terms(error) => of_terms(*error),
    }
}

pub(super) fn of_edit(error: &EditError) -> Problem {
    match error {
        EditError::NameTaken { .. } => Problem::of_field("name", error.to_string()),
        EditError::ScopeBeyondRole { .. }
        | EditError::ScopeOfAnother { .. }
        | EditError::NoScope => Problem::of_field("scope", error.to_string()),
        EditError::Revoked | EditError::Expired => conflict(error),
        EditError::WidensByToken => denied(error),
        EditError::Terms(error) => of_terms(*error),
    }
}

pub(super) fn of_regenerate(error: &RegenerateError) -> Problem {
    match error {
        RegenerateError::NotOwner => denied(error),
        RegenerateError::Revoked
        | RegenerateError::NameTaken { .. }
        | RegenerateError::TooMany { .. } => conflict(error),
        RegenerateError::ExpiryNeeded => Problem::of_field("exp", error.to_string()),
        RegenerateError::Terms(error) => of_terms(*error),
    }
}

pub(super) fn of_reused_key(error: KeyReusedError) -> Problem {
    Problem { field: Some(HEADER.to_owned()), ..conflict(error) }
}
