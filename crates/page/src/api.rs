//! The management API, asked by `fetch`.

pub mod agents;
pub mod providers;
pub mod provisioning;
pub mod sessions;
pub mod settings;
pub mod users;

use std::cell::OnceCell;

use gatepass_core::activity::ActivityQuery;
use gatepass_core::id::TokenId;
use gatepass_core::listing::TokenQuery;
use gatepass_core::route::{Method, Route};
use gatepass_core::session::UNATTENDED;
use gatepass_core::wire::{
    ActivityPage, BeginSignIn, EditToken, Me, Problem, RegenerateToken, RevokeTokens, RevokedToken,
    RevokedTokens, SignInBegun, SignInByLink, SignInForDevelopment, SignInOptions, TokenPage,
    TokenView,
};
use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, RequestRedirect, Response};

use crate::message::NewToken;
use crate::model::{Attempt, Failure};
use crate::view::SecretText;

/// How long an answer is waited for, in milliseconds. The Worker's own limits are shorter.
const PATIENCE: u32 = 20_000;

/// Who is signed in.
pub async fn me() -> Result<Me, Failure> {
    read(ask(&Route::Me, None, None).await?)
}

/// How one can sign in.
pub async fn sign_in_options() -> Result<SignInOptions, Failure> {
    read(ask(&Route::SignInOptions, None, None).await?)
}

/// Signs in with a one-time link.
pub async fn sign_in_by_link(request: &SignInByLink) -> Result<(), Failure> {
    ask(&Route::SignInByLink, None, Some(written(request)?)).await.map(drop)
}

/// Begins to sign in with a provider.
pub async fn begin_sign_in(request: &BeginSignIn) -> Result<SignInBegun, Failure> {
    read(ask(&Route::BeginSignIn, None, Some(written(request)?)).await?)
}

/// Signs in as one of the people for development.
pub async fn sign_in_for_development(request: &SignInForDevelopment) -> Result<(), Failure> {
    ask(&Route::SignInForDevelopment, None, Some(written(request)?)).await.map(drop)
}

/// Signs out.
pub async fn sign_out() -> Result<(), Failure> {
    ask(&Route::SignOut, None, None).await.map(drop)
}

/// Lists tokens.
pub async fn tokens(query: &TokenQuery) -> Result<TokenPage, Failure> {
    read(ask(&Route::Tokens, Some(&query.to_query()), None).await?)
}

/// Tells of a token, by its id.
pub async fn token(id: TokenId) -> Result<TokenView, Failure> {
    read(ask(&Route::Token(id), None, None).await?)
}

/// Reads a part of the activity log.
pub async fn activity(query: &ActivityQuery) -> Result<ActivityPage, Failure> {
    read(ask(&Route::Activity, Some(&query.to_query()), None).await?)
}

/// Issues a token. The token itself is handed on as the browser's string; an answer to what was
/// answered before has none.
pub async fn issue(attempt: &Attempt) -> Result<(Option<SecretText>, NewToken), Failure> {
    let key = idempotency_key(attempt.number).ok_or(Failure::Unreachable)?;
    let body = written(&attempt.request)?;
    let response = fetch(&Route::IssueToken, None, Some(body), Some(&key)).await;
    issued(answered(response).await?)
}

fn issued(reply: JsValue) -> Result<(Option<SecretText>, NewToken), Failure> {
    let (token, view, url) = handed_over(reply)?;
    Ok((token.clone(), NewToken { has_token: token.is_some(), view, url }))
}

/// A new token, as the browser's string, if it is there, with what it is shown as and the tenant's
/// own URL.
fn handed_over<T: DeserializeOwned>(
    reply: JsValue,
) -> Result<(Option<SecretText>, T, String), Failure> {
    let token = SecretText::from_value(member(&reply, "token")?);
    let url = member(&reply, "url")?.as_string().ok_or_else(unreadable)?;
    Ok((token, read(member(&reply, "view")?)?, url))
}

