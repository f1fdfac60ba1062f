//! The page's sentences that depend on something. Fixed ones stand in the HTML.

pub mod activity;
pub mod agents;
pub mod check;
mod form;
mod providers;
pub mod provisioning;
mod row;
pub mod settings;
pub mod users;

use gatepass_core::id::TokenId;
use gatepass_core::listing::{Direction, SortBy};
use gatepass_core::name::{MOST_CHARACTERS, TokenName};
use gatepass_core::person::PersonName;
use gatepass_core::route::View;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{MOST_REVOKED, Me, Problem, ProviderView};

pub use form::{field_of, scope};
pub use providers::{ProviderWords, provider_form, provider_kind};
pub use row::{Moments, knocks, notes, uses_by_day};

use crate::model::{Complaint, CopyOutcome, Dialog, Failure, Generate, List, Notice, ToastKind};

/// From how few characters left on the form counts them.
const FEW_LEFT: usize = 20;

/// What a problem document says, as a sentence.
pub fn problem(problem: &Problem) -> String {
    let text = problem.detail.as_ref().unwrap_or(&problem.title);
    let mut characters = text.chars();
    let mut sentence: String = match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::from("The server refused, without saying why."),
    };
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

/// Why something failed, as a sentence.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Problem(found) => problem(found),
        Failure::Unreachable => {
            "The server can't be reached. Check your connection, then try again.".to_owned()
        }
        Failure::Unreadable(status) => {
            format!("The server's answer ({status}) can't be understood. Try again in a moment.")
        }
    }
}

/// That a token may exist although its answer never came.
pub fn not_known_whether_issued(found: &Failure) -> String {
    let what = failure(found);
    format!(
        "{what} The token may have been generated all the same. Choose Next again: that makes no \
         second one."
    )
}

/// That a token may have taken the place of another although its answer never came.
pub fn not_known_whether_regenerated(found: &Failure) -> String {
    let what = failure(found);
    format!("{what} The token may have been regenerated all the same: regenerate it once more.")
}

/// What a message says; `clock` writes a moment's time of day.
pub fn toast(kind: &ToastKind, clock: impl Fn(UnixSeconds) -> String) -> String {
    match kind {
        ToastKind::Revoked { name, answer } => {
            let in_use = clock(answer.refused_in_use_by);
            let elsewhere = clock(answer.refused_elsewhere_by);
            format!(
                "Revoked “{name}”. Edges where it is in use refuse it by {in_use}; \
                 the rest usually by {elsewhere}."
            )
        }
        ToastKind::SeveralRevoked { count, answer } => {
            let in_use = clock(answer.refused_in_use_by);
            let elsewhere = clock(answer.refused_elsewhere_by);
            format!(
                "Revoked {count} tokens. Edges where they are in use refuse them by {in_use}; \
                 the rest usually by {elsewhere}."
            )
        }
        ToastKind::SeveralNotRevoked { count, failure: found } => {
            format!("None of the {count} tokens was revoked. {}", failure(found))
        }
        ToastKind::AlreadyGone { name } => format!("“{name}” was revoked already."),
        ToastKind::NotRevoked { name, failure: found } => {
            format!("“{name}” was not revoked. {}", failure(found))
        }
        ToastKind::Users(toast) => users::toast(toast),
        ToastKind::AgentDeleted { name, answer } => agents::deleted(name, answer, clock),
        ToastKind::NotSignedOut { failure: found } => {
            format!("You are still signed in. {}", failure(found))
        }
    }
}

/// Why nothing came of what a dialog asked for.
pub fn complaint(found: &Failure) -> Complaint {
    Complaint { sentence: failure(found), asks_to_sign_in: found.is_sign_in_too_old() }
}

/// What a view is called.
pub fn view(view: View) -> &'static str {
    match view {
        View::Home | View::ApiTokens => "API tokens",
        View::SignIn => "Sign in",
        View::SiemAgents => "SIEM agents",
        View::LogCollectors => "Log collectors",
        View::ActivityLog => "Activity log",
        View::General => "General",
        View::Users => "Users",
        View::SignInProviders => "Sign-in",
        View::Sessions => "Sessions",
        View::Provisioning => "Provisioning",
    }
}

