//! What a registry can be asked: one enum, used by both sides.
//!
//! Worker and registry may be of different versions for minutes after a deployment, so what is here
//! only ever gains variants and members with defaults.

mod declined;
mod scim;

use std::net::IpAddr;

use gatepass_core::activity::{ActivityQuery, ExportFormat};
use gatepass_core::agents::{AddAgent, AgentKind, EditAgent};
use gatepass_core::edge::{Answer, UsageReply, UsageReport};
use gatepass_core::exposure::FoundAt;
use gatepass_core::id::{Serial, Subject, TokenId};
use gatepass_core::idempotency::IdempotencyKey;
use gatepass_core::listing::TokenQuery;
use gatepass_core::name::TokenName;
use gatepass_core::oidc::{Identity, Provider, ProviderId, SealedSecret};
use gatepass_core::outbox::OutboxGauge;
use gatepass_core::person::{PersonName, User};
use gatepass_core::policy::Role;
use gatepass_core::rebuild::{Expected, RebuildPlace};
use gatepass_core::route::Fault;
use gatepass_core::scim::ExternalId;
use gatepass_core::session::{BrowserName, SessionId};
use gatepass_core::settings::LongestLife;
use gatepass_core::tenant::{Tenant, TenantLabel};
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::token::{TokenDigest, TokenIdentity};
use gatepass_core::wire::{
    self, ActivityView, AddProvider, AddUser, AgentPage, AgentView, EditProvider, EditUser,
    EndedSessions, Impact, Intent, IssueToken, OfferedProvider, ProvisioningView, RevokedToken,
    RevokedTokens, RoleView, SessionList, SettingsQuery, SettingsView, StoredLog, TokenPage,
    TokenView, UserPage, UserQuery, UserView,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub(crate) use declined::Declined;
pub(crate) use scim::{Discovered, ScimAnswer, ScimRequest};

/// A question with its kind of reply.
pub(crate) trait Call: Into<Command> {
    type Reply: Serialize + DeserializeOwned;
}

/// Who asks, by what they show, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asker {
    /// What they show.
    pub(crate) shown: Shown,
    /// From where, if that is known.
    #[serde(default)]
    pub(crate) address: Option<IpAddr>,
    /// Whether it is for a request that was asked for already.
    #[serde(default)]
    pub(crate) asks_on: bool,
    /// Whether nobody's hand led to the request.
    #[serde(default)]
    pub(crate) is_unattended: bool,
}

impl Asker {
    /// The same, who asks on for the same request: what they show is not used once more.
    pub(crate) fn asking_on(&self) -> Self {
        Self { asks_on: true, ..self.clone() }
    }
}

/// What somebody shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shown {
    /// A session.
    Session(TokenDigest),
    /// A token, whose seal holds.
    Token(TokenDigest),
}

