//! The people of a tenant: who is there, who may do what, and what becomes of their tokens.

mod add;
mod administrators;
mod audit;
mod deprovision;
mod list;
mod live;
mod refusals;

use gatepass_core::id::Subject;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, Impact, Intent, UserPage, UserQuery, UserView};
use reqwest::Method;
use serde_json::json;

use crate::harness::{Answer, Person, Tenant, send, send_json};

/// Asks for a part of the users, by the query of its URL.
async fn try_list(person: &Person, query: &str) -> Answer {
    let path = format!("{}?{query}", Route::Users.to_path());
    send(person.caller.request(Method::GET, &path).header("cookie", person.cookie())).await
}

async fn list(person: &Person, query: &UserQuery) -> UserPage {
    try_list(person, &query.to_query()).await.expect(200).json()
}

/// The users' names, as they are listed.
async fn names(person: &Person) -> Vec<String> {
    let page = list(person, &UserQuery::default()).await;
    page.data.iter().map(|user| user.name.to_string()).collect()
}

async fn view(person: &Person, sub: Subject) -> UserView {
    let page = list(person, &UserQuery::default()).await;
    page.data.into_iter().find(|user| user.sub == sub).expect("the user is listed")
}

async fn add(person: &Person, name: &str, role: Role) -> AddedUser {
    let body = json!({ "name": name, "role": role });
    send_json(person.to(&Route::AddUser), &body).await.expect(201).json()
}

async fn edit(person: &Person, sub: Subject, body: serde_json::Value) -> Answer {
    send_json(person.to(&Route::EditUser(sub)), &body).await
}

async fn give_role(person: &Person, sub: Subject, role: Role) -> UserView {
    edit(person, sub, json!({ "role": role })).await.expect(200).json()
}

async fn deprovision(person: &Person, sub: Subject) -> UserView {
    person.call(&Route::DeprovisionUser(sub)).await.expect(200).json()
}

async fn reprovision(person: &Person, sub: Subject) -> UserView {
    person.call(&Route::ReprovisionUser(sub)).await.expect(200).json()
}

async fn try_impact(person: &Person, sub: Subject, query: &str) -> Answer {
    let path = format!("{}?{query}", Route::UserImpact(sub).to_path());
    send(person.caller.request(Method::GET, &path).header("cookie", person.cookie())).await
}

async fn impact(person: &Person, sub: Subject, intent: &Intent) -> Impact {
    try_impact(person, sub, &intent.to_query()).await.expect(200).json()
}

/// What stands in a link after `#link=`.
fn secret_of(link: &str) -> String {
    link.split_once("#link=").expect("a link holds a secret").1.to_owned()
}

/// Signs in with a link that names its user.
async fn enter(tenant: &Tenant, link: &str) -> Answer {
    let body = json!({ "link": secret_of(link) });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await
}
