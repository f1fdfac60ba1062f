//! An audit event.

use std::fmt::{self, Display};
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{Subject, TokenId};
use crate::name::TokenName;
use crate::oidc::Provider;
use crate::person::{PersonName, User};
use crate::record::TokenRecord;
use crate::tenant::Tenant;
use crate::time::UnixSeconds;
use crate::token::TokenKind;

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// A user of the tenant, with the name that they had.
    User {
        /// The user's id.
        sub: Subject,
        /// The user's name at that moment.
        name: PersonName,
    },
    /// The operator of the deployment.
    Operator,
    /// The registry, by itself, because time passed.
    Registry,
    /// The system that provisions the tenant's users.
    Provisioner,
    /// Somebody who did not show who they are.
    Unknown,
}

/// By what somebody did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// A session on the page.
    Session,
    /// A one-time sign-in link.
    SignInLink,
    /// The sign-in for development.
    DevelopmentSignIn,
    /// A provider of OpenID Connect, by the name that it had.
    Provider(TokenName),
    /// A token.
    Token(TokenId),
    /// The tenant's SCIM token.
    ScimToken,
    /// The operator's secret.
    OperatorSecret,
    /// Nothing: time passed.
    Time,
    /// A report of somebody who found a token, and need not say who they are.
    LeakReport,
}

