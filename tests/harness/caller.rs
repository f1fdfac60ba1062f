//! Somebody who calls the server.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use gatepass_core::oauth::FORM_TYPE;
use gatepass_core::route::Route;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde::Serialize;

use super::answer::Answer;
use super::settings::Settings;

/// How long an answer may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Every name is this machine, as `localhost` and all below it are in browsers.
struct ThisMachine;

impl Resolve for ThisMachine {
    fn resolve(&self, _: Name) -> Resolving {
        let address = SocketAddr::from((IpAddr::V4(Ipv4Addr::LOCALHOST), 0));
        Box::pin(async move { Ok(Box::new(std::iter::once(address)) as Addrs) })
    }
}

/// A client of one server. It belongs to the runtime of the test that made it.
#[derive(Clone)]
pub(crate) struct Caller {
    http: Client,
    port: u16,
    host: String,
    settings: Arc<Settings>,
}

impl Caller {
    pub(super) fn new(port: u16, settings: Arc<Settings>) -> Self {
        let http = Client::builder()
            .dns_resolver(Arc::new(ThisMachine))
            .no_proxy()
            .redirect(Policy::none())
            .timeout(PATIENCE)
            .build()
            .expect("a client without TLS can be made");
        let host = "localhost".to_owned();
        Self { http, port, host, settings }
    }

    /// The same caller, calling by another name of this machine.
    pub(crate) fn at_host(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }

    /// The same caller, calling at another port: somebody in front of the server.
    pub(crate) fn at_port(&self, port: u16) -> Self {
        Self { port, ..self.clone() }
    }

    /// What the server runs with.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The origin that it calls, without a trailing slash.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}:{}", self.host, self.port)
    }

    /// The port that it calls.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The challenge with this error at the host that it calls, one of the portal's.
    pub(crate) fn challenge(&self, error: &str) -> String {
        let metadata = format!("{}{}", self.origin(), Route::ProtectedResource.to_path());
        format!(r#"Bearer realm="gatepass"{error}, resource_metadata="{metadata}""#)
    }

    /// A request to be filled in.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.origin()))
    }

    /// A request for a route, with its own method.
    pub(crate) fn to(&self, route: &Route) -> RequestBuilder {
        let method = route.method().as_str().parse().expect("it is a method");
        self.request(method, &route.to_path())
    }

    /// A request for a route, as a page of the portal makes it.
    pub(crate) fn as_page(&self, route: &Route) -> RequestBuilder {
        self.to(route).header("origin", self.origin())
    }

    /// A request for a route, as the operator makes it.
    pub(crate) fn as_operator(&self, route: &Route) -> RequestBuilder {
        self.to(route).bearer_auth(self.settings.value("OPERATOR_SECRET"))
    }

    /// The answer to a `GET`, or nothing if there was none.
    pub(crate) async fn try_get(&self, path: &str) -> Option<Answer> {
        let response = self.request(Method::GET, path).send().await.ok()?;
        Answer::read(response).await.ok()
    }

    /// Asks whether a token passes, as a proxy does that shows no secret.
    pub(crate) async fn verify(&self, token: &str) -> Answer {
        let route = Route::Verify;
        let authorization = format!("Token {token}");
        send(self.to(&route).header("authorization", authorization)).await
    }

    /// A request for a route, as a program with a token makes it.
    pub(crate) fn with_token(&self, route: &Route, token: &str) -> RequestBuilder {
        self.to(route).header("authorization", format!("Token {token}"))
    }

    /// A request through the gateway.
    pub(crate) fn api(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        let path = format!("{}{path}", Route::Upstream.to_path());
        self.request(method, &path).header("authorization", format!("Token {token}"))
    }
}

/// Sends a request and reads the answer to its end.
pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.expect("the server answers");
    Answer::read(response).await.expect("the answer has an end")
}

/// Sends a request with a form and reads the answer to its end.
pub(crate) async fn send_form(request: RequestBuilder, form: impl Into<reqwest::Body>) -> Answer {
    send(request.header("content-type", FORM_TYPE).body(form)).await
}

/// Sends a request with a JSON body and reads the answer to its end.
pub(crate) async fn send_json(request: RequestBuilder, body: &impl Serialize) -> Answer {
    send(request.json(body)).await
}
