//! A tenant with all that a caller could show, and every route that it could be shown at.

use gatepass_core::agents::AgentKind;
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::mac::Keyring;
use gatepass_core::oidc::ProviderId;
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::route::{Fault, RegistryName, Route, ScimPath, View};
use gatepass_core::scim::ResourceKind;
use gatepass_core::session::SessionId;
use gatepass_core::wire::{ProviderView, SessionList};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::Needs;
use crate::harness::{
    ADA, Answer, Caller, Issued, IssuedAgent, OTTO, Person, SESSION_COOKIE, Server, Tenant,
    random_hex, send, send_form, send_json, shared,
};

/// The route after this one, so that a walk from the first meets all.
fn next(route: &Route, scene: &Scene) -> Option<Route> {
    let label = || scene.tenant.label.clone();
    let after = match route {
        Route::View(View::Home) => Route::View(View::SignIn),
        Route::View(View::SignIn) => Route::View(View::ApiTokens),
        Route::View(View::ApiTokens) => Route::View(View::SiemAgents),
        Route::View(View::SiemAgents) => Route::View(View::LogCollectors),
        Route::View(View::LogCollectors) => Route::View(View::ActivityLog),
        Route::View(View::ActivityLog) => Route::View(View::General),
        Route::View(View::General) => Route::View(View::Users),
        Route::View(View::Users) => Route::View(View::SignInProviders),
        Route::View(View::SignInProviders) => Route::View(View::Provisioning),
        Route::View(View::Provisioning) => Route::View(View::Sessions),
        Route::View(View::Sessions) => Route::SignInOptions,
        Route::SignInOptions => Route::SignInByLink,
        Route::SignInByLink => Route::SignInForDevelopment,
        Route::SignInForDevelopment => Route::BeginSignIn,
        Route::BeginSignIn => Route::SignInCallback,
        Route::SignInCallback => Route::SignOut,
        Route::SignOut => Route::Me,
        Route::Me => Route::Tokens,
        Route::Tokens => Route::IssueToken,
        Route::IssueToken => Route::RevokeToken(scene.issued.view.id),
        Route::RevokeToken(_) => Route::RevokeTokens,
        Route::RevokeTokens => Route::Token(scene.issued.view.id),
        Route::Token(_) => Route::EditToken(scene.issued.view.id),
        Route::EditToken(_) => Route::RegenerateToken(scene.issued.view.id),
        Route::RegenerateToken(_) => Route::Settings,
        Route::Settings => Route::ChangeSettings,
        Route::ChangeSettings => Route::Agents(AgentKind::SiemAgent),
        Route::Agents(kind) => Route::AddAgent(*kind),
        Route::AddAgent(kind) => Route::EditAgent(*kind, scene.agent(*kind)),
        Route::EditAgent(kind, id) => Route::RegenerateAgent(*kind, *id),
        Route::RegenerateAgent(kind, id) => Route::DeleteAgent(*kind, *id),
        Route::DeleteAgent(AgentKind::SiemAgent, _) => Route::Agents(AgentKind::LogCollector),
        Route::DeleteAgent(AgentKind::LogCollector, _) => Route::Activity,
        Route::Activity => Route::ExportActivity,
        Route::ExportActivity => Route::StoredLog(label()),
        Route::StoredLog(_) => Route::Users,
        Route::Users => Route::AddUser,
        Route::AddUser => Route::EditUser(scene.sub),
        Route::EditUser(_) => Route::UserLink(scene.sub),
        Route::UserLink(_) => Route::DeprovisionUser(scene.sub),
        Route::DeprovisionUser(_) => Route::ReprovisionUser(scene.sub),
        Route::ReprovisionUser(_) => Route::UserImpact(scene.sub),
        Route::UserImpact(_) => Route::UserSessions(scene.sub),
        Route::UserSessions(_) => Route::EndUserSessions(scene.sub),
        Route::EndUserSessions(_) => Route::Sessions,
        Route::Sessions => Route::EndSession(scene.session),
        Route::EndSession(_) => Route::HandUserOver(scene.sub),
        Route::HandUserOver(_) => Route::Provisioning,
        Route::Provisioning => Route::ChangeProvisioning,
        Route::ChangeProvisioning => Route::IssueScimToken,
        Route::IssueScimToken => Route::SwitchProvisioningOff,
        Route::SwitchProvisioningOff => Route::Scim(ScimPath::Resources(ResourceKind::User)),
        Route::Scim(_) => Route::Providers,
        Route::Providers => Route::AddProvider,
        Route::AddProvider => Route::EditProvider(scene.provider),
        Route::EditProvider(_) => Route::TestProvider(scene.provider),
        Route::TestProvider(_) => Route::DeleteProvider(scene.provider),
        Route::DeleteProvider(_) => Route::Tenants,
        Route::Tenants => Route::CreateTenant,
        Route::CreateTenant => Route::TenantLink(label()),
        Route::TenantLink(_) => Route::Fault(Fault::PanicInWorker, label()),
        Route::Fault(Fault::PanicInWorker, _) => Route::Fault(Fault::PanicInRegistry, label()),
        Route::Fault(Fault::PanicInRegistry, _) => Route::Fault(Fault::PanicInTransaction, label()),
        Route::Fault(Fault::PanicInTransaction, _) => {
            Route::Fault(Fault::ErrorInTransaction, label())
        }
        Route::Fault(Fault::ErrorInTransaction, _) => Route::AdvanceClock(label()),
        Route::AdvanceClock(_) => Route::Drift(RegistryName::Directory),
        Route::Drift(name) => Route::Rebuild(name.clone()),
        Route::Rebuild(RegistryName::Directory) => Route::Drift(RegistryName::Tenant(label())),
        Route::Rebuild(RegistryName::Tenant(_)) => Route::Metrics,
        Route::Metrics => Route::Verify,
        Route::Verify => Route::Introspect,
        Route::Introspect => Route::RevokeShown,
        Route::RevokeShown => Route::ReportLeaked,
        Route::ReportLeaked => Route::ReportByGithub,
        Route::ReportByGithub => Route::AuthorizationServer,
        Route::AuthorizationServer => Route::ProtectedResource,
        Route::ProtectedResource => Route::Health,
        Route::Health => Route::Upstream,
        Route::Upstream => Route::Asset,
        Route::Asset => return None,
    };
    Some(after)
}

