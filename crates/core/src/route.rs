//! Every URL, spelled once: parsed by the Worker, built by the page, the tests and xtask.

mod fault;
mod footing;
mod host;
mod method;
mod path;
mod registry_name;
mod return_to;
mod scim;
mod view;

pub use fault::Fault;
pub use footing::{Footing, NotFromThePage, Sender};
pub use method::Method;
pub use registry_name::RegistryName;
pub use return_to::{ParseReturnToError, ReturnTo};
pub use scim::ScimPath;
pub use view::View;

use crate::agents::AgentKind;
use crate::id::{Subject, TokenId};
use crate::oidc::ProviderId;
use crate::session::SessionId;
use crate::tenant::TenantLabel;

/// A path of the Worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// A view of the page.
    View(View),
    /// `GET`: how one can sign in here.
    SignInOptions,
    /// `POST`: sign in with a one-time link.
    SignInByLink,
    /// `POST`: sign in as one of the people for development.
    SignInForDevelopment,
    /// `POST`: begin to sign in with a provider.
    BeginSignIn,
    /// `GET`: where a browser comes back to from a provider.
    SignInCallback,
    /// `POST`: end the session.
    SignOut,
    /// `GET`: who is signed in, and to which tenant.
    Me,
    /// `GET`: a page of the API tokens.
    Tokens,
    /// `POST`: issue an API token.
    IssueToken,
    /// `GET`: an API token.
    Token(TokenId),
    /// `PATCH`: change an API token.
    EditToken(TokenId),
    /// `POST`: put another token in the place of an API token.
    RegenerateToken(TokenId),
    /// `POST`: revoke an API token.
    RevokeToken(TokenId),
    /// `POST`: revoke several API tokens.
    RevokeTokens,
    /// `GET`: the tenant's settings. For full administrators.
    Settings,
    /// `PATCH`: change the tenant's settings. For full administrators.
    ChangeSettings,
    /// `GET`: the SIEM agents, or the log collectors. For full administrators, as all of these.
    Agents(AgentKind),
    /// `POST`: add one.
    AddAgent(AgentKind),
    /// `PATCH`: change one.
    EditAgent(AgentKind, TokenId),
    /// `POST`: put another token in the place of one's.
    RegenerateAgent(AgentKind, TokenId),
    /// `DELETE`: delete one.
    DeleteAgent(AgentKind, TokenId),
    /// `GET`: a part of the activity log, in JSON or CEF.
    Activity,
    /// `GET`: a part of the activity log, as a file.
    ExportActivity,
    /// `GET`: a page of the users, with the roles that they can have.
    Users,
    /// `POST`: add a user.
    AddUser,
    /// `PATCH`: change a user's name, address or role.
    EditUser(Subject),
    /// `POST`: another one-time sign-in link for a user.
    UserLink(Subject),
    /// `POST`: shut a user out.
    DeprovisionUser(Subject),
    /// `POST`: take a user in again.
    ReprovisionUser(Subject),
    /// `GET`: what a change of a user would do to their tokens.
    UserImpact(Subject),
    /// `GET`: a user's sessions. For full administrators.
    UserSessions(Subject),
    /// `DELETE`: end all of a user's sessions. For full administrators.
    EndUserSessions(Subject),
    /// `GET`: one's own sessions.
    Sessions,
    /// `DELETE`: end a session: one's own, or anyone's for full administrators.
    EndSession(SessionId),
    /// `GET`: the providers to sign in with. For full administrators.
    Providers,
    /// `POST`: add a provider.
    AddProvider,
    /// `PATCH`: change a provider, or switch it on or off.
    EditProvider(ProviderId),
    /// `DELETE`: delete a provider.
    DeleteProvider(ProviderId),
    /// `POST`: begin to sign in with a provider, to try it.
    TestProvider(ProviderId),
    /// `POST`: let the system that provisions take over a user who was added by hand.
    HandUserOver(Subject),
    /// `GET`: how provisioning by SCIM stands. For full administrators, as all of these.
    Provisioning,
    /// `PATCH`: change where roles come from, and which groups give them.
    ChangeProvisioning,
    /// `POST`: a new SCIM token, in place of any before. It switches provisioning on.
    IssueScimToken,
    /// `POST`: switch provisioning off.
    SwitchProvisioningOff,
    /// `/scim/v2/…`, any method: provisioning by SCIM.
    Scim(ScimPath),
    /// `GET`: the deployment's tenants. For the operator.
    Tenants,
    /// `POST`: make a tenant. For the operator.
    CreateTenant,
    /// `POST`: a one-time sign-in link for a tenant. For the operator.
    TenantLink(TenantLabel),
    /// `GET`: a tenant's activity log as it is stored, to be verified. For the operator.
    StoredLog(TenantLabel),
    /// `GET`: how what KV holds of a part differs from what it is to hold. For the operator.
    Drift(RegistryName),
    /// `POST`: have KV told again of a part. For the operator.
    Rebuild(RegistryName),
    /// `GET`: figures for a monitor, in OpenMetrics text. For the operator.
    Metrics,
    /// `POST`: provoke a fault in a tenant's registry or in the Worker. For tests.
    Fault(Fault, TenantLabel),
    /// `POST`: let a tenant's registry think that it is later. For tests.
    AdvanceClock(TenantLabel),
    /// `GET`, any other as well: forward-auth.
    Verify,
    /// `POST`: whether a token is good for anything, for a server that was shown it. RFC 7662.
    Introspect,
    /// `POST`: revoke a token that is shown. RFC 7009.
    RevokeShown,
    /// `POST`: report a token that leaked, which whoever holds it may.
    ReportLeaked,
    /// `POST`: what GitHub's secret scanning found, signed by it.
    ReportByGithub,
    /// `GET`: what the host says of itself as who issues tokens. RFC 8414.
    AuthorizationServer,
    /// `GET`: what the host says of itself as what takes tokens. RFC 9728.
    ProtectedResource,
    /// `GET`: whether the Worker can do its work.
    Health,
    /// `/api/…`: belongs whole to the API behind.
    Upstream,
    /// Anything else: one of the page's files, or nothing.
    Asset,
}