/// Why one is at the sign-in view.
pub fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::SessionEnded => "Your session has ended. Sign in again to go on.",
        Notice::SignedOut => "You have signed out.",
    }
}

/// What a browser is called that does not say what it is.
pub const UNKNOWN_BROWSER: &str = "Unknown browser";

/// What stands for an address that is not known.
pub const UNKNOWN_ADDRESS: &str = "From an unknown address";

/// How a provider stands.
pub fn provider_state(provider: &ProviderView) -> &'static str {
    match (provider.enabled_at, provider.tested_at) {
        (Some(_), _) => "On: people can sign in with it",
        (None, Some(_)) => "Off; tested, and ready to be switched on",
        (None, None) => "Off; test it before you switch it on",
    }
}

/// The button that leads to a provider.
pub fn sign_in_with(provider: &TokenName) -> String {
    format!("Sign in with {provider}")
}

/// Why signing in with a provider came to nothing, by the word in the address.
pub fn refused(word: &str) -> &'static str {
    match word {
        "ended" => "This sign-in is over, or was begun in another browser. Begin again.",
        "declined" => "The provider didn't sign you in. Try again, or ask your administrator.",
        "unknown" => {
            "Nobody here is known by this account. Ask an administrator for a sign-in link and open \
             it first, or sign in with another account."
        }
        "not-provisioned" => {
            "Your organization's directory hasn't given you access here. Ask an administrator to \
             assign it to you there."
        }
        "another" => {
            "This account belongs to another user here. Sign out at the provider, then open the \
             link again with your own account."
        }
        "deprovisioned" => "Your access was taken away. Ask an administrator if that is wrong.",
        "off" => "This way to sign in is switched off. Choose another, or ask an administrator.",
        "provider" => {
            "The provider can't be reached or doesn't answer as it should. Try again later."
        }
        "not-believed" => {
            "What the provider said can't be trusted, so nobody was signed in. Tell an \
             administrator: the activity log says why."
        }
        _ => "Signing in didn't work. Try again.",
    }
}

/// Which tenant's own address one is at.
pub fn at_tenant(tenant: &TenantLabel) -> String {
    format!("Tenant {tenant}")
}

/// What a copy button answers.
pub fn copy_answer(outcome: CopyOutcome) -> &'static str {
    match outcome {
        CopyOutcome::Done => "Copied",
        CopyOutcome::Refused => "Press Ctrl+C",
    }
}

/// How many characters a name may still have, once they are few.
pub fn characters_left(text: &str) -> Option<String> {
    let left = MOST_CHARACTERS.checked_sub(text.trim().chars().count())?;
    match left {
        1 => Some("1 character left".to_owned()),
        left if left <= FEW_LEFT => Some(format!("{left} characters left")),
        _ => None,
    }
}

/// How many tokens are shown, and of how many.
pub fn count(list: &List) -> String {
    let last = list.skipped().saturating_add(u64::try_from(list.rows.len()).unwrap_or(u64::MAX));
    let (first, shown) = (number(list.skipped() + 1), number(last));
    let search = &list.choice.search;
    match (search.is_empty(), list.cursor.is_some()) {
        (true, _) if list.total == 1 => "1 token".to_owned(),
        (true, _) => format!("{first}–{shown} of {} tokens", number(list.total)),
        (false, _) if list.before.is_some() => {
            format!("{first}–{shown} of the tokens that match “{search}”")
        }
        (false, true) => format!("The first {shown} tokens that match “{search}”"),
        (false, false) if list.rows.len() == 1 => {
            format!("1 token that matches “{search}”")
        }
        (false, false) => format!("{shown} tokens that match “{search}”"),
    }
}

/// How many tokens before those shown were let go.
pub fn skipped(count: u64) -> String {
    match count {
        1 => "1 token before these is not shown.".to_owned(),
        count => format!("{} tokens before these are not shown.", number(count)),
    }
}

/// What the dialog with the form and the new token is called.
pub fn generate(dialog: Option<&Dialog>) -> String {
    match dialog {
        Some(Dialog::Edit(edit)) => format!("Edit “{}”", edit.view.name),
        Some(Dialog::Generate(Generate::Shown { view, is_new: false, .. })) => {
            format!("Regenerate “{}”", view.name)
        }
        Some(
            Dialog::Generate(_)
            | Dialog::Regenerate(_)
            | Dialog::Revoke(_)
            | Dialog::Agent(_)
            | Dialog::Check(_)
            | Dialog::Users(_)
            | Dialog::Provisioning(_),
        )
        | None => "Generate new token".to_owned(),
    }
}