macro_rules! words {
    ($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $variant_doc:literal])+ $name:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type {
            $($(#[doc = $variant_doc])+ #[serde(rename = $word)] $name,)+
        }

        impl $type {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word on the wire and in storage.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

words! {
    /// What was done.
    Action {
        /// A token was issued.
        TokenIssued = "token.issued",
        /// A token's name or settings were changed.
        TokenChanged = "token.changed",
        /// A token got a successor under its id.
        TokenRegenerated = "token.regenerated",
        /// A token was revoked.
        TokenRevoked = "token.revoked",
        /// A token was found where it should not be.
        TokenExposed = "token.exposed",
        /// Uses of a token were refused.
        TokenRefused = "token.refused",
        /// A SIEM agent was added.
        SiemAgentAdded = "siem_agent.added",
        /// A SIEM agent was changed.
        SiemAgentChanged = "siem_agent.changed",
        /// A SIEM agent got another token.
        SiemAgentRegenerated = "siem_agent.regenerated",
        /// A SIEM agent was deleted.
        SiemAgentDeleted = "siem_agent.deleted",
        /// A log collector was added.
        LogCollectorAdded = "log_collector.added",
        /// A log collector was changed.
        LogCollectorChanged = "log_collector.changed",
        /// A log collector got another token.
        LogCollectorRegenerated = "log_collector.regenerated",
        /// A log collector was deleted.
        LogCollectorDeleted = "log_collector.deleted",
        /// A user was added.
        UserAdded = "user.added",
        /// A user's name, address or role was changed.
        UserChanged = "user.changed",
        /// A user was deprovisioned.
        UserDeprovisioned = "user.deprovisioned",
        /// A deprovisioned user came back.
        UserReprovisioned = "user.reprovisioned",
        /// A user who was added by hand was handed over to who provisions.
        UserHandedOver = "user.handed_over",
        /// A group came by SCIM.
        GroupAdded = "group.added",
        /// A group or its members were changed.
        GroupChanged = "group.changed",
        /// A group was deleted.
        GroupDeleted = "group.deleted",
        /// A SCIM token was made, in place of any before.
        ProvisioningTokenIssued = "provisioning.token_issued",
        /// Where roles come from, or which groups give them, was changed.
        ProvisioningChanged = "provisioning.changed",
        /// Provisioning was switched off.
        ProvisioningSwitchedOff = "provisioning.switched_off",
        /// A one-time sign-in link was made.
        SignInLinkCreated = "sign_in_link.created",
        /// A one-time sign-in link was used.
        SignInLinkUsed = "sign_in_link.used",
        /// Attempts to sign in were refused.
        SignInRefused = "sign_in.refused",
        /// Somebody signed in.
        SessionOpened = "session.opened",
        /// Somebody signed out.
        SessionClosed = "session.closed",
        /// Somebody's session was ended, by themselves elsewhere or by an administrator.
        SessionEnded = "session.ended",
        /// What somebody is known by at a provider was noted as theirs.
        IdentityBound = "identity.bound",
        /// A provider to sign in with was set up.
        ProviderAdded = "provider.added",
        /// A provider to sign in with was changed, or switched on or off.
        ProviderChanged = "provider.changed",
        /// A provider to sign in with was tried.
        ProviderTested = "provider.tested",
        /// A provider to sign in with was deleted.
        ProviderDeleted = "provider.deleted",
        /// The tenant's settings were changed.
        SettingsChanged = "settings.changed",
        /// A tenant was made.
        TenantCreated = "tenant.created",
        /// The activity log was exported.
        ActivityExported = "activity.exported",
        /// A fault was provoked, for a test.
        FaultProvoked = "fault.provoked",
    }
}

/// Text that is no [`Action`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such kind of event")]
pub struct ParseActionError;

impl FromStr for Action {
    type Err = ParseActionError;

    fn from_str(text: &str) -> Result<Self, ParseActionError> {
        Self::ALL.iter().copied().find(|action| action.as_str() == text).ok_or(ParseActionError)
    }
}

words! {
    /// To what it was done.
    ObjectKind {
        /// A user's API token.
        Token = "token",
        /// A SIEM agent.
        SiemAgent = "siem_agent",
        /// A log collector.
        LogCollector = "log_collector",
        /// A user.
        User = "user",
        /// A group of users.
        Group = "group",
        /// A provider to sign in with.
        Provider = "provider",
        /// The tenant.
        Tenant = "tenant",
    }
}

impl From<TokenKind> for ObjectKind {
    fn from(kind: TokenKind) -> Self {
        match kind {
            TokenKind::User => Self::Token,
            TokenKind::SiemAgent => Self::SiemAgent,
            TokenKind::LogCollector => Self::LogCollector,
        }
    }
}

/// What something was done to, with the name that it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its id: a token's public id, a user's subject, a tenant's id.
    pub id: String,
    /// Its name at that moment.
    pub name: String,
}

impl From<&TokenRecord> for Object {
    fn from(record: &TokenRecord) -> Self {
        let (id, name) = (record.id.to_string(), record.name.to_string());
        Self { kind: record.kind.into(), id, name }
    }
}

impl From<&User> for Object {
    fn from(user: &User) -> Self {
        let (id, name) = (user.subject.to_string(), user.name.to_string());
        Self { kind: ObjectKind::User, id, name }
    }
}

impl From<&Provider> for Object {
    fn from(provider: &Provider) -> Self {
        let (id, name) = (provider.id.to_string(), provider.name.to_string());
        Self { kind: ObjectKind::Provider, id, name }
    }
}

impl From<&Tenant> for Object {
    fn from(tenant: &Tenant) -> Self {
        let (id, name) = (tenant.id.to_string(), tenant.label.to_string());
        Self { kind: ObjectKind::Tenant, id, name }
    }
}

/// What became of one member of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which member.
    pub field: String,
    /// What it was, if it was anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is now, if it is anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Who did what, by what, from where, and what it changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// When; of several at once, the last.
    pub at: UnixSeconds,
    /// What was done.
    pub action: Action,
    /// Who did it.
    pub actor: Actor,
    /// By what.
    pub by: Means,
    /// From where, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    /// To what, if to anything but the actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// What it changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// How many times, where several are told as one.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub count: u64,
    /// When the first of them was, where several are told as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<UnixSeconds>,
}

fn once() -> u64 {
    1
}

fn is_once(count: &u64) -> bool {
    *count == 1
}

impl AuditEvent {
    /// An event of which nothing more is said.
    pub fn new(action: Action, actor: Actor, by: Means, at: UnixSeconds) -> Self {
        let (address, object, changes) = (None, None, Vec::new());
        Self { at, action, actor, by, address, object, changes, count: once(), since: None }
    }

    /// What the operator did.
    pub fn by_operator(action: Action, at: UnixSeconds) -> Self {
        Self::new(action, Actor::Operator, Means::OperatorSecret, at)
    }

    /// The same, from there.
    pub fn from_address(self, address: Option<IpAddr>) -> Self {
        Self { address, ..self }
    }

    /// The same, to this.
    pub fn on(self, object: impl Into<Object>) -> Self {
        Self { object: Some(object.into()), ..self }
    }

    /// The same, saying what became of one member, if anything did.
    pub fn changing<T: Display + PartialEq>(
        mut self,
        field: &str,
        before: Option<T>,
        after: Option<T>,
    ) -> Self {
        if before != after {
            let text = |value: Option<T>| value.map(|value| value.to_string());
            let (before, after) = (text(before), text(after));
            self.changes.push(Change { field: field.to_owned(), before, after });
        }
        self
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