/// What a path stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Routed {
    /// This route.
    To(Route),
    /// The path exists; these are the methods that it takes.
    MethodNotAllowed(String),
    /// A path of the management API that does not exist.
    NotFound,
}

const MANAGE: &str = "/manage/v1/";

const CALLBACK: &str = "/sign-in/callback";

impl Route {
    /// What `method` (as on the wire) on `path` stands for. `path` has no query and no fragment.
    pub fn find(method: &str, path: &str) -> Routed {
        if path == "/api" || path.starts_with("/api/") {
            return Routed::To(Self::Upstream);
        }
        if let Some(scim) = ScimPath::find(path) {
            return Routed::To(Self::Scim(scim));
        }
        if path == "/verify" {
            return Routed::To(Self::Verify);
        }
        let candidates = match (path, View::find(path)) {
            ("/healthz", _) => vec![Self::Health],
            ("/metrics", _) => vec![Self::Metrics],
            (CALLBACK, _) => vec![Self::SignInCallback],
            ("/oauth2/introspect", _) => vec![Self::Introspect],
            ("/oauth2/revoke", _) => vec![Self::RevokeShown],
            ("/leaked", _) => vec![Self::ReportLeaked],
            ("/leaked/github", _) => vec![Self::ReportByGithub],
            ("/.well-known/oauth-authorization-server", _) => vec![Self::AuthorizationServer],
            ("/.well-known/oauth-protected-resource", _) => vec![Self::ProtectedResource],
            (_, Some(view)) => vec![Self::View(view)],
            (path, None) => match path.strip_prefix(MANAGE) {
                Some(rest) => Self::managed(rest),
                None if path == "/manage" || path.starts_with("/manage/") => vec![],
                None => vec![Self::Asset],
            },
        };
        if candidates.is_empty() {
            return Routed::NotFound;
        }
        let allowed: Vec<&str> = candidates.iter().map(|route| route.method().allowed()).collect();
        candidates
            .into_iter()
            .find(|route| route.method().accepts(method))
            .map_or_else(|| Routed::MethodNotAllowed(allowed.join(", ")), Routed::To)
    }

