//! The people of the tenant.

use gatepass_core::id::Subject;
use gatepass_core::route::Route;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{AddUser, EditUser, Impact, Intent, UserPage, UserQuery, UserView};
use wasm_bindgen::JsValue;

use super::{ask, member, read, unreadable, written};
use crate::message::NewUser;
use crate::model::Failure;
use crate::view::SecretText;

/// Lists users.
pub async fn list(query: &UserQuery) -> Result<UserPage, Failure> {
    read(ask(&Route::Users, Some(&query.to_query()), None).await?)
}

/// Adds a user. Their link is handed on as the browser's string.
pub async fn add(request: &AddUser) -> Result<(SecretText, NewUser), Failure> {
    let reply = ask(&Route::AddUser, None, Some(written(request)?)).await?;
    let (link, link_ends_at) = link_of(&reply)?;
    let view = read(member(&reply, "user")?)?;
    Ok((link, NewUser { view, link_ends_at }))
}

/// Changes a user.
pub async fn edit(sub: Subject, request: &EditUser) -> Result<UserView, Failure> {
    read(ask(&Route::EditUser(sub), None, Some(written(request)?)).await?)
}

/// Shuts a user out.
pub async fn deprovision(sub: Subject) -> Result<UserView, Failure> {
    read(ask(&Route::DeprovisionUser(sub), None, None).await?)
}

/// Takes a user in again.
pub async fn reprovision(sub: Subject) -> Result<UserView, Failure> {
    read(ask(&Route::ReprovisionUser(sub), None, None).await?)
}

/// Makes a sign-in link, which is handed on as the browser's string; says when it ends.
pub async fn make_link(sub: Subject) -> Result<(SecretText, UnixSeconds), Failure> {
    link_of(&ask(&Route::UserLink(sub), None, None).await?)
}

/// What would happen.
pub async fn impact(sub: Subject, intent: &Intent) -> Result<Impact, Failure> {
    read(ask(&Route::UserImpact(sub), Some(&intent.to_query()), None).await?)
}

fn link_of(reply: &JsValue) -> Result<(SecretText, UnixSeconds), Failure> {
    let link = SecretText::from_value(member(reply, "link")?).ok_or_else(unreadable)?;
    Ok((link, read(member(reply, "exp")?)?))
}