thread_local! {
    /// What tells this page's attempts from those of others.
    static PAGE_KEY: OnceCell<String> = const { OnceCell::new() };
}

/// The value of `Idempotency-Key` for one attempt of this page: the same whenever it is repeated.
fn idempotency_key(attempt: u32) -> Option<String> {
    let crypto = crate::dom::window()?.crypto().ok()?;
    PAGE_KEY.with(|key| {
        let mut bytes = [0; 16];
        crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
        let key = key.get_or_init(|| format!("{:032x}", u128::from_be_bytes(bytes)));
        Some(format!("{key}-{attempt}"))
    })
}

/// Changes a token.
pub async fn edit(id: TokenId, change: &EditToken) -> Result<Box<TokenView>, Failure> {
    read(ask(&Route::EditToken(id), None, Some(written(change)?)).await?).map(Box::new)
}

/// Puts another token in the place of one. The token itself is handed on as the browser's string.
pub async fn regenerate(
    id: TokenId,
    request: RegenerateToken,
) -> Result<(Option<SecretText>, NewToken), Failure> {
    issued(ask(&Route::RegenerateToken(id), None, Some(written(&request)?)).await?)
}

/// Revokes several tokens, all or none.
pub async fn revoke_several(ids: Vec<TokenId>) -> Result<RevokedTokens, Failure> {
    let body = written(&RevokeTokens { ids })?;
    read(ask(&Route::RevokeTokens, None, Some(body)).await?)
}

/// Revokes a token.
pub async fn revoke(id: TokenId) -> Result<RevokedToken, Failure> {
    read(ask(&Route::RevokeToken(id), None, None).await?)
}

fn member(reply: &JsValue, name: &str) -> Result<JsValue, Failure> {
    Reflect::get(reply, &name.into()).map_err(|_| unreadable())
}

/// What is reported for an answer that has the right status and the wrong content.
fn unreadable() -> Failure {
    Failure::Unreadable(200)
}

fn written(request: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(request).map_err(|_| unreadable())
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Failure> {
    serde_wasm_bindgen::from_value(value).map_err(|_| unreadable())
}

/// Asks, and gives the JSON of the answer; `undefined` for an answer without any.
async fn ask(route: &Route, query: Option<&str>, body: Option<String>) -> Result<JsValue, Failure> {
    answered(fetch(route, query, body, None).await).await
}

async fn answered(response: Result<Response, JsValue>) -> Result<JsValue, Failure> {
    let response = response.map_err(|_| Failure::Unreachable)?;
    let status = response.status();
    let content = json(&response).await;
    if response.ok() {
        return Ok(content.unwrap_or(JsValue::UNDEFINED));
    }
    let problem =
        content.ok().and_then(|content| serde_wasm_bindgen::from_value::<Problem>(content).ok());
    Err(problem.map_or(Failure::Unreadable(status), Failure::Problem))
}

async fn json(response: &Response) -> Result<JsValue, JsValue> {
    JsFuture::from(response.json()?).await
}

async fn fetch(
    route: &Route,
    query: Option<&str>,
    body: Option<String>,
    key: Option<&str>,
) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    if let Some(key) = key {
        headers.set("Idempotency-Key", key)?;
    }
    if !crate::dom::attention::is_attended() {
        headers.set(UNATTENDED, "1")?;
    }
    headers.set("Accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method(route.method().as_str());
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    match (route.method(), body) {
        (Method::Get, _) => {}
        (Method::Post | Method::Patch | Method::Delete, body) => {
            headers.set("Content-Type", "application/json")?;
            init.set_body(&JsValue::from_str(body.as_deref().unwrap_or("{}")));
        }
    }
    init.set_headers_headers(&headers);
    let path = route.to_path();
    let url = match query {
        Some(query) if !query.is_empty() => format!("{path}?{query}"),
        Some(_) | None => path,
    };
    let window = crate::dom::window().ok_or(JsValue::UNDEFINED)?;
    JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await?.dyn_into()
}
