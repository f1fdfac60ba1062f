//! The gateway: what passes goes on to the API behind, bodies streaming both ways.

use gatepass_core::decision::Principal;
use gatepass_core::patience::BodyLength;
use gatepass_core::policy::{Access, ApiRequest, asks_for_another_method};
use gatepass_core::wire::Problem;
use js_sys::futures::JsFuture;
use js_sys::{Function, Promise, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::worker_sys::ext::{ResponseExt as _, ResponseInitExt as _};
use worker::{Headers, Request, Response, Url};

use super::caller::Caller;
use super::check::check;
use super::hygiene::{
    foreign_cookies, is_withheld_cookie, is_withheld_from_browser, is_withheld_from_upstream,
};
use super::{identity, limits};
use crate::answer::Failure;
use crate::edge::Edge;
use crate::platform::clock::Deadline;
use crate::platform::config::Upstream;
use crate::platform::{headers, log};

/// Lets a request through to the API behind.
pub(crate) async fn forward(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let url = request.url()?;
    let target = match &edge.config.upstream {
        Upstream::Absent => return Err(Failure::NotFound),
        Upstream::Service => url.clone(),
        Upstream::Url(base) => behind(base, &url),
    };
    let counted = limits::count_address(edge, headers::address(request.headers())).await;
    counted.map_err(Failure::Refused)?;
    let principal = admit(edge, request, &url).await?;
    if has_unsendable_body(request) {
        return Err(Problem::of_field("body", "Send a GET or HEAD request without a body.").into());
    }
    let deadline = edge.config.patience.with_body(body_length(request));
    let deadline = deadline.map(Deadline::after).transpose().map_err(worker::Error::from)?;
    let forwarded = to_upstream(request, &target, deadline.as_ref())?;
    match &principal {
        Some(principal) => identity::set(forwarded.headers(), principal)?,
        None => identity::set_nobody(forwarded.headers())?,
    }
    let answer = send(edge, &forwarded, deadline.as_ref()).await;
    answer.and_then(to_browser).map_err(|error| {
        if deadline.is_some_and(|deadline| deadline.is_over()) {
            log::fault("the API behind did not answer in time", error);
            return Failure::UpstreamSilent;
        }
        log::fault("the API behind could not be reached", error);
        Failure::UpstreamUnreachable
    })
}

/// As whom a request goes on; as nobody, on a public route.
async fn admit(edge: &Edge, request: &Request, url: &Url) -> Result<Option<Principal>, Failure> {
    let header = |name| headers::value(request.headers(), name);
    let (origin, requested_method) = (header("origin"), header("access-control-request-method"));
    let method = request.inner().method();
    if url.query().is_some_and(|query| asks_for_another_method(query, &method)) {
        let detail = "Send the request by the method that it is meant for, not by a parameter.";
        return Err(Problem::of_field("query", detail).into());
    }
    let asked = ApiRequest {
        method: &method,
        path: url.path(),
        origin: origin.as_deref(),
        requested_method: requested_method.as_deref(),
    };
    let access = edge.config.policy.access(&asked);
    match access.map_err(|why| Problem::of_field("path", why.to_string()))? {
        Access::Public => Ok(None),
        Access::Token(demand) => {
            let caller = Caller::Sender(request.headers());
            let checked = check(edge, request.headers(), caller, demand).await;
            Ok(Some(checked.map_err(Failure::Refused)?))
        }
    }
}

/// The URL behind: the base's origin and path, then the request's own path and query as they came.
fn behind(base: &Url, url: &Url) -> Url {
    let mut target = base.clone();
    target.set_path(&format!("{}{}", base.path().trim_end_matches('/'), url.path()));
    target.set_query(url.query());
    target
}

/// Whether the platform sends no body with the request's method.
fn is_bodiless(request: &Request) -> bool {
    matches!(request.inner().method().as_str(), "GET" | "HEAD")
}

/// Whether the platform cannot send the request on as it came.
fn has_unsendable_body(request: &Request) -> bool {
    let length = headers::value(request.headers(), "content-length");
    let is_empty = length.is_none_or(|length| length.trim() == "0");
    let is_streamed = request.headers().has("transfer-encoding").unwrap_or(true);
    is_bodiless(request) && (is_streamed || !is_empty)
}

/// How long the body of the request is, as far as it says.
fn body_length(request: &Request) -> BodyLength {
    if is_bodiless(request) {
        return BodyLength::Bytes(0);
    }
    let length = headers::value(request.headers(), "content-length");
    match length.map(|length| length.trim().parse()) {
        Some(Ok(bytes)) => BodyLength::Bytes(bytes),
        None if request.inner().body().is_none() => BodyLength::Bytes(0),
        Some(Err(_)) | None => BodyLength::Unknown,
    }
}

/// Whether the request would turn its connection into a WebSocket. RFC 6455 §4.1.
fn asks_for_websocket(request: &Request) -> bool {
    let upgrade = headers::value(request.headers(), "upgrade");
    request.inner().method() == "GET"
        && upgrade.is_some_and(|upgrade| upgrade.trim().eq_ignore_ascii_case("websocket"))
}

/// The request as the API behind gets it. Its body is handed on, not read.
fn to_upstream(
    request: &Request,
    target: &Url,
    deadline: Option<&Deadline>,
) -> worker::Result<Request> {
    let passed_on = Headers::new();
    for (name, value) in request.headers().entries() {
        if !is_withheld_from_upstream(&name) {
            passed_on.append(&name, &value)?;
        }
    }
    if let Some(cookies) =
        headers::value(request.headers(), "cookie").as_deref().and_then(foreign_cookies)
    {
        passed_on.set("cookie", &cookies)?;
    }
    if asks_for_websocket(request) {
        passed_on.set("upgrade", "websocket")?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method(&request.inner().method());
    init.set_headers(&passed_on.0);
    init.set_redirect(web_sys::RequestRedirect::Manual);
    init.set_signal(deadline.map(Deadline::signal).as_ref());
    if let Some(body) = request.inner().body().filter(|_| !is_bodiless(request)) {
        init.set_body(&body);
    }
    Ok(web_sys::Request::new_with_str_and_init(target.as_str(), &init)?.into())
}

async fn send(
    edge: &Edge,
    request: &Request,
    deadline: Option<&Deadline>,
) -> worker::Result<Response> {
    let sender: JsValue = match edge.config.upstream {
        Upstream::Service => Reflect::get(&edge.env, &"UPSTREAM".into())?,
        Upstream::Url(_) | Upstream::Absent => js_sys::global().into(),
    };
    let fetch: Function = Reflect::get(&sender, &"fetch".into())?.unchecked_into();
    let sent = fetch.call1(&sender, request.inner()).map(Promise::unchecked_from_js);
    let promise = sent.inspect_err(|_| deadline.into_iter().for_each(Deadline::end))?;
    deadline.map(|deadline| deadline.end_with(&promise)).transpose()?;
    let response = JsFuture::from(promise).await?;
    Ok(web_sys::Response::unchecked_from_js(response).into())
}

/// The response as a browser gets it: foreign to the portal, though it comes from its origin.
fn to_browser(response: Response) -> worker::Result<Response> {
    let passed_on = Headers::new();
    for (name, value) in response.headers().entries() {
        if !is_withheld_from_browser(&name) {
            passed_on.append(&name, &value)?;
        }
    }
    for cookie in response.headers().get_all("set-cookie")? {
        if !is_withheld_cookie(&cookie) {
            passed_on.append("set-cookie", &cookie)?;
        }
    }
    // Beside a policy of the API's own: of several, a browser follows all.
    passed_on.append("content-security-policy", "sandbox")?;
    passed_on.set("x-content-type-options", "nosniff")?;

    let raw: web_sys::Response = response.into();
    let mut init = web_sys::ResponseInit::new();
    // The platform carries the messages of both ends from here on.
    if let Some(websocket) = raw.websocket() {
        init.websocket(&websocket)?;
    }
    init.set_status(raw.status());
    init.set_status_text(&raw.status_text());
    init.set_headers(&JsValue::from(passed_on.0).unchecked_into());
    let body = raw.body();
    Ok(web_sys::Response::new_with_opt_readable_stream_and_init(body.as_ref(), &init)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_and_query_go_on_as_they_came() {
        for (base, url, target) in [
            ("http://up:1", "http://a/api/x?y=1", "http://up:1/api/x?y=1"),
            ("http://up/", "http://a/api/", "http://up/api/"),
            (
                "http://up/base/",
                "http://a/api/%2e%2e%2fx;y//z",
                "http://up/base/api/%2e%2e%2fx;y//z",
            ),
        ] {
            let target_found = behind(&base.parse().unwrap(), &url.parse().unwrap());
            assert_eq!(target_found.as_str(), target);
        }
    }
}
