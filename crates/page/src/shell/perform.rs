//! Carries out what the model asks of the world.

mod agents;
mod check;
mod providers;
mod provisioning;
mod sessions;
mod settings;
mod users;

use std::rc::Weak;

use gatepass_core::wire::{BeginSignIn, SignInByLink, UserQuery};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::Shell;
use crate::message::{Call, Message, NewToken};
use crate::model::{Copied, CopyOutcome, Failure};
use crate::view::SecretText;
use crate::{api, dom};

/// Carries out a call; its answer is a message.
pub(super) async fn perform(shell: &Weak<Shell>, call: Call) -> Option<Message> {
    Some(match call {
        Call::LoadMe => Message::MeAnswered(api::me().await),
        Call::LoadSignInOptions => Message::OptionsAnswered(api::sign_in_options().await),
        Call::SignInByLink { link, name } => {
            let request = SignInByLink { link: link.0, name };
            Message::SignedIn(api::sign_in_by_link(&request).await)
        }
        Call::BeginSignIn { provider, link, name, to } => {
            let link = link.map(|link| link.0);
            Message::SignInBegun(begin(&BeginSignIn { provider, link, name, to }).await)
        }
        Call::SignInForDevelopment(request) => {
            Message::SignedIn(api::sign_in_for_development(&request).await)
        }
        Call::SignOut => Message::SignedOut(api::sign_out().await),
        Call::List { number, query } => {
            Message::Listed { number, outcome: api::tokens(&query).await }
        }
        Call::Issue(attempt) => Message::Issued(hand_over(shell, api::issue(&attempt).await)),
        Call::Edit { id, change } => Message::Edited { id, outcome: api::edit(id, &change).await },
        Call::Regenerate { id, request } => {
            Message::Regenerated(hand_over(shell, api::regenerate(id, request).await))
        }
        Call::RevokeSeveral(ids) => {
            Message::SeveralRevoked { outcome: api::revoke_several(ids.clone()).await, ids }
        }
        Call::ReadActivity { number, query } => {
            Message::ActivityAnswered { number, outcome: api::activity(&query).await }
        }
        Call::ListPeople => Message::PeopleListed(api::users::list(&UserQuery::default()).await),
        Call::Revoke(id) => Message::Revoked { id, outcome: api::revoke(id).await },
        Call::Check(call) => Message::Check(check::perform(shell, call).await?),
        Call::Users(call) => Message::Users(users::perform(shell, call).await),
        Call::Agents(call) => Message::Agents(agents::perform(shell, call).await),
        Call::Sessions(call) => Message::Sessions(sessions::perform(call).await),
        Call::Providers(call) => Message::Providers(providers::perform(call).await),
        Call::Provisioning(call) => Message::Provisioning(provisioning::perform(shell, call).await),
        Call::Settings(call) => Message::Settings(settings::perform(call).await),
        Call::Copy(source) => {
            let text = shell.upgrade()?.view.borrow().copied_text(source)?;
            let outcome = copy(&text).await;
            if outcome == CopyOutcome::Refused {
                shell.upgrade()?.view.borrow().select_text(source);
            }
            Message::CopyAnswered(Copied { source, outcome })
        }
        Call::KeepTheme(theme) => {
            dom::storage::keep_theme(theme);
            return None;
        }
        Call::Wait { span, then } => {
            dom::wait(span).await;
            *then
        }
    })
}

/// Takes the browser to a provider.
async fn begin(request: &BeginSignIn) -> Result<(), Failure> {
    let begun = api::begin_sign_in(request).await?;
    let window = dom::window().ok_or(Failure::Unreachable)?;
    window.location().assign(&begun.url).map_err(|_| Failure::Unreachable)
}

/// Gives the token to the view, and the rest to the model.
fn hand_over(
    shell: &Weak<Shell>,
    outcome: Result<(Option<SecretText>, NewToken), Failure>,
) -> Result<Box<NewToken>, Failure> {
    outcome.map(|(token, new)| {
        if let (Some(token), Some(shell)) = (token, shell.upgrade()) {
            shell.view.borrow_mut().hand_over(token);
        }
        Box::new(new)
    })
}

async fn copy(text: &SecretText) -> CopyOutcome {
    match write_to_clipboard(text).await {
        Ok(()) => CopyOutcome::Done,
        Err(_) => CopyOutcome::Refused,
    }
}

/// By hand, since the typed binding would take the text into the module's memory.
async fn write_to_clipboard(text: &SecretText) -> Result<(), JsValue> {
    let window = dom::window().ok_or(JsValue::UNDEFINED)?;
    let clipboard = Reflect::get(&window.navigator(), &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let promise: Promise = write.call1(&clipboard, text.as_value())?.dyn_into()?;
    JsFuture::from(promise).await.map(drop)
}
