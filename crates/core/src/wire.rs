//! What travels between the Worker and those who call it.
//!
//! Member names are the standards' where there is one; a moment is whole seconds since the Unix
//! epoch; what is absent is left out.

mod activity;
mod agents;
mod github;
mod leaked;
mod me;
mod metadata;
mod normal;
mod oauth;
mod parse;
mod problem;
mod providers;
mod provisioning;
mod rebuild;
mod sessions;
mod settings;
mod sign_in;
mod tenants;
mod tokens;
mod users;

pub use activity::{ActivityPage, ActivityView, StoredLog};
pub use agents::{
    AddLogCollector, AddSiemAgent, AgentPage, AgentPeople, AgentView, EditLogCollector,
    EditSiemAgent, IssuedAgent,
};
pub use github::{GithubFind, GithubVerdict, MOST_FINDS};
pub use leaked::ReportLeaked;
pub use me::{Me, TenantView};
pub use metadata::{AuthorizationServer, ProtectedResource};
pub use normal::{InNormalForm, ToNfc};
pub use oauth::{ActiveToken, BEARER, Introspection, OauthError, OauthErrorCode};
pub use parse::{from_json, from_query};
pub use problem::{Problem, ProblemKind};
pub use providers::{
    AddProvider, BeginSignIn, EditProvider, OfferedProvider, ProviderList, ProviderView,
    SignInBegun,
};
pub use provisioning::{ChangeProvisioning, GroupView, IssuedScimToken, ProvisioningView};
pub use rebuild::{DriftPage, DriftView, RebuildFrom, RebuildStep};
pub use sessions::{EndedSessions, SessionList, SessionView};
pub use settings::{ChangeSettings, SettingsQuery, SettingsView};
pub use sign_in::{DevelopmentPerson, SignInByLink, SignInForDevelopment, SignInOptions};
pub use tenants::{AdvanceClock, CreateTenant, CreatedTenant, TenantLink, TenantList};
pub use tokens::{
    EditToken, ExposureView, IssueToken, IssuedToken, Knocks, MOST_REVOKED, Overlap,
    RegenerateToken, RepeatedToken, RevocationView, RevokeTokens, RevokedToken, RevokedTokens,
    StatusTotals, TokenPage, TokenView,
};

pub use users::{
    AddUser, AddedUser, EditUser, Impact, Intent, RoleView, Share, UserLink, UserPage, UserQuery,
    UserView,
};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod users_tests;