/// What is asked before revoking.
pub fn revoke(tokens: &[(TokenId, TokenName)]) -> String {
    match tokens {
        [(_, name)] => format!("Revoke “{name}”?"),
        several => format!("Revoke {} tokens?", several.len()),
    }
}

/// How many rows are chosen.
pub fn selected(count: usize) -> String {
    match count {
        MOST_REVOKED => format!("{count} selected, the most at once"),
        count => format!("{count} selected"),
    }
}

/// Whose tokens the list has.
pub fn whose_tokens(me: &Me) -> &'static str {
    if me.is_full_administrator {
        "You see every token of the tenant."
    } else {
        "You see the tokens that you generated."
    }
}

/// What stands for a person in a small circle.
pub fn initial(name: &PersonName) -> String {
    name.as_str().chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
}

/// A number with its thousands set apart.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in (0..digits.len()).rev().zip(digits.chars()) {
        text.push(digit);
        if place > 0 && place % 3 == 0 {
            text.push(',');
        }
    }
    text
}

/// The word that stands for an order in the document.
pub fn order(sort: SortBy, direction: Direction) -> &'static str {
    match (sort, direction) {
        (SortBy::Name, Direction::Ascending) => "name-ascending",
        (SortBy::Name, Direction::Descending) => "name-descending",
        (SortBy::Issued, Direction::Ascending) => "issued-ascending",
        (SortBy::Issued, Direction::Descending) => "issued-descending",
        (SortBy::LastUsed, Direction::Ascending) => "last-used-ascending",
        (SortBy::LastUsed, Direction::Descending) => "last-used-descending",
        (SortBy::Status, Direction::Ascending) => "status-ascending",
        (SortBy::Status, Direction::Descending) => "status-descending",
    }
}

/// What a list may be sorted by.
pub const SORTS: [SortBy; 4] = [SortBy::Name, SortBy::Issued, SortBy::LastUsed, SortBy::Status];

/// The word that stands for a sort in the document.
pub fn sort(sort: SortBy) -> &'static str {
    match sort {
        SortBy::Name => "name",
        SortBy::Issued => "issued",
        SortBy::LastUsed => "last-used",
        SortBy::Status => "status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatepass_core::wire::ProblemKind;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn numbers_have_their_thousands_set_apart() {
        let written = [0, 999, 1_000, 12_345, 1_234_567].map(number);
        assert_eq!(written, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn characters_are_counted_only_when_few_are_left() {
        let left = [79, 80, 99, 100, 101].map(|length| characters_left(&"x".repeat(length)));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            left,
            [
                None,
                some("20 characters left"),
                some("1 character left"),
                some("0 characters left"),
                None
            ]
        );
    }

    #[test]
    fn a_problem_is_told_as_a_sentence() {
        let without = Problem::of(ProblemKind::Unavailable);
        assert_eq!(problem(&without), "Temporarily unavailable.");
        assert_eq!(problem(&without.with_detail("ask again")), "Ask again.");
    }

    #[test]
    fn a_revocation_says_by_when_no_edge_takes_the_token() {
        let id = "AAAAAABBBBBBBBBB".parse().unwrap();
        let answer = gatepass_core::wire::RevokedToken {
            id,
            revoked_at: UnixSeconds(10),
            refused_in_use_by: UnixSeconds(20),
            refused_elsewhere_by: UnixSeconds(70),
        };
        let kind = ToastKind::Revoked { name: "ci-deploy".parse().unwrap(), answer };
        assert_eq!(
            toast(&kind, |moment| format!("12:00:{}", moment.0)),
            "Revoked “ci-deploy”. Edges where it is in use refuse it by 12:00:20; \
             the rest usually by 12:00:70."
        );
    }

    #[test]
    fn every_order_has_a_word_of_its_own() {
        let mut words: Vec<_> = SORTS
            .into_iter()
            .flat_map(|sort| {
                [order(sort, Direction::Ascending), order(sort, Direction::Descending)]
            })
            .collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 8);
    }
}
