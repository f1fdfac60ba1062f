//! Carries out what is asked of the server about people.

use std::rc::Weak;

use super::Shell;
use crate::api::users as api;
use crate::message::{UserChange, UsersCall, UsersMessage};
use crate::view::SecretText;

/// Carries out a call; its answer is a message.
pub(super) async fn perform(shell: &Weak<Shell>, call: UsersCall) -> UsersMessage {
    let hand_over = |link: SecretText| {
        if let Some(shell) = shell.upgrade() {
            shell.view.borrow_mut().hand_over_link(link);
        }
    };
    match call {
        UsersCall::List { number, query } => {
            UsersMessage::Listed { number, outcome: api::list(&query).await }
        }
        UsersCall::ListMore { number, query } => {
            UsersMessage::ListedMore { number, outcome: api::list(&query).await }
        }
        UsersCall::Add(request) => {
            UsersMessage::Added(api::add(&request).await.map(|(link, user)| {
                hand_over(link);
                Box::new(user)
            }))
        }
        UsersCall::AskImpact { number, sub, intent } => {
            UsersMessage::ImpactAnswered { number, outcome: api::impact(sub, &intent).await }
        }
        UsersCall::Edit(sub, request) => {
            let outcome = api::edit(sub, &request).await;
            let has_role = request.role.is_some();
            let change = if has_role { UserChange::Role } else { UserChange::Details };
            UsersMessage::Changed { sub, change, outcome }
        }
        UsersCall::Deprovision(sub) => {
            let outcome = api::deprovision(sub).await;
            UsersMessage::Changed { sub, change: UserChange::Deprovisioned, outcome }
        }
        UsersCall::Reprovision(sub) => {
            let outcome = api::reprovision(sub).await;
            UsersMessage::Changed { sub, change: UserChange::Reprovisioned, outcome }
        }
        UsersCall::MakeLink(sub) => {
            UsersMessage::LinkMade(api::make_link(sub).await.map(|(link, ends_at)| {
                hand_over(link);
                ends_at
            }))
        }
    }
}