macro_rules! calls {
    ($($(#[doc = $doc:literal])+ $name:ident { $($field:ident: $type:ty),* $(,)? } -> $reply:ty;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Serialize, Deserialize)]
            pub(crate) struct $name { $(pub(crate) $field: $type),* }

            impl Call for $name {
                type Reply = $reply;
            }

            impl From<$name> for Command {
                fn from(call: $name) -> Self {
                    Self::$name(call)
                }
            }
        )+

        /// Everything that a registry can be asked.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum Command { $($name($name)),+ }
    };
}

calls! {
    /// Of the directory: enter a tenant, unless its label is taken.
    EnrollTenant { tenant: Tenant } -> Enrolled;
    /// Of the directory: the tenant with this label.
    FindTenant { label: TenantLabel } -> Option<Tenant>;
    /// Of the directory: all tenants, by label.
    ListTenants {} -> Vec<Tenant>;

    /// Keep a one-time sign-in link; makes the registry, if it is the first.
    AddSignInLink { tenant: Tenant, link: TokenDigest, expires_at: UnixSeconds } -> ();
    /// Spend a sign-in link: the user whom it is for gets a session; where it is for nobody yet, its
    /// holder becomes a full administrator of this name.
    SpendSignInLink {
        link: TokenDigest, name: Option<PersonName>, session: TokenDigest, address: Option<IpAddr>,
        browser: Option<BrowserName>, replaced: Option<TokenDigest>,
    } -> ();
    /// Open a session for one of the people for development.
    OpenDevelopmentSession {
        name: PersonName, role: Role, session: TokenDigest, address: Option<IpAddr>,
        browser: Option<BrowserName>, replaced: Option<TokenDigest>,
    } -> ();
    /// Who has the session.
    WhoIs { asker: Asker } -> Identified;
    /// End the session that is shown.
    CloseSession { asker: Asker } -> ();
    /// The sessions of a user; of who asks, if none is named.
    ListSessions { asker: Asker, of: Option<Subject> } -> SessionList;
    /// End a session.
    EndSession { asker: Asker, id: SessionId } -> ();
    /// End all sessions of a user.
    EndSessions { asker: Asker, of: Subject } -> EndedSessions;

    /// A page of the tokens that the session's user may see.
    ListTokens { asker: Asker, query: TokenQuery } -> TokenPage;
    /// A token as the table shows it.
    ShowToken { asker: Asker, id: TokenId } -> TokenView;
    /// Take up a new token.
    RecordToken {
        asker: Asker, request: IssueToken, token: TokenIdentity, key: Option<IdempotencyKey>,
    } -> Recorded;
    /// Change a token.
    EditToken { asker: Asker, id: TokenId, change: wire::EditToken } -> TokenView;
    /// Take up a token in the place of the present one of the same id.
    RegenerateToken {
        asker: Asker, request: wire::RegenerateToken, token: TokenIdentity,
        key: Option<IdempotencyKey>,
    } -> Recorded;
    /// Revoke a token.
    RevokeToken { asker: Asker, id: TokenId } -> RevokedToken;
    /// Revoke several tokens, all or none.
    RevokeTokens { asker: Asker, ids: Vec<TokenId> } -> RevokedTokens;
    /// Revoke a token that is shown; where there is none, only say whether who asks is known.
    RevokeShown { asker: Asker, shown: Option<TokenDigest> } -> ();

    /// Revoke tokens that somebody found; the reply is of each whether it was issued here.
    RevokeLeaked { found: Vec<Leaked>, address: Option<IpAddr> } -> Vec<bool>;

    /// The tenant's settings, and what goes beyond them, or would.
    ShowSettings { asker: Asker, query: SettingsQuery } -> SettingsView;
    /// Change the tenant's settings.
    ChangeSettings { asker: Asker, change: wire::ChangeSettings } -> SettingsView;

    /// All agents of a kind.
    ListAgents { asker: Asker, kind: AgentKind } -> AgentPage;
    /// Take up a new agent.
    RecordAgent { asker: Asker, request: AddAgent, token: TokenIdentity } -> RecordedAgent;
    /// Change an agent.
    ChangeAgent { asker: Asker, kind: AgentKind, id: TokenId, change: EditAgent } -> AgentView;
    /// Give an agent another token.
    RegenerateAgent { asker: Asker, kind: AgentKind, token: TokenIdentity } -> RecordedAgent;
    /// Delete an agent.
    DeleteAgent { asker: Asker, kind: AgentKind, id: TokenId } -> RevokedToken;

    /// A part of the activity log.
    ReadActivity {
        asker: Asker, query: ActivityQuery, after: Option<u64>, up_to: Option<u64>, most: u32,
        waiting: Option<Waiting>,
    } -> ActivityRead;
    /// Note that a part of the activity log is exported; the reply is where the log ended before.
    StartExport { asker: Asker, query: ActivityQuery, format: ExportFormat } -> u64;
    /// A part of the log as it is stored.
    ReadStoredLog { after: u64 } -> StoredLog;

    /// A page of the users.
    ListUsers { asker: Asker, query: UserQuery } -> UserPage;
    /// Take up a new user, with a sign-in link.
    RecordUser { asker: Asker, request: AddUser, link: TokenDigest } -> RecordedUser;
    /// Change a user.
    ChangeUser { asker: Asker, sub: Subject, request: EditUser } -> UserView;
    /// Keep another sign-in link for a user.
    RenewUserLink { asker: Asker, sub: Subject, link: TokenDigest } -> KeptLink;
    /// Shut a user out.
    DeprovisionUser { asker: Asker, sub: Subject } -> UserView;
    /// Take a user in again.
    ReprovisionUser { asker: Asker, sub: Subject } -> UserView;
    /// Let SCIM take over a user who was added by hand.
    HandUserOver { asker: Asker, sub: Subject } -> ();
    /// How provisioning stands.
    ShowProvisioning { asker: Asker } -> ProvisioningView;
    /// Change where roles come from, and which groups give them.
    ChangeProvisioning { asker: Asker, change: wire::ChangeProvisioning } -> ProvisioningView;
    /// Keep a SCIM token, in place of any before.
    KeepScimToken { asker: Asker, token: TokenDigest } -> ProvisioningView;
    /// Switch provisioning off.
    SwitchProvisioningOff { asker: Asker } -> ProvisioningView;
    /// What a SCIM client asks for, by its token.
    AnswerScim {
        token: TokenDigest, address: Option<IpAddr>, request: ScimRequest,
    } -> ScimAnswer;

    /// What a change of a user would do.
    AskImpact { asker: Asker, sub: Subject, intent: Intent } -> Impact;

    /// All providers to sign in with.
    ListProviders { asker: Asker } -> ListedProviders;
    /// Take up a provider.
    RecordProvider {
        asker: Asker, id: ProviderId, request: AddProvider, secret: Option<SealedSecret>,
    } -> Provider;
    /// Change a provider.
    ChangeProvider {
        asker: Asker, id: ProviderId, request: EditProvider,
        secret: Option<Option<SealedSecret>>,
    } -> Provider;
    /// Delete a provider.
    RemoveProvider { asker: Asker, id: ProviderId } -> ();
    /// The providers that are switched on.
    OfferProviders {} -> Vec<OfferedProvider>;
    /// A provider that is switched on; for who administers, any.
    FindProvider { id: ProviderId, asker: Option<Asker> } -> FoundProvider;
    /// Note that who administers signed in with a provider, to try it.
    NoteTest {
        asker: Asker, tried: Provider, attempt: TokenDigest, ends_at: UnixSeconds,
        identity: Identity,
    } -> ();
    /// Open a session for somebody who comes from a provider.
    CompleteSignIn {
        provider: ProviderId, attempt: TokenDigest, ends_at: UnixSeconds,
        link: Option<TokenDigest>, identity: Identity, name: Option<PersonName>,
        role_values: Vec<String>, session: TokenDigest, address: Option<IpAddr>,
        browser: Option<BrowserName>, replaced: Option<TokenDigest>,
        external_id: Option<ExternalId>,
    } -> ();
    /// Note that somebody who comes from a provider is not believed.
    NoteRefusedSignIn { provider: TokenName, reason: String, address: Option<IpAddr> } -> ();

    /// How a token stands, for an edge that KV left in doubt.
    AskStanding { digest: TokenDigest } -> Answer;
    /// What an edge saw used.
    ReportUsage { report: UsageReport } -> UsageReply;

    /// What KV is to hold, from this place on, of so many tokens or tenants at most.
    SurveyKeys { from: RebuildPlace, most: u32 } -> Survey;
    /// Have KV told again, from this place on, by so many writes at most; with the keys that were seen
    /// there and are to be gone.
    RestoreKeys { from: RebuildPlace, most: u32, extra: Vec<String> } -> Restored;
    /// What waits in the outbox.
    MeasureOutbox {} -> OutboxGauge;

    /// Provoke a fault.
    ProvokeFault { fault: Fault } -> ();
    /// Let the registry think that it is later.
    AdvanceClock { by: Seconds } -> ();
}

/// A token that somebody found, whose seal holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leaked {
    /// SHA-256 of it.
    pub(crate) digest: TokenDigest,
    /// Where it was found, if that is said.
    #[serde(default)]
    pub(crate) found_at: Option<FoundAt>,
}

