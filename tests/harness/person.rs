//! Somebody who is signed in.

use gatepass_core::agents::AgentKind;
use gatepass_core::id::TokenId;
use gatepass_core::listing::TokenQuery;
use gatepass_core::route::Route;
use gatepass_core::wire::{
    AgentPage, AgentView, Me, Overlap, RevokedToken, SettingsView, TokenPage, TokenView,
};
use reqwest::RequestBuilder;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::Answer;
use super::caller::{Caller, send, send_json};

/// The full administrator for development.
pub(crate) const ADA: &str = "Ada Admin";
/// The security operator for development.
pub(crate) const OTTO: &str = "Otto Operator";
/// The security reader for development.
pub(crate) const RITA: &str = "Rita Reader";

/// The name of the session's cookie.
pub(crate) const SESSION_COOKIE: &str = "__Host-gatepass-session";

/// A token just issued, as its holder gets it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Issued {
    /// The token in clear.
    pub(crate) token: String,
    /// The tenant's own URL.
    pub(crate) url: String,
    /// The token as the table shows it.
    pub(crate) view: TokenView,
}

/// An agent with a token just issued, as its administrator gets it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssuedAgent {
    /// The token in clear.
    pub(crate) token: String,
    /// The tenant's own URL.
    pub(crate) url: String,
    /// The agent as its table shows it.
    pub(crate) view: AgentView,
}

/// A person with a session.
#[derive(Clone)]
pub(crate) struct Person {
    /// Where they call, and from where.
    pub(crate) caller: Caller,
    /// What their session's cookie holds.
    pub(crate) session: String,
}

impl Person {
    /// Whoever has this session.
    pub(crate) fn with(caller: &Caller, session: String) -> Self {
        let caller = caller.clone();
        Self { caller, session }
    }

    /// The `Cookie` header of their browser.
    pub(crate) fn cookie(&self) -> String {
        format!("{SESSION_COOKIE}={}", self.session)
    }

    /// A request as their browser makes it from the portal's page.
    pub(crate) fn to(&self, route: &Route) -> RequestBuilder {
        self.caller.as_page(route).header("cookie", self.cookie())
    }

    /// Asks for a route without a body.
    pub(crate) async fn call(&self, route: &Route) -> Answer {
        send(self.to(route)).await
    }

    /// Who they are.
    pub(crate) async fn me(&self) -> Me {
        self.call(&Route::Me).await.expect(200).json()
    }

    /// Asks for a token with this name.
    pub(crate) async fn try_issue(&self, name: &str) -> Answer {
        send_json(self.to(&Route::IssueToken), &json!({ "name": name })).await
    }

    /// Issues a token.
    pub(crate) async fn issue(&self, name: &str) -> Issued {
        self.try_issue(name).await.expect(201).json()
    }

    /// Asks for a token with all of this.
    pub(crate) async fn try_issue_with(&self, body: &Value) -> Answer {
        send_json(self.to(&Route::IssueToken), body).await
    }

    /// Issues a token with all of this.
    pub(crate) async fn issue_with(&self, body: &Value) -> Issued {
        self.try_issue_with(body).await.expect(201).json()
    }

    /// Asks for another token in the place of one.
    pub(crate) async fn try_regenerate(&self, id: TokenId, body: &Value) -> Answer {
        send_json(self.to(&Route::RegenerateToken(id)), body).await
    }

    /// Puts another token in the place of one.
    pub(crate) async fn regenerate(&self, id: TokenId, overlap: Overlap) -> Issued {
        let body = json!({ "overlap": overlap });
        self.try_regenerate(id, &body).await.expect(200).json()
    }

    /// Asks for a token to be changed.
    pub(crate) async fn try_edit(&self, id: TokenId, change: &Value) -> Answer {
        send_json(self.to(&Route::EditToken(id)), change).await
    }

    /// Changes a token.
    pub(crate) async fn edit(&self, id: TokenId, change: &Value) -> TokenView {
        self.try_edit(id, change).await.expect(200).json()
    }

    /// A token by itself.
    pub(crate) async fn show(&self, id: TokenId) -> TokenView {
        self.call(&Route::Token(id)).await.expect(200).json()
    }

    /// Changes the tenant's settings.
    pub(crate) async fn set(&self, change: &Value) -> SettingsView {
        send_json(self.to(&Route::ChangeSettings), change).await.expect(200).json()
    }

    /// Adds an agent with this name and nothing else said of it.
    pub(crate) async fn add_agent(&self, kind: AgentKind, name: &str) -> IssuedAgent {
        let request = self.to(&Route::AddAgent(kind));
        send_json(request, &json!({ "name": name })).await.expect(201).json()
    }

    /// All agents of a kind.
    pub(crate) async fn agents(&self, kind: AgentKind) -> Vec<AgentView> {
        let page: AgentPage = self.call(&Route::Agents(kind)).await.expect(200).json();
        page.data
    }

    /// The names of all agents of a kind.
    pub(crate) async fn agent_names(&self, kind: AgentKind) -> Vec<String> {
        self.agents(kind).await.iter().map(|view| view.name.to_string()).collect()
    }

    /// Revokes a token.
    pub(crate) async fn revoke(&self, id: TokenId) -> RevokedToken {
        self.call(&Route::RevokeToken(id)).await.expect(200).json()
    }

    /// Asks for a part of the list, by the query of its URL.
    pub(crate) async fn try_list(&self, query: &str) -> Answer {
        let path = format!("{}?{query}", Route::Tokens.to_path());
        let request = self.caller.request(reqwest::Method::GET, &path);
        send(request.header("cookie", self.cookie())).await
    }

    /// A part of the list.
    pub(crate) async fn list(&self, query: &TokenQuery) -> TokenPage {
        self.try_list(&query.to_query()).await.expect(200).json()
    }

    /// The names of the tokens that they see, the latest first.
    pub(crate) async fn names(&self) -> Vec<String> {
        let page = self.list(&TokenQuery::default()).await;
        page.data.iter().map(|view| view.name.to_string()).collect()
    }

    /// A token as the list shows it, if it does.
    pub(crate) async fn find(&self, id: TokenId) -> Option<TokenView> {
        let page = self.list(&TokenQuery::default()).await;
        page.data.into_iter().find(|view| view.id == id)
    }
}

/// The session that an answer hands over.
#[track_caller]
pub(crate) fn session_of(answer: &Answer) -> String {
    let start = format!("{SESSION_COOKIE}=");
    let cookies = answer.headers("set-cookie");
    let cookie = cookies.iter().find_map(|cookie| cookie.strip_prefix(&start));
    let value = cookie.and_then(|cookie| cookie.split(';').next());
    value.expect("a session was handed over").to_owned()
}