    /// The routes at a path below [`MANAGE`], told apart by their methods.
    fn managed(path: &str) -> Vec<Self> {
        let segments: Vec<&str> = path.split('/').collect();
        if let Some((kind, rest)) = segments.split_first().and_then(agents_of) {
            return Self::of_agents(kind, rest);
        }
        match segments.as_slice() {
            ["me"] => vec![Self::Me],
            ["sign-in"] => vec![Self::SignInOptions],
            ["sign-in", "link"] => vec![Self::SignInByLink],
            ["sign-in", "development"] => vec![Self::SignInForDevelopment],
            ["sign-in", "provider"] => vec![Self::BeginSignIn],
            ["sign-out"] => vec![Self::SignOut],
            ["tokens"] => vec![Self::Tokens, Self::IssueToken],
            ["tokens", "revoke"] => vec![Self::RevokeTokens],
            ["tokens", id] => {
                let id = id.parse().ok();
                id.map(|id| vec![Self::Token(id), Self::EditToken(id)]).unwrap_or_default()
            }
            ["tokens", id, "regenerate"] => {
                id.parse().map(Self::RegenerateToken).into_iter().collect()
            }
            ["settings"] => vec![Self::Settings, Self::ChangeSettings],
            ["tokens", id, "revoke"] => id.parse().map(Self::RevokeToken).into_iter().collect(),
            ["activity"] => vec![Self::Activity],
            ["activity", "export"] => vec![Self::ExportActivity],
            ["users"] => vec![Self::Users, Self::AddUser],
            ["users", sub] => sub.parse().map(Self::EditUser).into_iter().collect(),
            ["users", sub, "sessions"] => {
                let sub = sub.parse().ok();
                sub.map(|sub| vec![Self::UserSessions(sub), Self::EndUserSessions(sub)])
                    .unwrap_or_default()
            }
            ["sessions"] => vec![Self::Sessions],
            ["sessions", id] => id.parse().map(Self::EndSession).into_iter().collect(),
            ["users", sub, verb] => match sub.parse() {
                Ok(sub) => Self::of_user(sub, verb).into_iter().collect(),
                Err(_) => vec![],
            },
            ["providers"] => vec![Self::Providers, Self::AddProvider],
            ["providers", id] => {
                let id = id.parse().ok();
                id.map(|id| vec![Self::EditProvider(id), Self::DeleteProvider(id)])
                    .unwrap_or_default()
            }
            ["providers", id, "test"] => id.parse().map(Self::TestProvider).into_iter().collect(),
            ["provisioning"] => vec![Self::Provisioning, Self::ChangeProvisioning],
            ["provisioning", "token"] => vec![Self::IssueScimToken],
            ["provisioning", "off"] => vec![Self::SwitchProvisioningOff],
            ["tenants"] => vec![Self::Tenants, Self::CreateTenant],
            ["tenants", label, "link"] => label.parse().map(Self::TenantLink).into_iter().collect(),
            ["tenants", label, "audit"] => label.parse().map(Self::StoredLog).into_iter().collect(),
            ["directory", verb] => {
                Self::of_registry(RegistryName::Directory, verb).into_iter().collect()
            }
            ["tenants", label, verb @ ("drift" | "rebuild")] => {
                let name = label.parse().ok().map(RegistryName::Tenant);
                name.and_then(|name| Self::of_registry(name, verb)).into_iter().collect()
            }
            ["tenants", label, "clock"] => {
                label.parse().map(Self::AdvanceClock).into_iter().collect()
            }
            ["tenants", label, "faults", fault] => {
                let fault = Fault::ALL.into_iter().find(|known| known.as_str() == *fault);
                let label = label.parse().ok();
                fault
                    .zip(label)
                    .map(|(fault, label)| Self::Fault(fault, label))
                    .into_iter()
                    .collect()
            }
            _ => vec![],
        }
    }