/// Whether a tenant was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Enrolled {
    /// It was.
    New,
    /// There is one with the label, and nothing was changed.
    Existing(Tenant),
}

/// Who has a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Identified {
    /// The user.
    pub(crate) user: User,
    /// The tenant.
    pub(crate) tenant: Tenant,
    /// The longest life of its tokens, if one is set.
    pub(crate) longest_life_days: Option<LongestLife>,
}

/// Somebody who waits for an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// Tells them from others who wait.
    pub(crate) waiter: Serial,
    /// Whether they ask again if there is none.
    pub(crate) goes_on: bool,
}

/// A part of the activity log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActivityRead {
    /// The events.
    pub(crate) events: Vec<ActivityView>,
    /// Whether more come after these now.
    pub(crate) has_next: bool,
    /// The number after which to go on.
    pub(crate) place: u64,
    /// Whether who waits may go on waiting: no, if too many do.
    pub(crate) may_wait: bool,
    /// When it was read.
    pub(crate) now: UnixSeconds,
}

/// A token taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Recorded {
    /// The token as the table shows it.
    pub(crate) view: TokenView,
    /// Its tenant.
    pub(crate) tenant: Tenant,
    /// Whether it was taken up before, by the same request: then the token that came with this one
    /// is none.
    #[serde(default)]
    pub(crate) is_repeated: bool,
}

/// A user taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordedUser {
    /// The user as the table shows them.
    pub(crate) user: UserView,
    /// Their sign-in link.
    pub(crate) link: KeptLink,
}

/// A sign-in link that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptLink {
    /// When it ends.
    pub(crate) ends_at: UnixSeconds,
    /// The tenant that it leads to.
    pub(crate) tenant: Tenant,
}

/// The providers of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListedProviders {
    /// The providers.
    pub(crate) providers: Vec<Provider>,
    /// The tenant.
    pub(crate) tenant: Tenant,
    /// The roles that users can have.
    pub(crate) roles: Vec<RoleView>,
    /// When this was so.
    pub(crate) now: UnixSeconds,
}

/// A provider of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FoundProvider {
    /// The provider.
    pub(crate) provider: Provider,
    /// The tenant.
    pub(crate) tenant: Tenant,
}

/// An agent with a token taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordedAgent {
    /// The agent as its table shows it.
    pub(crate) view: AgentView,
    /// Its tenant.
    pub(crate) tenant: Tenant,
}

/// What KV is to hold of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Survey {
    /// The keys.
    pub(crate) keys: Vec<Expected>,
    /// How many tokens or tenants they are of.
    pub(crate) looked_at: u64,
    /// How many there are in all.
    pub(crate) total: u64,
    /// Where to go on.
    pub(crate) next: RebuildPlace,
}

/// What was put in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Restored {
    /// Of how many tokens or tenants.
    pub(crate) looked_at: u64,
    /// How many writes.
    pub(crate) written: u64,
    /// How many writes KV is still to be told for the first time.
    pub(crate) waiting: u64,
    /// Where to go on.
    pub(crate) next: RebuildPlace,
}
