//! The paths of routes.

use super::{CALLBACK, MANAGE, Route};

impl Route {
    /// The route's path. For those that stand for many paths, the one that all begin with.
    pub fn to_path(&self) -> String {
        match self {
            Self::View(view) => view.path().to_owned(),
            Self::Asset => "/".to_owned(),
            Self::SignInOptions => format!("{MANAGE}sign-in"),
            Self::SignInByLink => format!("{MANAGE}sign-in/link"),
            Self::SignInForDevelopment => format!("{MANAGE}sign-in/development"),
            Self::BeginSignIn => format!("{MANAGE}sign-in/provider"),
            Self::SignInCallback => CALLBACK.to_owned(),
            Self::SignOut => format!("{MANAGE}sign-out"),
            Self::Me => format!("{MANAGE}me"),
            Self::Tokens | Self::IssueToken => format!("{MANAGE}tokens"),
            Self::Token(id) | Self::EditToken(id) => format!("{MANAGE}tokens/{id}"),
            Self::RegenerateToken(id) => format!("{MANAGE}tokens/{id}/regenerate"),
            Self::RevokeTokens => format!("{MANAGE}tokens/revoke"),
            Self::Settings | Self::ChangeSettings => format!("{MANAGE}settings"),
            Self::RevokeToken(id) => format!("{MANAGE}tokens/{id}/revoke"),
            Self::Agents(kind) | Self::AddAgent(kind) => format!("{MANAGE}{}", kind.word()),
            Self::EditAgent(kind, id) | Self::DeleteAgent(kind, id) => {
                format!("{MANAGE}{}/{id}", kind.word())
            }
            Self::RegenerateAgent(kind, id) => format!("{MANAGE}{}/{id}/regenerate", kind.word()),
            Self::Activity => format!("{MANAGE}activity"),
            Self::ExportActivity => format!("{MANAGE}activity/export"),
            Self::Users | Self::AddUser => format!("{MANAGE}users"),
            Self::EditUser(sub) => format!("{MANAGE}users/{sub}"),
            Self::UserLink(sub) => format!("{MANAGE}users/{sub}/link"),
            Self::DeprovisionUser(sub) => format!("{MANAGE}users/{sub}/deprovision"),
            Self::ReprovisionUser(sub) => format!("{MANAGE}users/{sub}/reprovision"),
            Self::UserImpact(sub) => format!("{MANAGE}users/{sub}/impact"),
            Self::UserSessions(sub) | Self::EndUserSessions(sub) => {
                format!("{MANAGE}users/{sub}/sessions")
            }
            Self::Sessions => format!("{MANAGE}sessions"),
            Self::EndSession(id) => format!("{MANAGE}sessions/{id}"),
            Self::Providers | Self::AddProvider => format!("{MANAGE}providers"),
            Self::EditProvider(id) | Self::DeleteProvider(id) => format!("{MANAGE}providers/{id}"),
            Self::TestProvider(id) => format!("{MANAGE}providers/{id}/test"),
            Self::HandUserOver(sub) => format!("{MANAGE}users/{sub}/hand-over"),
            Self::Provisioning | Self::ChangeProvisioning => format!("{MANAGE}provisioning"),
            Self::IssueScimToken => format!("{MANAGE}provisioning/token"),
            Self::SwitchProvisioningOff => format!("{MANAGE}provisioning/off"),
            Self::Scim(path) => path.to_path(),
            Self::Tenants | Self::CreateTenant => format!("{MANAGE}tenants"),
            Self::StoredLog(label) => format!("{MANAGE}tenants/{label}/audit"),
            Self::TenantLink(label) => format!("{MANAGE}tenants/{label}/link"),
            Self::Fault(fault, label) => {
                format!("{MANAGE}tenants/{label}/faults/{}", fault.as_str())
            }
            Self::AdvanceClock(label) => format!("{MANAGE}tenants/{label}/clock"),
            Self::Drift(name) => format!("{MANAGE}{}/drift", name.to_path()),
            Self::Rebuild(name) => format!("{MANAGE}{}/rebuild", name.to_path()),
            Self::Metrics => "/metrics".to_owned(),
            Self::Verify => "/verify".to_owned(),
            Self::Introspect => "/oauth2/introspect".to_owned(),
            Self::RevokeShown => "/oauth2/revoke".to_owned(),
            Self::ReportLeaked => "/leaked".to_owned(),
            Self::ReportByGithub => "/leaked/github".to_owned(),
            Self::AuthorizationServer => "/.well-known/oauth-authorization-server".to_owned(),
            Self::ProtectedResource => "/.well-known/oauth-protected-resource".to_owned(),
            Self::Health => "/healthz".to_owned(),
            Self::Upstream => "/api/".to_owned(),
        }
    }
}