    /// What can be done with a user, by the last part of the path.
    fn of_user(sub: Subject, verb: &str) -> Option<Self> {
        match verb {
            "link" => Some(Self::UserLink(sub)),
            "deprovision" => Some(Self::DeprovisionUser(sub)),
            "reprovision" => Some(Self::ReprovisionUser(sub)),
            "impact" => Some(Self::UserImpact(sub)),
            "hand-over" => Some(Self::HandUserOver(sub)),
            _ => None,
        }
    }

    /// What can be done with what KV holds from a registry, by the last part of the path.
    fn of_registry(name: RegistryName, verb: &str) -> Option<Self> {
        match verb {
            "drift" => Some(Self::Drift(name)),
            "rebuild" => Some(Self::Rebuild(name)),
            _ => None,
        }
    }

    /// The routes of the agents of a kind, at what follows their word.
    fn of_agents(kind: AgentKind, rest: &[&str]) -> Vec<Self> {
        let with_id = |id: &str, routes: &[fn(AgentKind, TokenId) -> Self]| {
            let id = id.parse::<TokenId>().ok();
            id.map(|id| routes.iter().map(|route| route(kind, id)).collect()).unwrap_or_default()
        };
        match rest {
            [] => vec![Self::Agents(kind), Self::AddAgent(kind)],
            [id] => with_id(id, &[Self::EditAgent, Self::DeleteAgent]),
            [id, "regenerate"] => with_id(id, &[Self::RegenerateAgent]),
            _ => vec![],
        }
    }

    /// The method that the route takes.
    pub fn method(&self) -> Method {
        match self {
            Self::View(_)
            | Self::SignInOptions
            | Self::SignInCallback
            | Self::Providers
            | Self::Provisioning
            | Self::Scim(_)
            | Self::Me
            | Self::Tokens
            | Self::Token(_)
            | Self::Settings
            | Self::Agents(_)
            | Self::Activity
            | Self::ExportActivity
            | Self::Users
            | Self::UserImpact(_)
            | Self::UserSessions(_)
            | Self::Sessions
            | Self::Tenants
            | Self::StoredLog(_)
            | Self::Drift(_)
            | Self::Metrics
            | Self::Verify
            | Self::AuthorizationServer
            | Self::ProtectedResource
            | Self::Health
            | Self::Upstream
            | Self::Asset => Method::Get,
            Self::SignInByLink
            | Self::SignInForDevelopment
            | Self::BeginSignIn
            | Self::AddProvider
            | Self::TestProvider(_)
            | Self::SignOut
            | Self::IssueToken
            | Self::RegenerateToken(_)
            | Self::RevokeToken(_)
            | Self::RevokeTokens
            | Self::AddUser
            | Self::UserLink(_)
            | Self::DeprovisionUser(_)
            | Self::ReprovisionUser(_)
            | Self::HandUserOver(_)
            | Self::IssueScimToken
            | Self::SwitchProvisioningOff
            | Self::AddAgent(_)
            | Self::RegenerateAgent(..)
            | Self::CreateTenant
            | Self::TenantLink(_)
            | Self::Rebuild(_)
            | Self::Fault(..)
            | Self::AdvanceClock(_)
            | Self::Introspect
            | Self::RevokeShown
            | Self::ReportLeaked
            | Self::ReportByGithub => Method::Post,
            Self::EditToken(_)
            | Self::ChangeSettings
            | Self::EditAgent(..)
            | Self::EditUser(_)
            | Self::ChangeProvisioning
            | Self::EditProvider(_) => Method::Patch,
            Self::DeleteAgent(..)
            | Self::DeleteProvider(_)
            | Self::EndUserSessions(_)
            | Self::EndSession(_) => Method::Delete,
        }
    }
}

/// The agents that a path is about, by its first segment, and what follows.
fn agents_of<'a>((first, rest): (&&str, &'a [&'a str])) -> Option<(AgentKind, &'a [&'a str])> {
    AgentKind::ALL.into_iter().find(|kind| kind.word() == *first).map(|kind| (kind, rest))
}

#[cfg(test)]
mod tests;