/// A request as a page of the portal makes it, with a query that is right where one has to be.
pub(crate) fn request_for(caller: &Caller, route: &Route) -> RequestBuilder {
    if let Route::UserImpact(_) = route {
        let path = format!("{}?deprovision=true", route.to_path());
        return caller.request(Method::GET, &path).header("origin", caller.origin());
    }
    caller.as_page(route)
}

/// A tenant with all that a caller could show in the wrong place.
pub(crate) struct Scene {
    pub(crate) tenant: Tenant,
    pub(crate) ada: Person,
    ended: Person,
    /// Somebody who is not Ada.
    pub(crate) sub: Subject,
    pub(crate) issued: Issued,
    pub(crate) managing: Issued,
    agents: [IssuedAgent; 2],
    provider: ProviderId,
    /// Somebody's who is not Ada.
    session: SessionId,
    pub(super) new_label: String,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::at(shared().await).await
    }

    /// At a server that a test does not share.
    pub(crate) async fn at(server: &Server) -> Self {
        let tenant = Tenant::create(server).await;
        let (ada, ended) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
        ended.call(&Route::SignOut).await.expect(204);
        let sub = tenant.sign_in(OTTO).await.me().await.sub;
        let issued = ada.issue("ci").await;
        let request = json!({ "name": "manager", "scope": "read write manage" });
        let managing = send_json(ada.to(&Route::IssueToken), &request).await.expect(201).json();
        let sessions: SessionList = ada.call(&Route::UserSessions(sub)).await.expect(200).json();
        let session = sessions.data[0].id;
        let new_label = format!("never-{}", random_hex(8));
        let agents = [
            ada.add_agent(AgentKind::SiemAgent, "hub").await,
            ada.add_agent(AgentKind::LogCollector, "hub").await,
        ];
        let request = json!({
            "name": "Contoso", "issuer": "https://login.example.com", "client_id": "gatepass",
        });
        let added = send_json(ada.to(&Route::AddProvider), &request).await.expect(201);
        let provider = added.json::<ProviderView>().id;
        Self { tenant, ada, ended, sub, issued, managing, agents, provider, session, new_label }
    }

    fn agent(&self, kind: AgentKind) -> TokenId {
        let [siem_agent, log_collector] = &self.agents;
        match kind {
            AgentKind::SiemAgent => siem_agent.view.id,
            AgentKind::LogCollector => log_collector.view.id,
        }
    }

    pub(super) async fn names(&self) -> Vec<String> {
        let mut names = self.ada.names().await;
        names.sort();
        names
    }

    /// Every route, with what is this tenant's in its path.
    pub(crate) fn routes(&self) -> Vec<Route> {
        let first = Route::View(View::Home);
        std::iter::successors(Some(first), |route| next(route, self)).collect()
    }

    /// All of its secrets, named: tokens, sessions and the link into it.
    pub(crate) fn secrets(&self) -> Vec<(&'static str, &str)> {
        let [siem_agent, log_collector] = &self.agents;
        vec![
            ("a token", &self.issued.token),
            ("a managing token", &self.managing.token),
            ("a SIEM agent's token", &siem_agent.token),
            ("a log collector's token", &log_collector.token),
            ("a session", &self.ada.session),
            ("an ended session", &self.ended.session),
            ("a sign-in link", &self.tenant.link),
        ]
    }

    /// Every answer to a credential that is not what the route needs, with its case.
    pub(crate) async fn refused(&self) -> Vec<(String, Answer)> {
        let mut answers = Vec::new();
        for route in self.routes() {
            for credential in self.credentials() {
                if credential.good_for.contains(&Needs::of(&route)) {
                    continue;
                }
                let answer = self.try_with(&route, &credential).await;
                answers.push((format!("{route:?} with {}", credential.what), answer));
            }
        }
        answers
    }

    fn settings(&self, name: &str) -> String {
        self.tenant.caller.settings().value(name).to_owned()
    }

    /// Everything that a caller could show, with what it is good for, if anything.
    pub(super) fn credentials(&self) -> Vec<Credential> {
        let forged: Keyring = random_hex(32).parse().unwrap();
        let mut entropy = [0; 128];
        getrandom::fill(&mut entropy).unwrap();
        let forged =
            SecretReference::issue(Purpose::Session, self.tenant.id, &forged, &entropy).unwrap();
        let cookie = |value: &str| Some(format!("{SESSION_COOKIE}={value}"));
        let credential = |what, cookie, authorization, good_for| Credential {
            what,
            cookie,
            authorization,
            good_for,
        };
        let secret = self.settings("OPERATOR_SECRET");
        let token = &self.issued.token;
        vec![
            credential("nothing", None, None, &[]),
            credential("an empty cookie", cookie(""), None, &[]),
            credential("a garbage cookie", cookie("garbage"), None, &[]),
            credential("a cut session", cookie(&self.ada.session[1..]), None, &[]),
            credential("a forged session", cookie(forged.expose()), None, &[]),
            credential(ENDED, cookie(&self.ended.session), None, &[]),
            credential("a link as session", cookie(&self.tenant.link), None, &[]),
            credential("a token as session", cookie(token), None, &[]),
            credential(
                "a session",
                cookie(&self.ada.session),
                None,
                &[Needs::Person, Needs::Managed],
            ),
            credential(
                "a session beside garbage",
                cookie(&self.ada.session),
                Some("Bearer garbage".to_owned()),
                &[],
            ),
            credential("garbage", None, Some("garbage".to_owned()), &[]),
            credential("a bearer's garbage", None, Some("Bearer garbage".to_owned()), &[]),
            credential("a wrong secret", None, Some(format!("Bearer {secret}0")), &[]),
            credential("a basic secret", None, Some(format!("Basic {secret}")), &[]),
            credential(
                "another secret",
                None,
                Some(format!("Bearer {}", self.settings("PROXY_SECRET"))),
                &[],
            ),
            credential(
                "the operator's secret",
                None,
                Some(format!("Bearer {secret}")),
                &[Needs::Operator],
            ),
            credential(SMALL, None, Some(format!("Token {token}")), &[Needs::Token]),
            credential(
                MANAGING,
                None,
                Some(format!("Token {}", self.managing.token)),
                &[Needs::Token, Needs::Managed],
            ),
            credential(
                "a session as token",
                None,
                Some(format!("Token {}", self.ada.session)),
                &[],
            ),
        ]
    }

    pub(super) async fn try_with(&self, route: &Route, credential: &Credential) -> Answer {
        let caller = &self.tenant.caller;
        let mut request = request_for(caller, route);
        if let Some(cookie) = &credential.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(authorization) = &credential.authorization {
            request = request.header("authorization", authorization);
        }
        self.send_to(route, request).await
    }

    /// Sends a request with a body that is right.
    pub(crate) async fn send_to(&self, route: &Route, request: RequestBuilder) -> Answer {
        match (self.body_of(route), Needs::of(route)) {
            (Some(body), _) => send_json(request, &body).await,
            (None, Needs::Client) => {
                let [siem_agent, _] = &self.agents;
                send_form(request, format!("token={}", siem_agent.token)).await
            }
            (None, _) => send(request).await,
        }
    }

    /// A body that is right, so that nothing but the credential can be wrong. Where it is the body
    /// that signs in, it is one that does not.
    fn body_of(&self, route: &Route) -> Option<Value> {
        match route {
            Route::SignInByLink => Some(json!({ "link": "none", "name": "Mallory" })),
            Route::SignInForDevelopment => {
                Some(json!({ "tenant": "nobody-has-this", "person": ADA }))
            }
            Route::ReportLeaked => Some(json!({ "token": "none" })),
            Route::ReportByGithub => Some(json!([{ "token": "none", "type": "a" }])),
            Route::IssueToken | Route::AddAgent(_) | Route::EditAgent(..) => {
                Some(json!({ "name": "by force" }))
            }
            Route::EditToken(_) => Some(json!({ "name": "by force" })),
            Route::RegenerateToken(_) => Some(json!({ "overlap": 0 })),
            Route::RevokeTokens => Some(json!({ "ids": [self.issued.view.id] })),
            Route::ChangeSettings => Some(json!({ "most_live_tokens": 1 })),
            Route::AddUser => Some(json!({ "name": "Mallory", "role": "global-administrator" })),
            Route::EditUser(_) => Some(json!({ "role": "global-administrator" })),
            Route::BeginSignIn => Some(json!({ "provider": self.provider })),
            Route::AddProvider => Some(json!({
                "name": "Mallory", "issuer": "https://evil.example", "client_id": "x",
            })),
            Route::EditProvider(_) => Some(json!({ "issuer": "https://evil.example" })),
            Route::CreateTenant => Some(json!({ "label": self.new_label, "region": "eu" })),
            Route::AdvanceClock(_) => Some(json!({ "seconds": 1_000_000 })),
            Route::Rebuild(_) => Some(json!({})),
            Route::ChangeProvisioning => Some(json!({ "role_source": "groups" })),
            Route::View(_)
            | Route::SignInOptions
            | Route::SignOut
            | Route::Me
            | Route::Tokens
            | Route::RevokeToken(_)
            | Route::Token(_)
            | Route::Settings
            | Route::Agents(_)
            | Route::RegenerateAgent(..)
            | Route::DeleteAgent(..)
            | Route::Activity
            | Route::ExportActivity
            | Route::StoredLog(_)
            | Route::Drift(_)
            | Route::Metrics
            | Route::Users
            | Route::UserLink(_)
            | Route::DeprovisionUser(_)
            | Route::ReprovisionUser(_)
            | Route::UserImpact(_)
            | Route::UserSessions(_)
            | Route::EndUserSessions(_)
            | Route::Sessions
            | Route::EndSession(_)
            | Route::HandUserOver(_)
            | Route::Provisioning
            | Route::IssueScimToken
            | Route::SwitchProvisioningOff
            | Route::Scim(_)
            | Route::SignInCallback
            | Route::Providers
            | Route::DeleteProvider(_)
            | Route::TestProvider(_)
            | Route::Tenants
            | Route::TenantLink(_)
            | Route::Fault(..)
            | Route::Verify
            | Route::Introspect
            | Route::RevokeShown
            | Route::AuthorizationServer
            | Route::ProtectedResource
            | Route::Health
            | Route::Upstream
            | Route::Asset => None,
        }
    }
}

/// Names the session that was signed out of.
pub(super) const ENDED: &str = "an ended session";
/// Names the token that may read and write through the gateway.
pub(super) const SMALL: &str = "a token";
/// Names the token that may manage.
pub(super) const MANAGING: &str = "a token that may manage";

/// Something that a caller could show.
pub(super) struct Credential {
    pub(super) what: &'static str,
    cookie: Option<String>,
    pub(super) authorization: Option<String>,
    pub(super) good_for: &'static [Needs],
}
